"""A document as it was written: plain values, and where each of them stands.

Rule 1: keys are texts as written; values are dict, list, str, int, float, bool or None.
Rule 2: places are looked up only for errors, so a reader may find them when they are first asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, TypedDict, Unpack, final

from flowtime_domain.errors import DocumentError, Place, pointer_to

Scalar: TypeAlias = str | int | float | bool | None
Value: TypeAlias = "Scalar | Sequence[Value] | Mapping[str, Value]"
Path: TypeAlias = tuple[str | int, ...]


class Places(Protocol):
    """Where the parts of one text stand."""

    def of_value(self, path: Path) -> Place | None:
        """Where the value at a path begins, None if the text holds no such value."""

    def of_key(self, path: Path) -> Place | None:
        """Where the key of the member at a path begins, None if the text holds no such key."""


@final
class NoPlaces:
    """Places of a document that never was a text."""

    def of_value(self, path: Path) -> Place | None:
        """Never known."""
        return None

    def of_key(self, path: Path) -> Place | None:
        """Never known."""
        return None


class FindingDetails(TypedDict, total=False):
    """What findings of formulas and of limits say besides; the members are those of `DocumentError`."""

    offset: int | None
    formula: str | None
    limit: int | None
    requested: int | None
    setting: str | None


@final
@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document (model §2).

    Attributes
    ----------
    root
        The mapping at the root.
    places
        Where its parts stand in the text.
    """

    root: Mapping[str, Value]
    places: Places = field(default_factory=NoPlaces, compare=False)

    def place_of(self, path: Path, *, key: bool = False) -> Place | None:
        """Where the part at a path stands; what stands nowhere itself is where its parent is."""
        if key:
            return self.places.of_key(path) or self.places.of_value(path)
        for length in range(len(path), -1, -1):
            place = self.places.of_value(path[:length])
            if place is not None:
                return place
        return None

    def error(
        self, code: str, message: str, path: Path, *, key: bool = False, **details: Unpack[FindingDetails]
    ) -> DocumentError:
        """The finding that a rule is broken at a path, with its place (`key`: the place of the key)."""
        place = self.place_of(path, key=key)
        return DocumentError(code=code, message=message, pointer=pointer_to(path), place=place, **details)
