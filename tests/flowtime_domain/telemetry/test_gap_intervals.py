"""Listing gaps by time."""

from datetime import UTC, datetime

import numpy as np

from flowtime_domain.model.grid import Grid
from flowtime_domain.telemetry.gap_intervals import gap_list

START = datetime(2025, 3, 3, 8, tzinfo=UTC)


def test_intervals_are_maximal_and_end_exclusive():
    """Successive gap bins make one interval, whose end is the start of the bin after it (telemetry §6.11)."""
    grid = Grid(7, 1, "hours", START)
    bins = np.array([0, 2, 3, 6])
    listed = gap_list(grid, [("Desk", "Served", np.array([], dtype=int)), ("Desk", "Arrivals", bins)])
    (gaps,) = listed.series
    assert (gaps.metric, gaps.count, listed.truncated) == ("Arrivals", 4, False)
    expected = [(0, 1), (2, 4), (6, 7)]
    assert [(each.start, each.end) for each in gaps.intervals] == [
        (grid.time_of(first), grid.time_of(end)) for first, end in expected
    ]


def test_a_grid_without_start_has_no_times():
    """Without a start the number of bins is all that an interval tells (telemetry §6.11)."""
    listed = gap_list(Grid(2, 1, "hours"), [("Desk", "Arrivals", np.array([0, 1]))])
    (interval,) = listed.series[0].intervals
    assert (interval.start, interval.end, interval.bins) == (None, None, 2)


def test_at_most_a_thousand_intervals_are_listed():
    """The first 1000 intervals of all series are listed, and every gap is counted (telemetry §6.11)."""
    bins = np.arange(0, 1600, 2)
    listed = gap_list(Grid(2000, 1, "hours"), [("A", "Arrivals", bins), ("B", "Arrivals", bins)])
    assert [(each.count, len(each.intervals)) for each in listed.series] == [(800, 800), (800, 200)]
    assert listed.truncated
