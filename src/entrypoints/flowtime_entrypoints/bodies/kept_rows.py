"""The series of the windows that were asked for last, so that the next writes only what they lack.

Rule 1: of the same nodes and metrics of a run one stretch of bins is kept; it grows with what is asked for.
"""

from collections.abc import Hashable
from threading import Lock
from typing import Final, TypeAlias, final

from cachetools import LRUCache

from flowtime_domain.state.state_slice import StateSlice
from flowtime_entrypoints.bodies.rows_text import RowsText
from flowtime_entrypoints.bodies.window_rows import window_rows

# Texts whose bins follow each other.
Stretch: TypeAlias = tuple[RowsText, ...]
MOST_BYTES: Final = 64 * 2**20
# Fewer are written as fast as they are found.
MANY_VALUES: Final = 4096
# A stretch grows up to a multiple of it: who moves on by one bin will move on by the next.
STEP: Final = 128


@final
class KeptRows:
    """Writes the series of windows; many threads may ask.

    Parameters
    ----------
    most_bytes
        How much memory all stretches may take; a quarter of it is the most for one.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._stretches: LRUCache[Hashable, Stretch] = LRUCache(most_bytes, _memory)
        self._largest = most_bytes // 4
        self._lock = Lock()

    def columns(self, run: Hashable, found: StateSlice) -> list[list[bytes]]:
        """What `window_rows` says of a window, in pieces.

        Parameters
        ----------
        run
            Stands for the run.
        found
            The window.

        Returns
        -------
        list of lists of bytes
            Each holds a piece of each row; all pieces of a row together, one after the other, are the row.
        """
        if found.points < MANY_VALUES:
            return [window_rows(found)]
        key, asked = (run, found.metrics, found.places.tobytes()), found.bins
        with self._lock:
            known = self._stretches.get(key, ())
        if 2 * len(_shared(_bins(known), asked)) < len(asked):
            rows = window_rows(found)
            self._keep(key, (RowsText(rows, asked),))
            return [rows]
        stretch = _grown(known, found)
        if _memory(stretch) > self._largest:
            stretch = tuple(text for text in stretch if _shared(text.bins, asked))
        if stretch != known:
            self._keep(key, stretch)
        shared = [(text, bins) for text in stretch if (bins := _shared(text.bins, asked))]
        return [text.cut(bins, with_comma=bins.stop < asked.stop) for text, bins in shared]

    def _keep(self, key: Hashable, stretch: Stretch) -> None:
        with self._lock:
            if _memory(stretch) <= self._largest:
                self._stretches[key] = stretch


def _memory(stretch: Stretch) -> int:
    return sum(text.memory for text in stretch)


def _bins(stretch: Stretch) -> range:
    return range(stretch[0].bins.start, stretch[-1].bins.stop) if stretch else range(0)


def _shared(bins: range, others: range) -> range:
    return range(max(bins.start, others.start), min(bins.stop, others.stop))


def _grown(stretch: Stretch, found: StateSlice) -> Stretch:
    """The stretch with all bins that are asked for, of which it has some."""
    bins, asked, end = _bins(stretch), found.bins, found.view.grid.bins
    before = range(asked.start // STEP * STEP, bins.start) if asked.start < bins.start else range(0)
    after = range(bins.stop, min(end, -(-asked.stop // STEP) * STEP)) if asked.stop > bins.stop else range(0)
    first, last = ((RowsText(window_rows(found.part(new)), new),) if new else () for new in (before, after))
    return (*first, *stretch, *last)
