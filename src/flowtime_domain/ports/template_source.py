"""Where template files come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, final


@final
@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template as it lies in its source.

    Attributes
    ----------
    name
        File name without extension, for messages and for files whose id cannot be read.
    origin
        Shipped with the product, or from a user's directory.
    content
        The bytes of the file, None if it cannot be read.
    """

    name: str
    origin: Literal["packaged", "directory"]
    content: bytes | None


class TemplateSource(Protocol):
    """One place that holds templates."""

    def candidates(self, template_id: str) -> Iterable[TemplateFile]:
        """The files that may hold the template of this id, sorted by name; the caller reads and decides.

        Raises
        ------
        StoreUnavailableError
            The place itself cannot be read.
        """

    def all(self) -> Iterable[TemplateFile]:
        """Every template file, sorted by name.

        Raises
        ------
        StoreUnavailableError
            The place itself cannot be read.
        """
