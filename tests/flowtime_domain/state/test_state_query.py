"""Questions about the state of runs."""

import pytest

from flowtime_domain.errors import QueryInvalidError, RunIdInvalidError
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.state_query import (
    SnapshotQuery,
    WindowQuery,
    read_comparison_query,
    read_snapshot_query,
    read_window_query,
)
from flowtime_domain.state.tolerance import Tolerance

WINDOW = [("startBin", "0"), ("endBin", "3")]


def findings(read, given):
    with pytest.raises(QueryInvalidError) as caught:
        read(given)
    return [(error.code, error.pointer) for error in caught.value.errors]


def test_a_snapshot():
    """A snapshot is asked for by its bin and some nodes (state §4.1)."""
    assert read_snapshot_query([("binIndex", "12")]) == SnapshotQuery(12)
    assert read_snapshot_query([("nodeIds", "b,a"), ("binIndex", "0")]) == SnapshotQuery(0, ("b", "a"))


def test_a_window():
    """A window is asked for by its ends, some nodes and some metrics (state §5.1)."""
    assert read_window_query(WINDOW) == WindowQuery(0, 3)
    filtered = [*WINDOW, ("metrics", "queue,served,queue"), ("nodeIds", "a")]
    assert read_window_query(filtered) == WindowQuery(0, 3, ("a",), ("queue", "served"))


@pytest.mark.parametrize(
    ("text", "bin_index"), [("0", 0), ("007", 7), ("+3", 3), ("-1", -1), ("-0", 0), ("9" * 5000, 10**18 - 1)]
)
def test_integers(text, bin_index):
    """Every integer is one, however long; whether the run has the bin is asked later (state §1.4)."""
    assert read_snapshot_query([("binIndex", text)]).bin_index == bin_index


@pytest.mark.parametrize("text", ["", " 1", "1 ", "1.0", "1e3", "0x1", "1_0", "\u0663", "one", "--1", "1\n"])
def test_what_is_no_integer(text):
    """A bin that is no integer is an error of the query (state §4.1)."""
    assert findings(read_snapshot_query, [("binIndex", text)]) == [("invalid_type", "/binIndex")]


@pytest.mark.parametrize("text", ["", ",", "a,", ",a", "a,,b"])
@pytest.mark.parametrize("name", ["nodeIds", "metrics"])
def test_empty_names(name, text):
    """An empty list, or an empty name in one, is an error of the query (state §5.1)."""
    assert findings(read_window_query, [*WINDOW, (name, text)]) == [("invalid_type", f"/{name}")]


def test_all_mistakes_come_together():
    """Missing, wrong, repeated and unknown parameters are reported together (state §1.4, api §1.3)."""
    given = [("endBin", "x"), ("metrics", ""), ("nodeIds", "a"), ("nodeIds", "b"), ("binIndex", "1")]
    assert findings(read_window_query, given) == [
        ("unknown_member", "/binIndex"),
        ("invalid_type", "/endBin"),
        ("invalid_type", "/metrics"),
        ("repeated_member", "/nodeIds"),
        ("required_member", "/startBin"),
    ]


def test_the_nearest_parameter_is_named():
    """An unknown parameter comes with the nearest known one, or with all (api §1.3)."""
    with pytest.raises(QueryInvalidError, match="did you mean 'binIndex'"):
        read_snapshot_query([("binIndex", "1"), ("binindex", "1")])
    with pytest.raises(QueryInvalidError, match="known here: binIndex, nodeIds"):
        read_snapshot_query([("binIndex", "1"), ("at", "1")])


def test_a_snapshot_has_all_metrics():
    """A snapshot takes no list of metrics (state §4.1)."""
    given = [("binIndex", "1"), ("metrics", "queue")]
    assert findings(read_snapshot_query, given) == [("unknown_member", "/metrics")]


def test_a_comparison():
    """Two run ids, and numbers that set what may differ everywhere; 0 without them (state §8.1, §8.3)."""
    query = read_comparison_query([("right", "b"), ("left", "a")])
    assert (query.left, query.right, query.tolerance) == (RunId("a"), RunId("b"), Tolerance())
    given = [("left", "a"), ("right", "a"), ("absolute", "1.5e1"), ("relative", "+.25")]
    allowed = read_comparison_query(given).tolerance.of("Desk", "queue")
    assert (allowed.absolute, allowed.relative) == (15, 0.25)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "invalid_type"),
        ("one", "invalid_type"),
        ("0x1", "invalid_type"),
        ("1_0", "invalid_type"),
        ("nan", "invalid_type"),
        ("inf", "invalid_type"),
        (" 1", "invalid_type"),
        ("1\n", "invalid_type"),
        ("-1", "out_of_range"),
        ("1e999", "out_of_range"),
        ("9" * 400, "out_of_range"),
    ],
)
@pytest.mark.parametrize("name", ["absolute", "relative"])
def test_what_is_no_tolerance(name, text, code):
    """What a tolerance is not: no number, below 0, beyond all numbers (state §8.3)."""
    given = [("left", "a"), ("right", "b"), (name, text)]
    assert findings(read_comparison_query, given) == [(code, f"/{name}")]


def test_mistakes_of_a_comparison_come_together():
    """All mistakes are told at once, but for an id that is none, which goes first (state §1.4)."""
    given = [("absolute", "x"), ("relative", "-1"), ("left", "a"), ("left", "b"), ("tolerance", "1")]
    assert findings(read_comparison_query, given) == [
        ("invalid_type", "/absolute"),
        ("repeated_member", "/left"),
        ("out_of_range", "/relative"),
        ("required_member", "/right"),
        ("unknown_member", "/tolerance"),
    ]
    with pytest.raises(RunIdInvalidError):
        read_comparison_query([("right", ".."), ("absolute", "x")])
