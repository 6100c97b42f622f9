"""When bins begin."""

from datetime import UTC, datetime

import numpy as np
import pytest

from flowtime_domain.model.grid import Grid
from flowtime_domain.runs.artifact_documents import GridDocument
from flowtime_entrypoints.library.bin_times import bin_starts


@pytest.mark.parametrize(
    ("grid", "expected"),
    [
        (Grid(4, 30, "seconds", datetime(2025, 1, 1, tzinfo=UTC)), "2025-01-01T00:00:30"),
        (Grid(4, 2, "weeks", datetime(2025, 1, 1, tzinfo=UTC)), "2025-01-15"),
        (Grid(4, 1, "hours", datetime(1, 1, 1, 0, 0, 0, 250_000, tzinfo=UTC)), "0001-01-01T01:00:00.25"),
        (Grid(4, 800, "days", datetime(9990, 1, 1, tzinfo=UTC)), "9992-03-11"),
    ],
)
def test_bins_begin_where_the_grid_says(grid, expected):
    """The beginnings of a grid of any length and start are exact to the microsecond (runs §1.3)."""
    starts = bin_starts(GridDocument.of(grid), 1, 2)
    assert starts is not None
    assert starts.dtype == np.dtype("M8[us]")
    assert starts[0] == np.datetime64(expected)
    assert starts[1] - starts[0] == np.timedelta64(grid.bin_seconds, "s")
    assert not starts.flags.writeable


def test_a_grid_without_start_has_no_times():
    """Without grid start bins have no times (model §4)."""
    assert bin_starts(GridDocument.of(Grid(4, 5, "minutes")), 0, 4) is None
