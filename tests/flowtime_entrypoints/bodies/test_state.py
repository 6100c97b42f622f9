"""Answers about the state of a run."""

import gc
import json
import weakref

import pytest

from examples import order_support
from examples.answers import example
from examples.stored_runs import READER, stored_run
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_adapters.template_source.packaged import PackagedTemplateSource
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.run_view import METRICS
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.state_query import SnapshotQuery, WindowQuery
from flowtime_domain.state.state_slice import snapshot_slice, window_slice
from flowtime_entrypoints import bodies
from flowtime_entrypoints.bodies.state import StateBodies
from flowtime_entrypoints.bodies.state_parts import StateParts
from flowtime_entrypoints.library.runs import create_run

TEMPLATES = [file.name for file in PackagedTemplateSource().all()]
PLENTY = 10**9


class Reader:
    """Reads the state of one run as answers give it."""

    def __init__(self, run, kept_bytes=0):
        self.run, self.views = run, RunViews(READER)
        self.bodies = StateBodies(self.views, "runs", kept_bytes)

    def snapshot(self, *question):
        found = snapshot_slice(self.run, self.views(self.run), SnapshotQuery(*question))
        return json.loads(self.bodies.snapshot(found))

    def window(self, *question):
        found = window_slice(self.run, self.views(self.run), WindowQuery(*question), PLENTY)
        return json.loads(self.bodies.window(found))


def as_text(body):
    return json.dumps(body)


@pytest.fixture
def reader():
    return Reader(stored_run(order_support.MODEL, order_support.RUN_ID))


def completed(name, reader):
    """An example with the metadata that it leaves out."""
    return {**example(name), "metadata": bodies.run_metadata(reader.run, "runs")}


def test_the_snapshot_of_the_worked_example(reader):
    """The state of bin 1 comes out member for member, in order (state §6.3)."""
    assert as_text(reader.snapshot(1)) == as_text(completed("snapshot", reader))


def test_the_window_of_the_worked_example(reader):
    """The filtered window comes out member for member, in order (state §6.4)."""
    found = reader.window(0, 3, ("SupportQueue",), ("color", "latencyMinutes", "queue"))
    assert as_text(found) == as_text(completed("window", reader))


def test_the_whole_window_of_the_worked_example(reader):
    """Without filters a window holds the 18 series that the nodes define (state §6.2, §6.4)."""
    found = reader.window(0, 3)
    series = {node["id"]: node["series"] for node in found["nodes"]}
    assert {node: list(each) for node, each in series.items()} == order_support.SERIES
    for (node, metric), values in order_support.DERIVED.items():
        assert series[node][metric] == values


def test_a_filter_of_nodes(reader):
    """With names an answer is about these nodes, in their order, and their warnings (state §3.3, §4.1)."""
    found = reader.snapshot(1, ("OrderService",))
    assert [node["id"] for node in found["nodes"]] == ["OrderService"]
    assert found["warnings"] == []
    both = reader.snapshot(1, ("SupportQueue", "OrderService"))
    assert both == reader.snapshot(1)


def test_a_metric_that_a_node_does_not_define(reader):
    """A metric that is asked for and not defined is left out of a node (state §5.2)."""
    found = reader.window(0, 0, None, ("queue", "utilization"))
    assert [list(node["series"]) for node in found["nodes"]] == [["utilization"], ["queue"]]
    assert [node["series"] for node in reader.window(0, 0, None, ("overflow",))["nodes"]] == [{}, {}]


def parts_in_memory():
    """References to the texts about runs that are not forgotten."""
    gc.collect()
    return {weakref.ref(each) for each in gc.get_objects() if isinstance(each, StateParts)}


def long_run(factor):
    """A run of so many bins that its windows have many values."""
    semantics = {"arrivals": "a", "served": "a"}
    return stored_run(
        {
            "grid": {"bins": 6000, "binSize": 1, "binUnit": "minutes", "start": "2025-01-01T00:00:00Z"},
            "nodes": [{"id": "a", "values": [factor * index / 4 for index in range(6000)]}],
            "topology": {"nodes": [{"id": name, "kind": "service", "semantics": semantics} for name in "AB"]},
        }
    )


@pytest.fixture
def wide_readers():
    """Two runs of the same id and other numbers, of which one writer answers."""
    readers = [Reader(long_run(factor), PLENTY) for factor in (1, 3)]
    readers[1].bodies = readers[0].bodies
    return readers


def test_wide_windows_after_each_other(wide_readers):
    """A window says of its bins what that of all bins says, whatever was asked before (state §5.1)."""
    wholes = [Reader(reader.run).window(0, 5999) for reader in wide_readers]
    for first, last in [(100, 4999), (150, 5400), (50, 5350)]:
        for reader, whole in zip(wide_readers, wholes, strict=True):
            found, bins = reader.window(first, last), slice(first, last + 1)
            assert found["timestampsUtc"] == whole["timestampsUtc"][bins]
            for node, all_bins in zip(found["nodes"], whole["nodes"], strict=True):
                expected = {metric: values[bins] for metric, values in all_bins["series"].items()}
                assert node["series"] == expected


def test_what_is_kept_of_windows_holds_nothing_else_of_a_run():
    """Texts about a run are forgotten together with it, whatever was asked about it (api §4.2)."""
    others = parts_in_memory()
    reader = Reader(long_run(1), PLENTY)
    assert len(reader.window(0, 5999)["nodes"]) == 2
    (parts,) = parts_in_memory() - others
    del reader.run
    gc.collect()
    assert parts() is None


def test_half_minutes_and_no_times():
    """A bin of 30 seconds lasts half a minute; without start bins have no times (state §4.1)."""
    grid = {"bins": 4, "binSize": 30, "binUnit": "seconds"}
    reader = Reader(stored_run({**order_support.MODEL, "grid": grid}))
    expected = {"index": 3, "startUtc": None, "endUtc": None, "durationMinutes": 0.5}
    assert reader.snapshot(3)["bin"] == expected
    assert reader.window(0, 3)["timestampsUtc"] is None


def test_texts_from_outside_stay_texts():
    """Nothing that a model says can break out of its text (api §1.1)."""
    group = '%b % "quoted" \\ é\u2028'
    nodes = [{**node, "group": group} for node in order_support.MODEL["topology"]["nodes"]]
    reader = Reader(stored_run({**order_support.MODEL, "topology": {"nodes": nodes}}))
    assert {node["group"] for node in reader.snapshot(0)["nodes"]} == {group}
    assert {node["group"] for node in reader.window(0, 1)["nodes"]} == {group}


def assert_column(snapshot, window, index):
    """A snapshot says what the column of a window says; what is left out is null (state §5.3)."""
    for node, series in zip(snapshot["nodes"], window["nodes"], strict=True):
        said = node["metrics"] | node["derived"]
        assert list(said) == list(METRICS)
        column = {metric: values[index] for metric, values in series["series"].items()}
        assert said == dict.fromkeys(METRICS) | column


@pytest.mark.parametrize("template", TEMPLATES)
def test_snapshots_are_columns_of_windows(tmp_path, template):
    """For every packaged template the snapshot of a bin is a column of the window (state §5.3)."""
    create_run(template, run_id="a", data_dir=tmp_path)
    run = FilesystemArtifactStore(tmp_path / "runs").open_run(RunId("a"))
    reader, bins = Reader(run), run.index.grid.bins
    window = reader.window(0, bins - 1, None, METRICS)
    for index in range(bins):
        assert_column(reader.snapshot(index), window, index)


@pytest.mark.parametrize("metrics", [METRICS, ("cycleTimeMs",), ("queueTimeMs", "cycleTimeMs")])
def test_cycle_times_with_and_without_their_parts(metrics):
    """A cycle is both times or the one that a node has, in windows as in snapshots (state §5.2, §5.3)."""
    waits = {"arrivals": "a", "served": "a", "queueDepth": "d"}
    works = {"processingTimeMsSum": "w", "servedCount": "a"}
    places = [
        {"id": "Waits", "kind": "queue", "semantics": waits},
        {"id": "Both", "kind": "queue", "semantics": waits | works},
        {"id": "Works", "kind": "service", "semantics": {"arrivals": "a", "served": "a"} | works},
        {"id": "Neither", "kind": "service", "semantics": {"arrivals": "a", "served": "a"}},
    ]
    series = {"a": [4, 3, 0], "d": [1, 2, 2], "w": [7, 8, 9]}
    model = {
        "grid": {"bins": 3, "binSize": 1, "binUnit": "minutes"},
        "nodes": [{"id": name, "values": values} for name, values in series.items()],
        "topology": {"nodes": places},
    }
    reader = Reader(stored_run(model))
    window = reader.window(0, 2, None, metrics)
    cycles = {node["id"]: node["series"].get("cycleTimeMs") for node in window["nodes"]}
    assert cycles == {
        "Waits": [15_000, 40_000, None],
        "Both": [15_001.75, 40_002.666666666664, None],
        "Works": [1.75, 2.6666666666666665, None],
        "Neither": None,
    }
    for index in range(3):
        said = [node["derived"]["cycleTimeMs"] for node in reader.snapshot(index)["nodes"]]
        assert said == [None if values is None else values[index] for values in cycles.values()]
