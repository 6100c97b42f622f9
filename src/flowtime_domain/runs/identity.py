"""What makes a run itself: its id and the hashes over what it was made from.

Rule 1: no text becomes part of a path unless it is a `RunId`.
"""

import re
from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.errors import RunIdInvalidError

ENGINE_SEMANTICS: Final = 1
_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z")


@final
@dataclass(frozen=True, slots=True)
class RunId:
    """A well-formed run id (runs §3.7).

    Raises
    ------
    RunIdInvalidError
        The text is not a run id.
    """

    text: str

    def __post_init__(self) -> None:
        if not _RUN_ID.match(self.text) or ".." in self.text or self.text == "compare":
            raise RunIdInvalidError(self.text)

    def __str__(self) -> str:
        return self.text
