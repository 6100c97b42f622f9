"""Local times where clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.time_zones import Berlin
from flowtime_domain.telemetry.local_times import LocalTimes

EPOCH = datetime(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)


def placed(*texts, ambiguous="error", zone=None):
    """Instants as texts, or codes."""
    local = np.array([(datetime.fromisoformat(text) - EPOCH) // MICROSECOND for text in texts])
    instants, faults = LocalTimes(zone or Berlin(), ambiguous).instants(local)
    return [
        faults.get(row) or (EPOCH + instant * MICROSECOND).isoformat()
        for row, instant in enumerate(instants.tolist())
    ]


def test_offsets_of_summer_and_winter():
    """A local time is put where its zone says (telemetry §6.4)."""
    assert placed("2025-01-15T12:00:00", "2025-07-15T12:00:00") == [
        "2025-01-15T11:00:00",
        "2025-07-15T10:00:00",
    ]


def test_times_that_do_not_occur():
    """A time in the hour that clocks skip is nonexistent, its edges are not (telemetry §6.4)."""
    assert placed(
        "2025-03-30T01:59:59", "2025-03-30T02:00:00", "2025-03-30T02:59:59", "2025-03-30T03:00:00"
    ) == [
        "2025-03-30T00:59:59",
        "timestamp_nonexistent",
        "timestamp_nonexistent",
        "2025-03-30T01:00:00",
    ]


@pytest.mark.parametrize(
    ("ambiguous", "found"),
    [
        ("error", "timestamp_ambiguous"),
        ("earlier", "2025-10-26T00:30:00"),
        ("later", "2025-10-26T01:30:00"),
    ],
)
def test_times_that_occur_twice(ambiguous, found):
    """A time in the hour that comes twice is ambiguous unless one of both is chosen (telemetry §6.4)."""
    texts = ("2025-10-26T01:59:59", "2025-10-26T02:30:00", "2025-10-26T03:00:00")
    edges = ("2025-10-25T23:59:59", "2025-10-26T02:00:00")
    assert placed(*texts, ambiguous=ambiguous) == [edges[0], found, edges[1]]


def test_changes_of_half_an_hour():
    """Clocks need not change by whole hours (telemetry §6.4)."""
    texts = ("2025-04-06T01:29:59", "2025-04-06T01:30:00", "2025-04-06T02:00:00")
    assert placed(*texts, zone=ZoneInfo("Australia/Lord_Howe")) == [
        "2025-04-05T14:29:59",
        "timestamp_ambiguous",
        "2025-04-05T15:30:00",
    ]


@given(
    st.lists(st.datetimes(datetime(1950, 1, 1), datetime(2035, 1, 1)), min_size=1, max_size=20),
    st.sampled_from(
        ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Africa/Casablanca"]
    ),
)
def test_instants_lead_back(moments, name):
    """Whatever instant is found shows its local time in the zone (telemetry §6.4)."""
    zone = ZoneInfo(name)
    local = np.array([(moment - EPOCH) // MICROSECOND for moment in moments])
    instants, faults = LocalTimes(zone).instants(local)
    for row, moment in enumerate(moments):
        back = (EPOCH.replace(tzinfo=UTC) + int(instants[row]) * MICROSECOND).astimezone(zone)
        if row not in faults:
            assert back.replace(tzinfo=None, fold=0) == moment
