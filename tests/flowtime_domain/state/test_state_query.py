"""Questions about the state of a run."""

import pytest

from flowtime_domain.errors import QueryInvalidError
from flowtime_domain.state.state_query import (
    SnapshotQuery,
    WindowQuery,
    read_snapshot_query,
    read_window_query,
)

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
