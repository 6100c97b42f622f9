"""Numbers per series and bin while it is not known yet where the bins end.

Rule 1: memory grows with the series and bins that rows have touched, never with the number of rows.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

Cells: TypeAlias = npt.NDArray[np.intp]
_FIRST_WIDTH: Final = 256
_SPARE_ROWS: Final = 64


@final
class BinWindow:
    """Arrays over series and successive bins that grow as rows come.

    Parameters
    ----------
    fills
        For each array its name, and the value, of its type, of a cell that nothing has touched.
    most_bins, most_cells
        How many bins, and bins of all series, may be kept; what lies further on is dropped.
    first
        The lowest bin; None if it is the lowest that comes.
    """

    def __init__(
        self, fills: Mapping[str, np.generic], most_bins: int, most_cells: int, first: int | None
    ) -> None:
        self._fills = dict(fills)
        self._most_bins = most_bins
        self._most_cells = most_cells
        self._is_fixed = first is not None
        self._first = first
        self._base = first or 0
        self._touched: tuple[int, ...] = ()
        self._arrays = {name: np.full((0, 0), fill) for name, fill in self._fills.items()}
        self.is_full = False

    @property
    def _shape(self) -> tuple[int, int]:
        rows, width = next(iter(self._arrays.values())).shape
        return rows, width

    def flat(self, name: str) -> npt.NDArray[Any]:
        """One of the arrays as a view.

        Returns
        -------
        ndarray
            shape (series x bins,), in the unit of what is kept; series after series.
        """
        return self._arrays[name].reshape(-1)

    def cells(self, series: npt.NDArray[np.int64], bins: npt.NDArray[np.int64]) -> tuple[Cells, Any]:
        """Where rows belong in the flat arrays, for the rows that belong somewhere.

        Parameters
        ----------
        series
            shape (rows,), indices of series, in units of series.
        bins
            shape (rows,), indices of bins, rising or not.

        Returns
        -------
        tuple
            Cells, shape (rows inside,), in units of cells; and which rows are inside, shape (rows,), true or
            false, or a slice of all.
        """
        lowest, highest = int(bins.min()), int(bins.max())
        if not self._is_fixed:
            self._first = lowest if self._first is None else min(self._first, lowest)
        first = self._first or 0
        inside: Any = slice(None)
        if lowest < first or highest >= first + self._most_bins:
            inside = (bins >= first) & (bins < first + self._most_bins)
            series, bins = series[inside], bins[inside]
        if not bins.size or not self._covers(int(series.max()), int(bins.min()), int(bins.max())):
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
        return series * self._shape[1] + (bins - self._base), inside

    def _covers(self, series: int, lowest: int, highest: int) -> bool:
        """Make room for a series and some bins; False if there is none."""
        touched = (min((lowest, *self._touched[:1])), max((highest, *self._touched[1:])))
        if not self._holds(series, lowest, highest):
            base, shape = self._room(series, lowest, highest, *touched)
            if shape[0] * shape[1] > self._most_cells:
                self.is_full = True
                return False
            self._arrays = {
                name: _moved(old, self._base, base, shape, self._fills[name])
                for name, old in self._arrays.items()
            }
            self._base = base
        self._touched = touched
        return True

    def _holds(self, series: int, lowest: int, highest: int) -> bool:
        rows, width = self._shape
        return series < rows and self._base <= lowest and highest < self._base + width

    def _room(
        self, series: int, lowest: int, highest: int, low: int, high: int
    ) -> tuple[int, tuple[int, int]]:
        """The first bin and the shape of larger arrays, with spare room on the side on which bins come."""
        rows, width = self._shape
        # What lies beyond the last bin that may be kept is given up: the window has moved down.
        high = min(high, (self._first or 0) + self._most_bins - 1)
        least_rows, least_width = max(rows, series + 1), high - low + 1
        new_rows = rows if series < rows else max(least_rows, min(2 * rows, series + _SPARE_ROWS))
        base, new_width = self._base, width
        if not self._holds(0, lowest, highest):
            new_width = max(least_width, min(max(2 * least_width, _FIRST_WIDTH), self._most_bins))
            base = low if not width or highest >= self._base + width else high + 1 - new_width
        if new_rows * new_width > self._most_cells:
            return low, (least_rows, least_width)
        return base, (new_rows, new_width)

    def taken(self, name: str, series: int, first: int, bins: int) -> npt.NDArray[Any]:
        """What is kept for one series.

        Parameters
        ----------
        name
            Of the array.
        series
            Index of the series.
        first, bins
            The first bin, and how many.

        Returns
        -------
        ndarray
            shape (bins,), in the unit of what is kept.
        """
        taken = np.full(bins, self._fills[name])
        rows, width = self._shape
        low, high = max(first, self._base), min(first + bins, self._base + width)
        if series < rows and low < high:
            taken[low - first : high - first] = self._arrays[name][
                series, low - self._base : high - self._base
            ]
        return taken


def _moved(
    old: npt.NDArray[Any], old_base: int, base: int, shape: tuple[int, int], fill: np.generic
) -> npt.NDArray[Any]:
    """An array of another shape whose first bin is another one, with what both have in common."""
    new = np.full(shape, fill)
    rows, width = old.shape
    low, high = max(old_base, base), min(old_base + width, base + shape[1])
    if low < high:
        new[:rows, low - base : high - base] = old[:, low - old_base : high - old_base]
    return new
