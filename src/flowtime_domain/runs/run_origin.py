"""What a run was made from."""

from dataclasses import dataclass
from typing import Literal, final


@final
@dataclass(frozen=True, slots=True)
class RunOrigin:
    """What a run was made from.

    Attributes
    ----------
    kind
        A template of the catalogue, or a model in the request.
    template_id, title, version
        As runs §2.4 says.
    template_hash
        ``sha256:`` and digits over the template file's bytes, None for an inline model.
    """

    kind: Literal["template", "inline"]
    template_id: str
    title: str
    version: str
    template_hash: str | None = None
