"""A run in one bin."""

import numpy as np
import pytest

from examples import order_support
from examples.answers import example
from examples.opened_runs import WITHOUT_START, opened_run
from flowtime_domain.state.run_view import METRICS


@pytest.fixture(scope="module")
def run():
    return opened_run()


def test_the_snapshot_of_the_worked_example(run):
    """The numbers of bin 1 come out, and null as NaN (state §6.3)."""
    snapshot = run.snapshot(1)
    assert (snapshot.bin_index, snapshot.nodes) == (1, ("OrderService", "SupportQueue"))
    assert snapshot.timestamp == np.datetime64("2025-01-01T00:05")
    assert tuple(snapshot.values) == METRICS
    np.testing.assert_array_equal(snapshot.values["queue"], [np.nan, 10])
    np.testing.assert_array_equal(snapshot.values["utilization"], [0.8571428571428571, np.nan])
    assert snapshot.values["color"].tolist() == ["yellow", "red"]
    assert not snapshot.values["queue"].flags.writeable


def test_the_arrays_say_what_the_body_says(run):
    """The body is the worked example of HTTP, and the arrays hold its numbers (state §1.2)."""
    snapshot = run.snapshot(1)
    assert snapshot.body == {**example("snapshot"), "metadata": run.metadata}
    for index, node in enumerate(snapshot.body["nodes"]):
        told = {**node["metrics"], **node["derived"]}
        for metric, values in snapshot.values.items():
            assert told[metric] == (None if values[index] != values[index] else values[index])


def test_some_nodes_and_no_times():
    """Only the nodes that are named are there; without grid start the bin has no time (state §4.1)."""
    snapshot = opened_run(WITHOUT_START).snapshot(0, nodes=["SupportQueue"])
    assert (snapshot.timestamp, snapshot.nodes) == (None, ("SupportQueue",))
    assert snapshot.values["queue"].tolist() == [2]


def test_a_notebook_shows_one_line(run):
    """A snapshot shows what it is of, not its numbers (state §4.1)."""
    assert repr(run.snapshot(1)) == f"Snapshot(run_id='{order_support.RUN_ID}', bin_index=1, nodes=2)"
