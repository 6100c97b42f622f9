"""Questions about the state of a run that a run can or cannot answer."""

import numpy as np
import pytest

from examples import order_support
from examples.older_bundles import changed, older_bundle
from examples.stored_runs import older_run, stored_run, view_of
from flowtime_domain.errors import (
    BinOutOfRangeError,
    MissingNodeDataError,
    ModeValidationFailedError,
    ProvenanceMismatchError,
    TopologyMissingError,
    UnknownMetricError,
    UnknownNodeError,
    WindowTooLargeError,
)
from flowtime_domain.state.run_view import METRICS
from flowtime_domain.state.state_query import SnapshotQuery, WindowQuery
from flowtime_domain.state.state_slice import snapshot_slice, window_slice

PLENTY = 1000


@pytest.fixture(scope="module")
def run():
    return stored_run(order_support.MODEL)


def snapshot(run, *question):
    return snapshot_slice(run, view_of(run), SnapshotQuery(*question))


def window(run, *question, limit=PLENTY):
    return window_slice(run, view_of(run), WindowQuery(*question), limit)


def findings(error, ask):
    with pytest.raises(error) as caught:
        ask()
    return [(finding.code, finding.pointer, finding.message) for finding in caught.value.errors]


def test_a_snapshot_has_every_metric_and_color(run):
    """Without names a snapshot is about all nodes and metrics (state §4.1)."""
    found = snapshot(run, 1)
    assert (found.places.tolist(), found.metrics) == ([0, 1], METRICS)
    assert (found.first_bin, found.bin_count, found.names_places) == (1, 1, False)


def test_a_window_has_colors_only_if_named(run):
    """Without names a window is about all numbers; a color is an answer only to its name (state §5.2)."""
    assert window(run, 0, 3).metrics == METRICS[:-1]
    assert window(run, 0, 3, None, ("color", "queue")).metrics == ("queue", "color")


def test_other_bins_of_the_same(run):
    """A question about other bins has their numbers and is the same in all else (state §5.1)."""
    whole, part = window(run, 0, 3), window(run, 0, 3).part(range(1, 3))
    assert (part.bins, part.places.tolist(), part.metrics) == (range(1, 3), [0, 1], whole.metrics)
    for metric in part.metrics:
        expected = whole.numbers.values_of(metric)[:, 1:3]
        np.testing.assert_array_equal(part.numbers.values_of(metric), expected)


def test_answers_keep_their_order(run):
    """Whatever the order of the question, nodes and metrics stand in theirs (state §5.1)."""
    found = window(run, 0, 3, ("SupportQueue", "OrderService"), ("errorRate", "served"))
    assert (found.places.tolist(), found.metrics) == ([0, 1], ("served", "errorRate"))
    assert found.names_places


def test_unknown_nodes_are_named(run):
    """Each unknown node is a finding, with the nearest known one (state §1.4)."""
    asked = ("OrderServic", "SupportQueue", "xyz")
    expected = [
        ("unknown_node", "/nodeIds", "There is no topology node 'OrderServic'; did you mean 'OrderService'?"),
        ("unknown_node", "/nodeIds", "There is no topology node 'xyz'."),
    ]
    assert findings(UnknownNodeError, lambda: snapshot(run, 0, asked)) == expected
    assert findings(UnknownNodeError, lambda: window(run, 0, 0, asked)) == expected


def test_unknown_metrics_are_named(run):
    """Each unknown metric is a finding, with the nearest known one (state §1.4)."""
    expected = [("unknown_metric", "/metrics", "There is no metric 'queu'; did you mean 'queue'?")]
    assert findings(UnknownMetricError, lambda: window(run, 0, 0, None, ("queu", "served"))) == expected
    assert findings(UnknownMetricError, lambda: snapshot(run, 0, None, ("queu",))) == expected


@pytest.mark.parametrize("bin_index", [-1, 4, 10**18 - 1])
def test_a_bin_outside_the_run(run, bin_index):
    """A bin that the run does not have is named with those it has (state §4.1)."""
    ((code, pointer, message),) = findings(BinOutOfRangeError, lambda: snapshot(run, bin_index))
    assert (code, pointer) == ("bin_out_of_range", "/binIndex")
    assert message == f"'binIndex' is {bin_index}, but the bins of the run are 0 to 3."


@pytest.mark.parametrize(
    ("ends", "pointers"),
    [
        ((0, 4), ["/endBin"]),
        ((-1, 3), ["/startBin"]),
        ((-1, 9), ["/startBin", "/endBin"]),
        ((9, 0), ["/startBin"]),
        ((2, 1), ["/endBin"]),
    ],
)
def test_a_window_outside_the_run(run, ends, pointers):
    """Each end outside the run, or an end before the start, is named (state §5.1)."""
    found = findings(BinOutOfRangeError, lambda: window(run, *ends))
    assert [pointer for _, pointer, _ in found] == pointers


def test_the_order_of_checks(run):
    """Of several reasons the first is told: nodes, metrics, bins, size (state §1.4)."""
    with pytest.raises(UnknownNodeError):
        window(run, 9, 9, ("x",), ("y",), limit=0)
    with pytest.raises(UnknownMetricError):
        window(run, 9, 9, None, ("y",), limit=0)
    with pytest.raises(BinOutOfRangeError):
        window(run, 9, 9, limit=0)


def test_a_run_without_places():
    """A model without topology nodes has no state, whatever is asked (state §1.4)."""
    run = stored_run({"grid": order_support.MODEL["grid"], "nodes": [{"id": "a", "values": 1}]})
    with pytest.raises(TopologyMissingError):
        snapshot(run, 99, ("x",))
    with pytest.raises(TopologyMissingError):
        window(run, 99, 0, ("x",), ("y",))


def test_points_of_the_worked_example(run):
    """The whole example has 18 series and 72 points; only defined series count (state §5.4, §6.4)."""
    assert window(run, 0, 3).points == 72
    assert window(run, 1, 2, ("SupportQueue",)).points == 20
    assert window(run, 0, 3, None, ("utilization", "color")).points == 12
    assert window(run, 0, 3, None, ("overflow",)).points == 0


def test_windows_up_to_the_limit(run):
    """A window of as many points as the limit is answered, one more is refused unread (state §5.4)."""
    assert window(run, 0, 3, limit=72).points == 72
    unreadable = stored_run(order_support.MODEL)
    view = view_of(unreadable)
    unreadable.matrix = np.empty((0, 0))
    with pytest.raises(WindowTooLargeError) as caught:
        window_slice(unreadable, view, WindowQuery(0, 3), 71)
    (finding,) = caught.value.errors
    assert (finding.requested, finding.limit) == (72, 71)


def test_an_older_run_is_checked_first_and_last():
    """Documents are compared before names are looked up, numbers after the size (state §1.4, §9.1)."""
    unusable = older_bundle({"order_arrivals": (None,) * 4})
    run = older_run(unusable)
    with pytest.raises(UnknownNodeError):
        snapshot(run, 0, ("none",))
    with pytest.raises(WindowTooLargeError):
        window(run, 0, 3, limit=1)
    with pytest.raises(ModeValidationFailedError):
        snapshot(run, 0)
    with pytest.raises(ModeValidationFailedError):
        window(run, 0, 3)
    mismatch = changed(unusable, "run.json", lambda members: members.update(modelHash="sha256:00"))
    with pytest.raises(ProvenanceMismatchError):
        snapshot(older_run(mismatch), 99, ("none",))
    with pytest.raises(MissingNodeDataError):
        window(older_run(older_bundle({})), 0, 3)
