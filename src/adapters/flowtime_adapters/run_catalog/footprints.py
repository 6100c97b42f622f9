"""Whether the names in a store are those of the rows, told by one number (runs §10.3).

Rule 1: equal sets have equal sums; that other sets have the same is as good as impossible.
Rule 2: only what has changed since the last time is added up, for a listing must not do so for every run.
"""

import zlib
from collections.abc import Mapping
from typing import final

from flowtime_domain.errors import RunIdInvalidError
from flowtime_domain.runs.identity import RunId


def row_footprint(run_id: str, marker: str) -> int:
    """What a row adds to the sum.

    Examples
    --------
    >>> row_footprint("run_a", "1f size and time") == footprint("run_a", 0x1F)
    True
    """
    return zlib.crc32(f"{run_id} {marker.partition(' ')[0]}".encode())


def footprint(name: str, identity: int) -> int:
    """What a name in a store adds to the sum: nothing if it is no run id."""
    try:
        return row_footprint(str(RunId(name)), f"{identity:x}")
    except RunIdInvalidError:
        return 0


@final
class SeenNames:
    """The names that were seen last, and their sum."""

    def __init__(self) -> None:
        self._last: tuple[Mapping[str, int], int] = ({}, 0)

    def footprints(self, identities: Mapping[str, int]) -> int:
        """The sum of the footprints of all names."""
        seen, total = self._last
        for name, identity in seen.items() ^ identities.items():
            is_new = identities.get(name) == identity
            total += footprint(name, identity) if is_new else -footprint(name, identity)
        self._last = (identities, total)
        return total
