"""From rows to one value per series and bin (telemetry §6.6-§6.9).

Rule 1: rows need no order; sums add in the order of the source.
Rule 2: what is kept is one number per series and bin, except by quantiles, which keep their values.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.telemetry.aggregates import Aggregate, AggregateKind
from flowtime_domain.telemetry.bin_window import BinWindow, Cells
from flowtime_domain.telemetry.gaps import ObservedSeries

Integers = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]
_NEVER: Final = np.int64(np.iinfo(np.int64).min)
_FILLS: Final[dict[AggregateKind, dict[str, np.generic]]] = {
    "sum": {"total": np.float64(0)},
    "mean": {"total": np.float64(0)},
    "min": {"lowest": np.float64(np.inf)},
    "max": {"highest": np.float64(-np.inf)},
    "first": {"first": np.float64(np.nan), "first_time": np.int64(np.iinfo(np.int64).max)},
    "last": {"last": np.float64(np.nan), "last_time": _NEVER},
    "count": {},
    "quantile": {},
}
_ALWAYS: Final[dict[str, np.generic]] = {
    "count": np.int64(0),
    "duplicates": np.bool_(False),
    "out_of_order": np.bool_(False),
}


@final
@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """Rows with a value, in the order of the source.

    Attributes
    ----------
    series
        shape (rows,), indices of series, in units of series.
    times
        shape (rows,), in units of microseconds since 1970-01-01T00:00Z.
    values
        shape (rows,), in the unit of each series.
    lines
        shape (rows,), line numbers in the source, in units of lines.
    """

    series: Integers
    times: Integers
    values: Values
    lines: Integers


@final
@dataclass(slots=True)
class RowTally:
    """What was seen of the rows of one series; the first line of each kind is None before there is one."""

    present: int = 0
    missing: int = 0
    duplicates: int = 0
    out_of_order: int = 0
    first_missing: int | None = None
    first_duplicate: int | None = None
    first_out_of_order: int | None = None
    last_time: int = int(_NEVER)


@final
class Binning:
    """Collects rows into bins.

    Parameters
    ----------
    start_of
        Where bin 0 begins, in microseconds, if this is the earliest instant.
    length
        Of a bin, in microseconds.
    window
        Where numbers are kept: see `window_of`.
    anchor
        Where bin 0 begins for now; None leaves it to the first rows.
    """

    def __init__(
        self, start_of: Callable[[int], int], length: int, window: BinWindow, anchor: int | None = None
    ) -> None:
        self._start_of = start_of
        self.length = length
        self.anchor = anchor
        self.window = window
        self.tallies: list[RowTally] = []
        self.earliest: int | None = None
        self.latest: int | None = None
        self._aggregates: list[Aggregate] = []
        self._kept: list[tuple[Integers, Integers, Values]] = []

    def add_series(self, aggregate: Aggregate) -> int:
        """A new series; its index."""
        self._aggregates.append(aggregate)
        self.tallies.append(RowTally())
        return len(self._aggregates) - 1

    def note_missing(self, series: int, lines: Integers) -> None:
        """Count rows of a series without a value.

        Parameters
        ----------
        series
            Its index.
        lines
            shape (rows,), line numbers in units of lines.
        """
        tally = self.tallies[series]
        if lines.size:
            tally.missing += lines.size
            tally.first_missing = tally.first_missing or int(lines[0])

    def add(self, rows: Observations) -> None:
        """Take some rows."""
        if not rows.times.size:
            return
        earliest, latest = int(rows.times.min()), int(rows.times.max())
        self.earliest = earliest if self.earliest is None else min(self.earliest, earliest)
        self.latest = latest if self.latest is None else max(self.latest, latest)
        if self.anchor is None:
            self.anchor = self._start_of(earliest)
        duplicates, out_of_order = self._order(rows)
        bins = (rows.times - self.anchor) // self.length
        cells, inside = self.window.cells(rows.series, bins)
        if not cells.size:
            return
        np.add.at(self.window.flat("count"), cells, 1)
        for name, marks in (("duplicates", duplicates), ("out_of_order", out_of_order)):
            if marks is not None:
                self.window.flat(name)[cells[marks[inside]]] = True
        taken = Observations(rows.series[inside], rows.times[inside], rows.values[inside], rows.lines[inside])
        self._accumulate(taken, cells, bins[inside])

    def _accumulate(self, rows: Observations, cells: Cells, bins: Integers) -> None:
        kinds = {aggregate.kind for aggregate in self._aggregates}
        if len(kinds) == 1:
            self._take(kinds.pop(), rows, cells, bins)
            return
        of_series = np.array([aggregate.kind for aggregate in self._aggregates])[rows.series]
        for kind in kinds:
            chosen = of_series == kind
            if chosen.any():
                part = Observations(
                    rows.series[chosen], rows.times[chosen], rows.values[chosen], rows.lines[chosen]
                )
                self._take(kind, part, cells[chosen], bins[chosen])

    @np.errstate(over="ignore", invalid="ignore")
    def _take(self, kind: AggregateKind, rows: Observations, cells: Cells, bins: Integers) -> None:
        if kind in ("sum", "mean"):
            np.add.at(self.window.flat("total"), cells, rows.values)
        elif kind == "min":
            np.minimum.at(self.window.flat("lowest"), cells, rows.values)
        elif kind == "max":
            np.maximum.at(self.window.flat("highest"), cells, rows.values)
        elif kind == "first":
            self._take_extreme("first", rows, cells)
        elif kind == "last":
            self._take_extreme("last", rows, cells)
        elif kind == "quantile":
            self._kept.append((rows.series, bins, rows.values))

    def _take_extreme(self, kind: AggregateKind, rows: Observations, cells: Cells) -> None:
        """Keep the value of the first or last row of each cell: by time, among equal times by row."""
        order = np.argsort(rows.times, kind="stable")
        if kind == "last":
            order = order[::-1]
        found, at = np.unique(cells[order], return_index=True)
        chosen = order[at]
        values, times = self.window.flat(kind), self.window.flat(f"{kind}_time")
        known = times[found]
        better = rows.times[chosen] < known if kind == "first" else rows.times[chosen] >= known
        values[found[better]] = rows.values[chosen[better]]
        times[found[better]] = rows.times[chosen[better]]

    def _order(self, rows: Observations) -> Sequence[npt.NDArray[np.bool_] | None]:
        """Which rows repeat the time of the row of their series before them, and which are earlier.

        None stands for no such row.
        """
        order = np.argsort(rows.series, kind="stable")
        series, times = rows.series[order], rows.times[order]
        found, starts = np.unique(series, return_index=True)
        before = np.concatenate(([0], times[:-1]))
        before[starts] = [self.tallies[each].last_time for each in found.tolist()]
        bounds = [*starts.tolist(), times.size]
        for each, start, end in zip(found.tolist(), bounds[:-1], bounds[1:], strict=True):
            self.tallies[each].present += end - start
            self.tallies[each].last_time = int(times[end - 1])
        marks: list[npt.NDArray[np.bool_] | None] = []
        for name, is_marked in (("duplicates", times == before), ("out_of_order", times < before)):
            chosen = order[is_marked]
            self._count_marked(name, rows.series[chosen], rows.lines[chosen])
            marks.append(_flags(rows.times.size, chosen) if chosen.size else None)
        return marks

    def _count_marked(self, name: str, series: Integers, lines: Integers) -> None:
        found, first, counts = np.unique(series, return_index=True, return_counts=True)
        for each, line, count in zip(found.tolist(), lines[first].tolist(), counts.tolist(), strict=True):
            tally = self.tallies[each]
            if name == "duplicates":
                tally.duplicates += count
                tally.first_duplicate = tally.first_duplicate or line
            else:
                tally.out_of_order += count
                tally.first_out_of_order = tally.first_out_of_order or line

    def observed(self, series: int, first: int, bins: int) -> ObservedSeries:
        """What one series came to.

        Parameters
        ----------
        series
            Its index.
        first, bins
            The first bin, counted from the anchor, and how many.
        """
        count = self.window.taken("count", series, first, bins)
        seen = count > 0
        aggregate = self._aggregates[series]
        if aggregate.kind == "count":
            return ObservedSeries(count.astype(np.float64), np.ones(bins, dtype=bool))
        values = np.full(bins, np.nan)
        values[seen] = self._values(aggregate, series, first, bins, count)[seen]
        return ObservedSeries(values, seen)

    @np.errstate(divide="ignore", invalid="ignore", over="ignore")
    def _values(self, aggregate: Aggregate, series: int, first: int, bins: int, count: Integers) -> Values:
        if aggregate.kind == "quantile":
            return self._quantiles(aggregate.rank, series, first, bins)
        name = next(iter(_FILLS[aggregate.kind]))
        values: Values = self.window.taken(name, series, first, bins)
        return values / count if aggregate.kind == "mean" else values

    @np.errstate(invalid="ignore", over="ignore")
    def _quantiles(self, rank: float, series: int, first: int, bins: int) -> Values:
        """Linear between the closest ranks, NaN where a value is NaN; shape (bins,)."""
        parts = [(at[of == series], values[of == series]) for of, at, values in self._kept]
        places = np.concatenate([at for at, _ in parts]) - first if parts else np.zeros(0, dtype=np.int64)
        values = np.concatenate([each for _, each in parts]) if parts else np.zeros(0)
        inside = (places >= 0) & (places < bins)
        places, values = places[inside], values[inside]
        order = np.lexsort((values, places))
        places, values = places[order], values[order]
        found, starts, counts = np.unique(places, return_index=True, return_counts=True)
        position = rank * (counts - 1)
        low = np.floor(position).astype(np.int64)
        share = position - low
        lower = values[starts + low]
        upper = values[np.minimum(starts + low + 1, starts + counts - 1)]
        result = np.full(bins, np.nan)
        result[found] = np.where(share == 0, lower, lower + (upper - lower) * share)
        result[found[np.isnan(values[starts + counts - 1])]] = np.nan
        return result

    def marked(self, name: str, series: int, first: int, bins: int) -> npt.NDArray[np.intp]:
        """The bins of a series in which a row was marked ``duplicates`` or ``out_of_order``.

        Returns
        -------
        ndarray
            shape (marked,), indices of bins counted from `first`, rising.
        """
        return np.flatnonzero(self.window.taken(name, series, first, bins))

    def rows_inside(self, series: int, first: int, bins: int) -> int:
        """How many rows of a series fell into some bins."""
        return int(self.window.taken("count", series, first, bins).sum())


def _flags(size: int, chosen: Integers) -> npt.NDArray[np.bool_]:
    flags = np.zeros(size, dtype=bool)
    flags[chosen] = True
    return flags


def window_of(
    aggregates: Sequence[Aggregate], most_bins: int, most_cells: int, *, is_fixed: bool
) -> BinWindow:
    """Room for the numbers that some aggregates need; if it is fixed, bin 0 is the first."""
    fills = dict(_ALWAYS)
    for aggregate in aggregates:
        fills |= _FILLS[aggregate.kind]
    return BinWindow(fills, most_bins, most_cells, 0 if is_fixed else None)
