"""Times of bins for people."""

from datetime import datetime

import pytest

from flowtime_domain.model.grid import Grid
from flowtime_domain.runs.artifact_documents import GridDocument
from flowtime_entrypoints.cli.bin_times import BinTimes


def times(bins: int, bin_size: int, bin_unit: str, start: str | None) -> BinTimes:
    moment = None if start is None else datetime.fromisoformat(start)
    return BinTimes(GridDocument.of(Grid(bins, bin_size, bin_unit, moment)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bins", "size", "unit", "start", "text"),
    [
        (10, 5, "minutes", None, "bin 3"),
        (10, 5, "minutes", "2025-03-03T08:00:00Z", "08:15"),
        (10, 30, "seconds", "2025-03-03T08:00:00Z", "08:01:30"),
        (10, 5, "minutes", "2025-03-03T08:00:07Z", "08:15:07"),
        (100, 1, "hours", "2025-03-03T08:00:00Z", "03-03 11:00"),
        (10, 1, "days", "2025-03-03T00:00:00Z", "2025-03-06"),
        (10, 1, "days", "2025-12-30T06:00:00Z", "2026-01-02 06:00"),
    ],
)
def test_times_are_as_short_as_the_grid_allows(
    bins: int, size: int, unit: str, start: str | None, text: str
) -> None:
    """The time of a bin shows what differs between the bins of its grid (operations §4.5)."""
    assert times(bins, size, unit, start).text(3) == text


def test_lengths_in_words() -> None:
    """A bin of one unit is told in the singular (operations §4.5)."""
    assert times(1, 1, "hours", None).length == "1 hour"
    assert times(1, 15, "minutes", None).length == "15 minutes"
