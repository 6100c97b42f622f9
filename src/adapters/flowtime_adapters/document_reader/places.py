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
