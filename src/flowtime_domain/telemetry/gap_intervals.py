"""When a captured series has no data (telemetry §6.11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.model.grid import Grid

MAXIMUM_LISTED_INTERVALS: Final = 1000


@final
@dataclass(frozen=True, slots=True)
class GapInterval:
    """A maximal run of bins without data; `end` is exclusive, both times are None on a grid without start."""

    start: datetime | None
    end: datetime | None
    bins: int


@final
@dataclass(frozen=True, slots=True)
class SeriesGaps:
    """The gaps of one series; `count` is the number of its bins without data, listed or not."""

    node_id: str
    metric: str
    count: int
    intervals: tuple[GapInterval, ...]


@final
@dataclass(frozen=True, slots=True)
class GapList:
    """The gaps of a capture; `truncated` if intervals beyond the first 1000 were left out."""

    series: tuple[SeriesGaps, ...]
    truncated: bool


def gap_list(grid: Grid, series: Iterable[tuple[str, str, npt.NDArray[np.intp]]]) -> GapList:
    """The gaps of several series.

    Parameters
    ----------
    grid
        Gives bins their times.
    series
        Topology node, metric, and indices of the bins without data: shape (gaps,), no unit, rising.

    Examples
    --------
    >>> gaps = gap_list(Grid(7, 5, "minutes"), [("Desk", "Arrivals", np.array([0, 2, 3, 6]))])
    >>> [(each.count, [interval.bins for interval in each.intervals]) for each in gaps.series]
    [(4, [1, 2, 1])]
    """
    listed: list[SeriesGaps] = []
    room, total = MAXIMUM_LISTED_INTERVALS, 0
    for node_id, metric, bins in series:
        if bins.size == 0:
            continue
        firsts, lengths = _runs(bins)
        total += len(firsts)
        shown = zip(firsts[:room].tolist(), lengths[:room].tolist(), strict=True)
        intervals = tuple(
            GapInterval(grid.time_of(first), grid.time_of(first + length), length) for first, length in shown
        )
        room -= len(intervals)
        listed.append(SeriesGaps(node_id, metric, bins.size, intervals))
    return GapList(tuple(listed), truncated=total > MAXIMUM_LISTED_INTERVALS)


def _runs(bins: npt.NDArray[np.intp]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """First bin and length of each maximal run of successive bins, both of shape (runs,), in bins."""
    breaks = np.flatnonzero(np.diff(bins) > 1) + 1
    starts = np.concatenate(([0], breaks))
    return bins[starts], np.diff(np.concatenate((starts, [bins.size])))
