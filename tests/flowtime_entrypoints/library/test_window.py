"""A run over a range of bins."""

import numpy as np
import pytest

from examples import order_support
from examples.answers import example
from examples.opened_runs import WITHOUT_START, opened_run


@pytest.fixture(scope="module")
def run():
    return opened_run()


@pytest.fixture(scope="module")
def window(run):
    return run.window(0, 3, ["SupportQueue"], ["queue", "latencyMinutes", "color"])


def test_the_window_of_the_worked_example(run, window):
    """The numbers of four bins come out, with the beginnings of the bins (state §6.4)."""
    assert (window.first, window.last, window.nodes) == (0, 3, ("SupportQueue",))
    assert window.timestamps.tolist() == run.timestamps.tolist()
    assert list(window.values) == ["queue", "latencyMinutes", "color"]
    assert window.values["queue"].tolist() == [[2, 10, 20, 0]]
    latency = order_support.DERIVED["SupportQueue", "latencyMinutes"]
    assert window.metrics["SupportQueue"]["latencyMinutes"].tolist() == latency
    assert window.metrics["SupportQueue"]["color"].tolist() == order_support.COLORS["SupportQueue"]


def test_the_body_is_that_of_the_api(run, window):
    """The window holds the body of the worked example of HTTP (state §1.2)."""
    assert window.body == {**example("window"), "metadata": run.metadata}


def test_a_node_has_what_its_series_define(run):
    """A metric that a node does not define is left out of that node (state §5.2)."""
    metrics = run.window().metrics
    assert {node: list(values) for node, values in metrics.items()} == order_support.SERIES
    for (node, metric), expected in order_support.DERIVED.items():
        assert metrics[node][metric].tolist() == expected


def test_some_bins(run):
    """A window has the bins that it is asked for, both ends included (state §5.1)."""
    window = run.window(1, 2)
    assert [str(start) for start in window.timestamps] == [
        "2025-01-01T00:05:00.000000",
        "2025-01-01T00:10:00.000000",
    ]
    assert window.metrics["SupportQueue"]["queue"].tolist() == [10, 20]


def test_units_and_facts(window):
    """A window says in which units its numbers are and which run they come from (state §2.1, §2.2)."""
    assert window.units == {"queue": "items", "latencyMinutes": "minutes"}
    assert window.facts["run_id"] == order_support.RUN_ID
    assert window.facts["bin_minutes"] == 5


def test_parts_make_the_window(run):
    """The parts of a window have its nodes in order, one at least each, and its numbers (state §5.1)."""
    whole = run.window()
    for most_values, count in ((1, 2), (4, 2), (8, 1), (10**9, 1)):
        parts = list(whole.parts(most_values))
        assert len(parts) == count
        assert [node for part in parts for node in part.nodes] == list(whole.nodes)
        served = np.concatenate([part.values["served"] for part in parts])
        np.testing.assert_array_equal(served, whole.values["served"])


def test_no_times_without_start():
    """Without grid start a window has no times (state §5.1)."""
    assert opened_run(WITHOUT_START).window().timestamps is None


def test_a_notebook_shows_one_line(window):
    """A window shows what it is of, not its numbers (state §5.1)."""
    expected = f"Window(run_id='{order_support.RUN_ID}', first=0, last=3, nodes=1, metrics=3)"
    assert repr(window) == expected


def test_frames_arrays_and_tables_are_of_the_window(window, tmp_path):
    """Each of the other forms holds the numbers of the window (state §1.1)."""
    window.to_parquet(tmp_path / "window.parquet")
    assert window.to_pandas()["queue"].tolist() == [2, 10, 20, 0]
    assert window.to_xarray().sel(metric="queue").values.tolist() == [[2, 10, 20, 0]]
    assert window.to_arrow()["queue"].to_pylist() == [2, 10, 20, 0]
    assert (tmp_path / "window.parquet").read_bytes()[:4] == b"PAR1"
