"""Where the grid of an import begins and ends."""

from datetime import UTC, datetime

import pytest

from flowtime_domain.errors import ImportFailedError
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.telemetry.import_grid import ImportGrid, instant_of, moment_at
from flowtime_domain.telemetry.import_request import GridOptions


def grid_of(size=5, unit="minutes", start=None, bins=None, align="bin", limits=None):
    return ImportGrid(GridOptions(size, unit, start, bins, align), limits or ModelLimits(), "visits.csv")


def at(text):
    return instant_of(datetime.fromisoformat(text).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("size", "unit", "align", "start"),
    [
        (7, "minutes", "bin", "1969-12-31T23:53:00"),
        (1, "weeks", "bin", "1969-12-29T00:00:00"),
        (2, "weeks", "bin", "1969-12-22T00:00:00"),
        (1, "minutes", "hour", "1969-12-31T23:00:00"),
        (1, "minutes", "day", "1969-12-31T00:00:00"),
        (1, "minutes", "week", "1969-12-29T00:00:00"),
        (1, "minutes", "data", "1969-12-31T23:59:59.999999"),
    ],
)
def test_starts_before_the_epoch(size, unit, align, start):
    """Edges are counted back beyond 1970, weeks from Monday 1970-01-05 (telemetry §6.6)."""
    earliest = at("1969-12-31T23:59:59.999999")
    assert moment_at(grid_of(size, unit, align=align).start_of(earliest)).isoformat() == f"{start}+00:00"


def test_a_given_start_wins():
    """A start that the caller gives is taken as it is (telemetry §6.6)."""
    grid = grid_of(start=datetime(2025, 1, 1, tzinfo=UTC), align="week")
    assert (grid.start_of(0), grid.alignment) == (at("2025-01-01"), "start")
    assert grid_of(align="week").alignment == "week"


def test_bins_reach_to_the_last_row():
    """The grid ends with the bin of the latest row, unless the caller says how many bins (telemetry §6.7)."""
    start = at("2025-01-01")
    assert [grid_of().grid(start, start + minutes * 60_000_000).bins for minutes in (0, 4, 5, 14)] == [
        1,
        1,
        2,
        3,
    ]
    assert grid_of(bins=7).grid(start, start).bins == 7
    assert grid_of().grid(start, start - 10**9).bins == 1


def test_limits():
    """More bins than allowed are told with limit and setting, before anything is read (telemetry §6.7)."""
    grid_of(bins=100_000).check_asked_bins()
    with pytest.raises(ImportFailedError) as caught:
        grid_of(bins=100_001).check_asked_bins()
    (error,) = caught.value.errors
    assert (error.code, error.limit, error.requested, error.setting) == (
        "grid_too_large",
        100_000,
        100_001,
        "FLOWTIME_MAX_BINS",
    )
    with pytest.raises(ImportFailedError):
        grid_of(limits=ModelLimits(max_bins=2)).grid(0, 10 * 60_000_000)
    assert grid_of().too_many_cells().errors[0].setting == "FLOWTIME_MAX_CELLS"
