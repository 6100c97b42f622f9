"""From texts to instants."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.time_zones import Berlin
from flowtime_domain.telemetry.local_times import LocalTimes
from flowtime_domain.telemetry.timestamps import TimestampReader, moment_of, sort_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def instants(cells, sort="iso", *, guessed=False, zone=UTC):
    """Moments in ISO 8601 without their offset, or codes."""
    parsed = TimestampReader(sort, guessed, LocalTimes(zone)).parsed(cells)
    return [
        parsed.faults.get(row) or (EPOCH + instant * MICROSECOND).isoformat().removesuffix("+00:00")
        for row, instant in enumerate(parsed.instants.tolist())
    ]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-03-03", "2025-03-03T00:00:00"),
        ("2025-03-03T08:02", "2025-03-03T08:02:00"),
        ("2025-03-03 08:02:00", "2025-03-03T08:02:00"),
        ("2025-03-03T08:02:00.5", "2025-03-03T08:02:00.500000"),
        ("2025-03-03T08:02:00.123456Z", "2025-03-03T08:02:00.123456"),
        ("2025-03-03T08:02:00+01:00", "2025-03-03T07:02:00"),
        ("2025-03-03 08:02:00-0530", "2025-03-03T13:32:00"),
        ("2024-02-29", "2024-02-29T00:00:00"),
        ("0001-01-01", "0001-01-01T00:00:00"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999"),
    ],
)
def test_iso_8601(text, instant):
    """A date, or date and time with seconds, fraction and offset as one likes, is read (telemetry §6.3)."""
    assert instants([text]) == instants([text, "?"])[:1] == [instant]


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2025-02-29", "2025-13-01", "2025-3-3", "20250303", "03.03.2025", "0000-01-01"),
        *(
            "2025-03-03T24:00",
            "2025-03-03T08",
            "2025-03-03T08:60",
            "2025-03-03T08:02:60",
            "2025-03-03  08:02",
        ),
        *("2025-03-03T08:02:00.1234567", "2025-03-03T08:02.5", "2025-03-03T08:02+24:00", "2025-03-03Z"),
        *(
            "2025-03-03T08:02+00:60",
            "2025-03-03T08:02+01",
            "2025-03-03t08:02",
            "2025-03-03T08:02z",
            "٢٠٢٥-03-03",
        ),
        *("0001-01-01T00:00+01:00", "9999-12-31T23:30-01:00", "NaT", "now", "2025-03"),
    ],
)
def test_texts_that_are_no_times(text):
    """Anything else is unparsable, first or later, alone or not (telemetry §6.3)."""
    assert instants([text]) == instants(["2025-03-03", text])[1:] == ["timestamp_unparsable"]
    assert instants([text, text]) == ["timestamp_unparsable"] * 2


@pytest.mark.parametrize(
    ("sort", "text", "instant"),
    [
        ("epoch_s", "0", "1970-01-01T00:00:00"),
        ("epoch_s", "1714000000", "2024-04-24T23:06:40"),
        ("epoch_s", "1714000000.25", "2024-04-24T23:06:40.250000"),
        ("epoch_s", "1714000000.9999999", "2024-04-24T23:06:40.999999"),
        ("epoch_s", "-0.5", "1969-12-31T23:59:59.500000"),
        ("epoch_s", "1.714e9", "2024-04-24T23:06:40"),
        ("epoch_s", "-62135596800", "0001-01-01T00:00:00"),
        ("epoch_s", "253402300799", "9999-12-31T23:59:59"),
        ("epoch_ms", "1714000000123", "2024-04-24T23:06:40.123000"),
        ("epoch_ms", "1714000000123.456", "2024-04-24T23:06:40.123456"),
        ("epoch_ms", "5", "1970-01-01T00:00:00.005000"),
    ],
)
def test_epochs(sort, text, instant):
    """Seconds and milliseconds are read to the microsecond that they lie in (telemetry §6.3)."""
    assert instants([text], sort) == instants([text, "?"], sort)[:1] == [instant]


@pytest.mark.parametrize(
    "text", ["253402300800", "-62135596801", "1e30", "9" * 70, "1e9999", "nan", "5 s", "1_0"]
)
def test_numbers_that_are_no_times(text):
    """A number beyond the years 1 to 9999, or none at all, is unparsable (telemetry §6.3)."""
    assert instants([text], "epoch_s") == instants(["1", text], "epoch_s")[1:] == ["timestamp_unparsable"]


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (["1714000000", "99999999999", "100000000000"], ["", "", "mixed"]),
        (["1714000000000", "-100000000000", "99999999999"], ["", "", "mixed"]),
        (["1714000000", "2024-04-24", "never"], ["", "mixed", "unparsable"]),
        (["2024-04-24", "1714000000", "never"], ["", "mixed", "unparsable"]),
        (["never", "2024-04-24", "5.5"], ["unparsable", "", "mixed"]),
    ],
)
def test_the_first_row_tells_the_sort(cells, codes):
    """A later row of another sort than the first mixes units (telemetry §6.3)."""
    found = instants(cells, sort_of(cells[0]), guessed=True)
    assert [
        text.removeprefix("timestamp_").removeprefix("units_") if "_" in text else "" for text in found
    ] == codes


def test_a_sort_that_is_told():
    """Where the caller tells the sort nothing is guessed (telemetry §6.1)."""
    assert instants(["5", "100000000000"], "epoch_s") == ["1970-01-01T00:00:05", "5138-11-16T09:46:40"]
    assert instants(["2024-04-24", "5"]) == ["2024-04-24T00:00:00", "timestamp_unparsable"]


def test_times_without_offset_belong_to_the_zone():
    """Only a time without offset is local (telemetry §6.4)."""
    cells = ["2025-07-15 12:00", "2025-07-15 12:00Z", "2025-03-30 02:30", "2025-10-26 02:30"]
    assert instants(cells, zone=Berlin()) == [
        "2025-07-15T10:00:00",
        "2025-07-15T12:00:00",
        "timestamp_nonexistent",
        "timestamp_ambiguous",
    ]
    assert instants(cells[:1] * 3, zone=Berlin()) == ["2025-07-15T10:00:00"] * 3
    assert instants(["0001-01-01"], zone=Berlin()) == ["timestamp_unparsable"]


def test_offsets_differ_from_row_to_row():
    """Each row has its own offset (telemetry §6.3)."""
    cells = ["2025-03-03T08:00:00+01:00", "2025-03-03T08:00:00+02:30", "2025-03-03T08:00:00-01:00"]
    assert instants(cells) == ["2025-03-03T07:00:00", "2025-03-03T05:30:00", "2025-03-03T09:00:00"]
    assert instants(cells[:2]) == instants(cells)[:2]
    assert instants([cells[0], "2025-03-03T08:00:00+09:99"])[1] == "timestamp_unparsable"


def test_layouts_differ_from_row_to_row():
    """Cells of several layouts are read alike, and what is wrong keeps its row (telemetry §6.3)."""
    cells = ["2025-03-03T08:00:00.5", "2025-03-03", "2025-02-30", "2025-03-03T08:00:00Z", "2025-03-30 02:30"]
    assert instants(cells, zone=Berlin()) == [
        "2025-03-03T07:00:00.500000",
        "2025-03-02T23:00:00",
        "timestamp_unparsable",
        "2025-03-03T08:00:00",
        "timestamp_nonexistent",
    ]


def test_no_cells():
    """Nothing is read from nothing (telemetry §6.3)."""
    assert instants([]) == []


ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(
    st.lists(
        st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=ZONES), min_size=1, max_size=20
    ),
    st.sampled_from(["minutes", "seconds", "milliseconds", "microseconds"]),
)
def test_columns_are_read_like_cells(moments, precision):
    """A column laid out alike is read as Python reads each cell (telemetry §6.3)."""
    cells = [moment.isoformat(timespec=precision) for moment in moments]
    expected = [
        datetime.fromisoformat(cell).astimezone(UTC).replace(tzinfo=None).isoformat() for cell in cells
    ]
    assert instants(cells) == expected
    assert instants([*cells, "?"])[:-1] == expected


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-03-03T08:02+01:00", datetime(2025, 3, 3, 7, 2, tzinfo=UTC)),
        ("2025-03-03", datetime(2025, 3, 3, tzinfo=UTC)),
        ("0001-01-01T00:00+01:00", None),
        ("monday", None),
    ],
)
def test_single_moments(text, moment):
    """A start is read as rows are, in UTC where it has no offset (telemetry §6.6)."""
    assert moment_of(text) == moment
