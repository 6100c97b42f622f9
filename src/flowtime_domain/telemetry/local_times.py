"""From local times to instants, where clocks are put back and forward (telemetry §6.4).

Rule 1: a local time that occurs twice or never has no instant, unless the caller chose one of the two.

How it works: within an hour of a zone nearly always one offset holds, so a whole hour is settled by looking
at its ends; only the rows of the other hours are looked at one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final, Literal, TypeAlias, final

import numpy as np
import numpy.typing as npt

Ambiguous: TypeAlias = Literal["error", "earlier", "later"]
Instants: TypeAlias = npt.NDArray[np.int64]
AMBIGUOUS_WORDS: Final[tuple[Ambiguous, ...]] = ("error", "earlier", "later")
AMBIGUOUS: Final = "timestamp_ambiguous"
NONEXISTENT: Final = "timestamp_nonexistent"
_EPOCH: Final = datetime(1970, 1, 1)
_MICROSECOND: Final = timedelta(microseconds=1)
_HOUR: Final = 3_600_000_000
_NO_OFFSET: Final = timedelta(0)


@final
@dataclass(frozen=True, slots=True)
class LocalTimes:
    """How times without offset are understood.

    Attributes
    ----------
    zone
        Where they belong; its offsets of folds and gaps are those of PEP 495.
    ambiguous
        Which of two instants is meant.

    References
    ----------
    A. Belopolsky, T. Peters, 2015, PEP 495 "Local Time Disambiguation": how the two offsets of a local time
    tell a fold from a gap.
    """

    zone: tzinfo
    ambiguous: Ambiguous = "error"

    def instants(self, local: Instants) -> tuple[Instants, dict[int, str]]:
        """The instants of local times, and what is wrong with some, by their row.

        Parameters
        ----------
        local
            shape (rows,), microseconds since local 1970-01-01T00:00, in units of microseconds.

        Returns
        -------
        tuple
            Instants, shape (rows,), in units of microseconds since 1970-01-01T00:00Z; and codes by row.
        """
        hours, place = np.unique(local // _HOUR, return_inverse=True)
        constant = [self._constant_offset(hour) for hour in hours.tolist()]
        offsets = np.array([0 if each is None else each for each in constant], dtype=np.int64)[place]
        faults: dict[int, str] = {}
        odd = np.array([each is None for each in constant], dtype=bool)[place]
        for row in np.flatnonzero(odd).tolist():
            offset = self._offset(int(local[row]))
            if isinstance(offset, str):
                faults[row] = offset
            else:
                offsets[row] = offset
        return local - offsets, faults

    def _constant_offset(self, hour: int) -> int | None:
        """The offset that holds in the whole of an hour, in microseconds; None if there is no such."""
        offsets = {*self._both(hour * _HOUR), *self._both(hour * _HOUR + _HOUR - 1)}
        return offsets.pop() if len(offsets) == 1 else None

    def _offset(self, local: int) -> int | str:
        first, second = self._both(local)
        if first == second:
            return first
        if first < second:
            return NONEXISTENT
        if self.ambiguous == "error":
            return AMBIGUOUS
        return first if self.ambiguous == "earlier" else second

    def _both(self, local: int) -> Iterator[int]:
        """The offsets that hold before and after a change of clocks, in microseconds."""
        moment = _EPOCH + local * _MICROSECOND
        for fold in (0, 1):
            yield (self.zone.utcoffset(moment.replace(fold=fold)) or _NO_OFFSET) // _MICROSECOND
