"""Where the parts of a text stand, found when somebody first asks.

Rule 1: a text that was accepted is located without any check; nothing here refuses anything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from flowtime_domain.errors import Place
from flowtime_domain.model.document import Path


@final
@dataclass(slots=True)
class Spot:
    """Where a value begins, where its key does, and where its members are (None for a scalar)."""

    place: Place
    members: "dict[str | int, Spot] | None" = None
    key: Place | None = None


@final
class LazyPlaces:
    """The places of one text.

    Parameters
    ----------
    locate
        Finds the spot of the root with all below it; called at most once.
    """

    def __init__(self, locate: Callable[[], Spot]) -> None:
        self._locate = locate
        self._root: Spot | None = None

    def of_value(self, path: Path) -> Place | None:
        """Where the value at a path begins, None if the text holds no such value."""
        spot = self._spot(path)
        return None if spot is None else spot.place

    def of_key(self, path: Path) -> Place | None:
        """Where the key of the member at a path begins, None if the text holds no such key."""
        spot = self._spot(path)
        return None if spot is None else spot.key

    def _spot(self, path: Path) -> Spot | None:
        if self._root is None:
            self._root = self._locate()
        spot: Spot | None = self._root
        for part in path:
            if spot is None or spot.members is None:
                return None
            spot = spot.members.get(part)
        return spot


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come.

    Attributes
    ----------
    members
        What was met in it so far.
    position
        Its own key or index in the mapping or list around it; empty for the root.
    is_mapping
        Whether its members have keys.
    key
        The key whose value comes next, None where a key comes next.
    """

    members: dict[str | int, Spot]
    position: Path
    is_mapping: bool
    key: tuple[str, Place] | None = None


@final
class Locator:
    """Puts together the spots of a text from its parts, in the order of the text.

    Attributes
    ----------
    root
        The spot of the root, with all below it.
    """

    def __init__(self) -> None:
        self.root = Spot(Place(1, 1))
        self._open: list[_Open] = []

    @property
    def depth(self) -> int:
        """How many mappings and lists are open."""
        return len(self._open)

    @property
    def awaits_key(self) -> bool:
        """Whether what comes next is a key."""
        return bool(self._open) and self._open[-1].is_mapping and self._open[-1].key is None

    def path(self) -> Path:
        """The path of the value that comes next, or of its mapping where a key comes next."""
        around = [part for entry in self._open for part in entry.position]
        return (*around, *self._position())

    def key(self, text: str, place: Place) -> bool:
        """Take a key; True if its mapping has the same key already."""
        mapping = self._open[-1]
        mapping.key = (text, place)
        return text in mapping.members

    def start(self, place: Place, *, is_mapping: bool) -> Spot:
        """Take the start of a mapping or list."""
        members: dict[str | int, Spot] = {}
        opened = _Open(members, self._position(), is_mapping)
        spot = self.put(Spot(place, members))
        self._open.append(opened)
        return spot

    def end(self) -> None:
        """Take the end of the innermost mapping or list."""
        self._open.pop()

    def put(self, spot: Spot) -> Spot:
        """Take a value that was put together already."""
        if not self._open:
            self.root = spot
            return spot
        parent = self._open[-1]
        if parent.key is None:
            parent.members[len(parent.members)] = spot
        else:
            key, spot.key = parent.key
            parent.members[key] = spot
            parent.key = None
        return spot

    def _position(self) -> Path:
        """The key or index of the value that comes next; empty at the root and where a key comes next."""
        if not self._open:
            return ()
        parent = self._open[-1]
        if parent.is_mapping:
            return () if parent.key is None else (parent.key[0],)
        return (len(parent.members),)
