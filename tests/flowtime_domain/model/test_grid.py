from datetime import UTC, datetime

import pytest

from flowtime_domain.model.grid import Grid, utc_text


@pytest.mark.parametrize(
    ("unit", "seconds"),
    [("seconds", 2), ("minutes", 120), ("hours", 7200), ("days", 172_800), ("weeks", 1_209_600)],
)
def test_a_bin_lasts_its_size_times_its_unit(unit, seconds):
    """A bin lasts binSize times 1, 60, 3600, 86,400 or 604,800 seconds (model §4.2)."""
    grid = Grid(3, 2, unit)
    assert (grid.bin_seconds, grid.bin_minutes) == (seconds, seconds / 60)


def test_bins_follow_each_other_from_the_start():
    """Bin t begins t bin lengths after the start, and the end is exclusive (model §4.2)."""
    grid = Grid(3, 2, "hours", datetime(2025, 1, 6, tzinfo=UTC))
    assert grid.time_of(1) == datetime(2025, 1, 6, 2, tzinfo=UTC)
    assert grid.end == datetime(2025, 1, 6, 6, tzinfo=UTC)


def test_bins_of_a_grid_without_start_have_no_times():
    """A model may have no start: then bins have no times (model §4.3)."""
    assert Grid(3, 2, "hours").end is None


def test_times_have_a_fraction_only_where_it_is_not_zero():
    """A bin time is written with up to six fraction digits, none for whole seconds (runs §1.3)."""
    moments = [datetime(2025, 3, 3, 8, 0, 0, fraction, tzinfo=UTC) for fraction in (0, 250_000, 1)]
    assert [utc_text(moment) for moment in moments] == [
        "2025-03-03T08:00:00Z",
        "2025-03-03T08:00:00.25Z",
        "2025-03-03T08:00:00.000001Z",
    ]
