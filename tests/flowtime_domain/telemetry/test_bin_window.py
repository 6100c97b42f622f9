"""Numbers per series and bin that grow as rows come."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.telemetry.bin_window import BinWindow


def window(most_bins=1000, most_cells=10_000, first=None):
    return BinWindow({"count": np.int64(0), "value": np.float64(np.nan)}, most_bins, most_cells, first)


def touch(found, series, bins):
    """Count a row in each cell; how many rows were inside."""
    series, bins = np.array(series, dtype=np.int64), np.array(bins, dtype=np.int64)
    cells, inside = found.cells(series, bins)
    assert cells.size == series[inside].size
    np.add.at(found.flat("count"), cells, 1)
    return cells.size


def test_it_begins_with_the_lowest_bin():
    """Where the start is open, the lowest bin that comes is the first (telemetry §6.6)."""
    found = window(most_bins=3)
    assert touch(found, [0, 0], [10, 14]) == 1
    assert touch(found, [0, 0], [9, 12]) == 1
    assert found.taken("count", 0, 8, 5).tolist() == [0, 1, 1, 0, 0]
    assert touch(found, [0], [-500]) == 1
    assert found.taken("count", 0, -500, 3).tolist() == [1, 0, 0]


def test_a_fixed_start():
    """Where the start is given, rows before it are outside (telemetry §6.7)."""
    found = window(most_bins=3, first=0)
    assert touch(found, [0] * 5, [-1, 0, 2, 3, 99]) == 2
    assert touch(found, [0], [-7]) == 0
    assert found.taken("count", 0, 0, 3).tolist() == [1, 0, 1]


def test_untouched_cells_keep_their_fill():
    """What no row has touched is as it was at first, beyond the arrays too (telemetry §6.8)."""
    found = window()
    touch(found, [2], [5])
    assert np.isnan(found.taken("value", 2, 4, 3)).all()
    assert found.taken("count", 7, 4, 3).tolist() == [0, 0, 0]
    assert found.taken("count", 2, 10_000, 2).tolist() == [0, 0]


def test_it_can_be_full():
    """More cells than allowed are never taken (telemetry §6.10)."""
    found = window(most_cells=20)
    assert touch(found, [0, 0], [0, 19]) == 2
    assert not found.is_full
    assert touch(found, [1], [0]) == 0
    assert found.is_full
    assert found.taken("count", 0, 0, 20).sum() == 2


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 90), st.integers(-3000, 3000)), min_size=1, max_size=5), max_size=12
    )
)
def test_growing_loses_nothing(batches):
    """Whatever comes in whatever order, each cell holds the rows that fell into it (telemetry §6.10)."""
    found = window(most_bins=10_000, most_cells=10**6)
    counts = {}
    for batch in batches:
        touch(found, *zip(*batch, strict=True))
        for cell in batch:
            counts[cell] = counts.get(cell, 0) + 1
    for (series, t), count in counts.items():
        assert found.taken("count", series, t, 1).tolist() == [count]
    assert sum(found.taken("count", series, -3000, 6001).sum() for series in range(91)) == sum(
        counts.values()
    )
