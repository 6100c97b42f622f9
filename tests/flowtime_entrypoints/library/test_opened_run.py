"""Runs to read from."""

import numpy as np
import pytest

from examples import order_support
from examples.opened_runs import WITHOUT_START, WITHOUT_TOPOLOGY, opened_run
from flowtime_domain.errors import (
    BinOutOfRangeError,
    QueryInvalidError,
    TopologyMissingError,
    UnknownMetricError,
    UnknownNodeError,
)


@pytest.fixture(scope="module")
def run():
    return opened_run()


def test_what_a_run_says_of_itself(run):
    """Id, directory, grid, warnings and metadata are those of the detail (api §8.1)."""
    assert (run.run_id, str(run.path)) == (order_support.RUN_ID, f"/data/runs/{order_support.RUN_ID}")
    assert run.body["seriesCount"] == 8
    assert run.metadata["storage"]["modelPath"] == f"runs/{order_support.RUN_ID}/model/model.yaml"
    assert (run.grid["bins"], run.grid["end"]) == (4, "2025-01-01T00:20:00Z")
    assert [warning["code"] for warning in run.warnings] == ["queue_depth_mismatch"]
    assert run.nodes == ("OrderService", "SupportQueue")


def test_series_are_read_only_arrays(run):
    """Each series is an array by its name, which nobody changes (state §1.1)."""
    assert list(run.series)[-1] == "support_depth"
    assert run.series["support_depth"].tolist() == [2, 10, 20, 0]
    assert not any(values.flags.writeable for values in run.series.values())


def test_times(run):
    """Bins begin where the grid says, in UTC; without grid start they have no times (model §4)."""
    assert run.timestamps[3] == np.datetime64("2025-01-01T00:15")
    assert opened_run(WITHOUT_START).timestamps is None


def test_the_metrics_of_each_node(run):
    """A node has its reported and derived metrics over all bins, and its color (state §2)."""
    assert list(run.metrics) == ["OrderService", "SupportQueue"]
    assert len(run.metrics) == 2
    for node, metrics in run.metrics.items():
        assert list(metrics) == [*order_support.SERIES[node], "color"]
        assert metrics["color"].tolist() == order_support.COLORS[node]
    for (node, metric), expected in order_support.DERIVED.items():
        assert run.metrics[node][metric].tolist() == expected
    assert run.metrics["SupportQueue"] is run.metrics["SupportQueue"]
    with pytest.raises(KeyError):
        run.metrics["support_depth"]


def test_the_graph(run):
    """The structure of the model is the body of the API (state §7.1)."""
    assert [node["id"] for node in run.graph["nodes"]] == list(run.nodes)
    assert run.graph["edges"][0]["to"] == "SupportQueue"
    assert [series["name"] for series in run.graph["series"]] == list(run.series)


def test_a_window_of_everything(run):
    """Without bins a window is the whole run; a single name needs no list (state §5.1)."""
    assert (run.window().first, run.window().last) == (0, 3)
    assert run.window(nodes="SupportQueue", metrics="queue").values["queue"].tolist() == [[2, 10, 20, 0]]
    assert run.window(np.int64(2)).metrics["SupportQueue"]["queue"].tolist() == [20, 0]


def test_the_order_of_names_does_not_matter(run):
    """Answers keep the order of the model and of metrics; a name given twice counts once (state §5.1)."""
    window = run.window(nodes=["SupportQueue", "OrderService", "SupportQueue"], metrics=["errors", "served"])
    assert (window.nodes, list(window.values)) == (run.nodes, ["served", "errors"])


@pytest.mark.parametrize(
    ("ask", "error", "pointer"),
    [
        (lambda run: run.snapshot(4), BinOutOfRangeError, "/binIndex"),
        (lambda run: run.snapshot(-1), BinOutOfRangeError, "/binIndex"),
        (lambda run: run.window(2, 1), BinOutOfRangeError, "/endBin"),
        (lambda run: run.window(nodes=["SupportQueu"]), UnknownNodeError, "/nodeIds"),
        (lambda run: run.window(metrics=["queu"]), UnknownMetricError, "/metrics"),
        (lambda run: run.window(nodes=[]), QueryInvalidError, "/nodeIds"),
        (lambda run: run.snapshot(0, [""]), QueryInvalidError, "/nodeIds"),
        (lambda run: run.window(metrics=[3]), QueryInvalidError, "/metrics"),
    ],
)
def test_questions_without_an_answer(run, ask, error, pointer):
    """A question is checked as over HTTP (state §1.4)."""
    with pytest.raises(error) as caught:
        ask(run)
    assert [finding.pointer for finding in caught.value.errors] == [pointer]


def test_a_bin_is_a_whole_number(run):
    """What is no integer is a mistake in the program (design §7)."""
    with pytest.raises(TypeError):
        run.snapshot(1.5)


def test_a_run_without_topology():
    """A run without topology nodes has series and no state (state §1.4)."""
    run = opened_run(WITHOUT_TOPOLOGY)
    assert run.series["visits"].tolist() == [1, 2, 3, 4]
    assert (dict(run.metrics), run.nodes, len(run.timestamps)) == ({}, (), 4)
    for ask in (lambda: run.snapshot(0), run.to_pandas, run.to_xarray, run.to_arrow):
        with pytest.raises(TopologyMissingError):
            ask()


def test_the_whole_run_in_other_forms(run, tmp_path):
    """Frames, labelled arrays and tables of a run have all its nodes and bins (state §5.1)."""
    run.to_parquet(tmp_path / "run.parquet")
    assert len(run.to_pandas()) == 8
    assert run.to_xarray().sizes["bin"] == 4
    assert run.to_arrow().num_rows == 8
    assert (tmp_path / "run.parquet").is_file()


def test_a_notebook_shows_one_line(run):
    """A run shows its id, its directory and its size, not its numbers (runs §1.1)."""
    assert repr(run) == (
        f"OpenedRun(run_id='{order_support.RUN_ID}', path='/data/runs/{order_support.RUN_ID}', "
        "series=8, bins=4, warnings=1)"
    )
