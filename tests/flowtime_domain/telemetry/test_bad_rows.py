"""What is told of bad rows."""

import pytest

from flowtime_domain.errors import Place
from flowtime_domain.telemetry.bad_rows import MAXIMUM_LISTED_ROWS, BadCell, BadRows


@pytest.mark.parametrize(
    ("code", "cell", "message"),
    [
        ("row_invalid", " ", "Line 7, column 'c': the cell is empty."),
        ("value_unparsable", "many", "Line 7, column 'c': 'many' is no number."),
        (
            "metric_unknown",
            "arrival",
            "Line 7, column 'c': There is no metric 'arrival'; did you mean 'Arrivals'?",
        ),
        (
            "timestamp_ambiguous",
            "02:30",
            "Line 7, column 'c': '02:30' occurs twice in the time zone; choose with 'ambiguous'.",
        ),
    ],
)
def test_a_bad_cell_is_told_with_its_place(code, cell, message):
    """Line, name of the column and cell are told (telemetry §6.5)."""
    bad = BadRows("visits.csv")
    bad.describe_cell(Place(7, 3), BadCell(code, "c", cell))
    (error,) = bad.errors
    assert (error.code, error.message, error.place, error.file) == (code, message, Place(7, 3), "visits.csv")


def test_only_the_first_are_told():
    """Twenty bad rows are told, all are counted (telemetry §6.5)."""
    bad = BadRows("visits.csv")
    for line in range(30):
        bad.total += 1
        bad.describe_row(Place(line + 2, 1), "1 cell instead of 2")
    assert len(bad.errors) == MAXIMUM_LISTED_ROWS == 20
    assert not bad.has_room
    assert bad.failure().total == 30
    assert bad.failure().detail == (
        "The import of 'visits.csv' has 30 errors; first: Line 2: 1 cell instead of 2."
    )


def test_one_bad_row():
    """A single bad row is told in one sentence (telemetry §6.5)."""
    bad = BadRows("visits.csv")
    bad.total = 1
    bad.describe_row(Place(2, 1), "1 cell instead of 2")
    assert bad.failure().detail == ("The import of 'visits.csv' has 1 error: Line 2: 1 cell instead of 2.")
