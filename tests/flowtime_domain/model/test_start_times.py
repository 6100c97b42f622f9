from datetime import UTC, datetime

import pytest

from flowtime_domain.model.start_times import start_instant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-01-06", datetime(2025, 1, 6, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC)),
        ("2025-01-06T08:30", datetime(2025, 1, 6, 8, 30, tzinfo=UTC)),
        ("2025-01-06 08:30Z", datetime(2025, 1, 6, 8, 30, tzinfo=UTC)),
        ("2025-01-06T08:30:15", datetime(2025, 1, 6, 8, 30, 15, tzinfo=UTC)),
        ("2025-01-06T08:30:15+00:00", datetime(2025, 1, 6, 8, 30, 15, tzinfo=UTC)),
        ("2025-01-06T08:30:15.5Z", datetime(2025, 1, 6, 8, 30, 15, 500_000, tzinfo=UTC)),
        ("2025-01-06 08:30:15.000001", datetime(2025, 1, 6, 8, 30, 15, 1, tzinfo=UTC)),
    ],
)
def test_every_form_of_a_start_is_read(text, instant):
    """A start is a date, or a date and a time with optional seconds and fraction (model §4.3, ruling 26)."""
    assert start_instant(text) == instant


@pytest.mark.parametrize("offset", ["+01:00", "-05:30", "-00:00", "+14", "+0100"])
def test_other_offsets_are_not_utc(offset):
    """An offset other than Z and +00:00 is not UTC (model §4.3)."""
    assert start_instant(f"2025-01-06T08:30:00{offset}") == "start_not_utc"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025",
        "2025-1-6",
        "20250106",
        "2025-W02-1",
        "2025-02-29",
        "2025-13-01",
        "0000-01-01",
        "2025-01-06Z",
        "2025-01-06T",
        "2025-01-06T8:30",
        "2025-01-06T24:00",
        "2025-01-06T08:60",
        "2025-01-06T08:30:60",
        "2025-01-06T08:30:15.",
        "2025-01-06T08:30:15.1234567",
        "2025-01-06T08:30:15,5",
        "2025-01-06T08:30.5",
        "2025-01-06t08:30z",
        "2025-01-06  08:30",
        "2025-01-06T08:30Z ",
        "٢٠٢٥-01-06",
    ],
)
def test_nothing_else_is_a_start(text):
    """Other forms of ISO 8601, impossible dates and other texts are no starts (model §4.3, ruling 26)."""
    assert start_instant(text) == "start_invalid"
