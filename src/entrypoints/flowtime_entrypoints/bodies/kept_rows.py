"""The series of the windows that were asked for last, so that the next writes only what they lack.

Rule 1: of the same nodes and metrics of a run one stretch of bins is kept; it grows with what is asked for.
Rule 2: nothing else of a run is kept; what stands for it must not hold it.
"""

from collections.abc import Hashable
from threading import Lock
from typing import Final, final

from cachetools import LRUCache

from flowtime_domain.state.state_slice import StateSlice
from flowtime_entrypoints.bodies.rows_text import RowsText
from flowtime_entrypoints.bodies.stretch import Stretch
from flowtime_entrypoints.bodies.window_rows import window_rows

# Fewer are written as fast as they are found.
MANY_VALUES: Final = 2**14
# What a value takes at least: a digit, a comma and its place in the text.
LEAST_BYTES: Final = 6


@final
class KeptRows:
    """Writes the series of windows; many threads may ask.

    Parameters
    ----------
    most_bytes
        How much memory all stretches may take; half of it is the most for one.
    """

    def __init__(self, most_bytes: int) -> None:
        self._stretches: LRUCache[Hashable, Stretch] = LRUCache(most_bytes, lambda stretch: stretch.memory)
        self._largest = most_bytes // 2
        self._lock = Lock()

    def columns(self, token: Hashable, found: StateSlice) -> list[list[bytes]]:
        """What `window_rows` says of a window, in pieces.

        Parameters
        ----------
        token
            Stands for the run.
        found
            The window.

        Returns
        -------
        list of lists of bytes
            Each holds a piece of each row; with commas between them the pieces of a row are the row.
        """
        if not MANY_VALUES <= found.points <= self._largest // LEAST_BYTES:
            return [window_rows(found)]
        key = token, found.metrics, found.places.tobytes()
        with self._lock:
            known = self._stretches.get(key)
        stretch = None if known is None else self._grown(known, found)
        if stretch is None:
            rows = window_rows(found)
            self._keep(key, Stretch([RowsText(rows, found.bins)]))
            return [rows]
        if stretch is not known:
            self._keep(key, stretch)
        return stretch.cut(found.bins)

    def _keep(self, key: Hashable, stretch: Stretch) -> None:
        with self._lock:
            if stretch.memory <= self._largest:
                self._stretches[key] = stretch

    def _grown(self, known: Stretch, found: StateSlice) -> Stretch | None:
        """What is known with all bins of a window; None if it has few of them, or would be too large."""
        if not known.has_half(found.bins):
            return None
        before, after = known.lacking(found.bins, found.view.grid.bins)
        if not before and not after:
            return known
        added = known.memory * (len(before) + len(after)) // len(known.bins)
        kept = known if known.memory + added <= self._largest else known.near(found.bins)
        if kept.memory + added > self._largest:
            return None
        return Stretch([*_texts(found, before), *kept.texts, *_texts(found, after)])


def _texts(found: StateSlice, bins: range) -> list[RowsText]:
    return [RowsText(window_rows(found.part(bins)), bins)] if bins else []
