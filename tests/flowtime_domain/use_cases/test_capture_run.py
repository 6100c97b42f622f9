"""Capturing runs."""

import pytest

from examples import clinic_desk, older_bundles, order_support
from examples.stored_runs import READER
from examples.workbench import ENGINE_VERSION, Workbench
from fakes.artifact_store import InMemoryArtifactStore
from fakes.capture_store import InMemoryCaptureStore
from flowtime_domain.errors import (
    CaptureExistsError,
    CaptureInvalidError,
    CaptureKeyInvalidError,
    RunCorruptError,
    RunIdInvalidError,
    RunNotFoundError,
    ShuttingDownError,
)
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.telemetry.capture_request import read_capture_request
from flowtime_domain.use_cases.capture_run import CaptureRun

NO_PLACES = {
    "grid": {"bins": 2, "binSize": 1, "binUnit": "hours"},
    "nodes": [{"id": "a", "values": 1}],
}


class Captures:
    """A workbench with a store of captures."""

    def __init__(self) -> None:
        self.bench = Workbench()
        self.store = InMemoryCaptureStore()

    def create(self, model, run_id="monday"):
        return self.bench.create(model=dict(model), options={"runId": run_id}).run

    def __call__(self, run_id="monday", **members):
        request = read_capture_request({"source": {"type": "run", "runId": run_id}, **members})
        bench = self.bench
        use_case = CaptureRun(
            bench.store,
            self.store,
            RunViews(READER),
            READER,
            bench.gate,
            bench.observer,
            bench.clock,
            ENGINE_VERSION,
        )
        return use_case(request)


@pytest.fixture
def captures():
    captures = Captures()
    captures.create(order_support.MODEL)
    captures.bench.observer.events.clear()
    return captures


def test_a_run_becomes_a_capture(captures):
    """The reported series of every node are written, with where they come from (telemetry §4.1, §7.1)."""
    result = captures()
    assert (result.directory, result.dry_run, result.rows, result.alignment) == (
        "telemetry/monday",
        False,
        None,
        None,
    )
    run = captures.bench.store.open_run(RunId("monday"))
    stored = captures.store.open_directory("monday")
    assert list(stored.files) == [
        *(f"OrderService_{metric}.csv" for metric in ("arrivals", "served", "errors", "capacity")),
        *(f"SupportQueue_{metric}.csv" for metric in ("arrivals", "served", "errors", "queuedepth")),
    ]
    assert stored.files["SupportQueue_queuedepth.csv"] == b"bin_index,value\n0,2\n1,10\n2,20\n3,0\n"
    manifest = stored.manifest.members()
    assert manifest["window"] == {"startTimeUtc": "2025-01-01T00:00:00Z", "durationMinutes": 20}
    assert manifest["source"] == {"type": "run", "runId": "monday"}
    assert manifest["gaps"] == {"mode": "warn", "fillNaN": False}
    assert manifest["provenance"] == {
        "runId": "monday",
        "scenarioHash": run.run.scenario_hash,
        "modelHash": run.run.model_hash,
        "generator": f"flowtime/{ENGINE_VERSION}",
        "capturedAtUtc": "2025-11-04T08:15:03.221045Z",
    }
    assert manifest["files"][-1] == {
        "nodeId": "SupportQueue",
        "metric": "QueueDepth",
        "seriesId": "support_depth@SUPPORT_DEPTH@DEFAULT",
        "path": "SupportQueue_queuedepth.csv",
        "hash": manifest["files"][-1]["hash"],
        "points": 4,
        "missing": 0,
        "unit": "entities",
    }


def test_the_events_of_a_capture(captures):
    """A capture tells its start, its files and its end (operations §2.6)."""
    captures(metrics=["served"], output={"captureKey": "k"})
    observer = captures.bench.observer
    assert observer.names == ["CaptureStarted", "CaptureFileMade", "CaptureFileMade", "CaptureCompleted"]
    started = observer.events[0]
    assert (started.capture_key, started.source_type, started.run_id) == ("k", "run", "monday")


def test_twice_the_same_bytes(captures):
    """For one run the files are the same, and manifests differ in the moment only (telemetry §2.5)."""
    first = captures(output={"captureKey": "one"}).capture.bundle
    captures.bench.clock.moment = captures.bench.clock.moment.replace(year=2026)
    other = captures(output={"captureKey": "other"}).capture.bundle
    assert first.files == other.files
    manifests = [bundle.manifest.members() for bundle in (first, other)]
    moments = [manifest["provenance"].pop("capturedAtUtc") for manifest in manifests]
    assert manifests[0] == manifests[1]
    assert moments == ["2025-11-04T08:15:03.221045Z", "2026-11-04T08:15:03.221045Z"]


def test_a_dry_run_writes_nothing(captures):
    """A dry run does everything but writing, so it fails where the capture would (telemetry §6.1)."""
    result = captures(dryRun=True)
    assert (result.dry_run, result.directory, captures.store.captures) == (True, "telemetry/monday", {})
    captures()
    with pytest.raises(CaptureExistsError):
        captures(dryRun=True)
    assert captures(dryRun=True, output={"overwrite": True}).capture.bundle.files


def test_a_taken_key(captures):
    """A taken key is refused unless overwriting is asked for (telemetry §2.5)."""
    captures()
    with pytest.raises(CaptureExistsError):
        captures(metrics=["served"])
    captures(metrics=["served"], output={"overwrite": True})
    assert len(captures.store.open_directory("monday").files) == 2


def test_names_that_outputs_give(captures):
    """The `as` of an output of the model names the file of its series (telemetry §7.2)."""
    captures.create({**clinic_desk.MODEL, "outputs": [{"series": "desk_queue", "as": "waiting.csv"}]}, "desk")
    assert list(captures("desk").capture.bundle.files) == [
        "Desk_arrivals.csv",
        "Desk_served.csv",
        "waiting.csv",
        "Desk_capacity.csv",
    ]


@pytest.mark.parametrize("metrics", [["attempts"], []])
def test_no_such_metric_is_nothing_to_capture(captures, metrics):
    """A run that reports none of the metrics has nothing to capture (telemetry §7.3)."""
    with pytest.raises(CaptureInvalidError) as caught:
        captures(metrics=metrics)
    (finding,) = caught.value.errors
    assert (finding.code, "metrics" in finding.message) == ("nothing_to_capture", True)
    assert captures.store.captures == {}
    assert captures.bench.observer.names[-1] == "CaptureFailed"


def test_a_run_without_topology_has_nothing_to_capture(captures):
    """A run whose model has no topology has nothing to capture (telemetry §7.3)."""
    captures.create(NO_PLACES, "bare")
    with pytest.raises(CaptureInvalidError, match="no topology"):
        captures("bare")


@pytest.mark.parametrize(
    ("run_id", "output", "error"),
    [
        ("..", {}, RunIdInvalidError),
        ("", {}, RunIdInvalidError),
        ("monday", {"captureKey": "a/b"}, CaptureKeyInvalidError),
        ("monday", {"captureKey": ""}, CaptureKeyInvalidError),
        ("tuesday", {}, RunNotFoundError),
    ],
)
def test_what_cannot_be_captured(captures, run_id, output, error):
    """Texts that are no ids, and unknown runs, are told apart; each gives one event (operations §2.6)."""
    with pytest.raises(error):
        captures(run_id, output=output)
    assert captures.bench.observer.names == ["CaptureStarted", "CaptureFailed"]


def test_a_corrupt_run(captures):
    """A run that does not verify is not captured (telemetry §7.3)."""
    captures.bench.store.runs[RunId("monday")]["spec.yaml"] = b""
    with pytest.raises(RunCorruptError):
        captures()


def test_a_process_that_stops_publishes_nothing(captures):
    """Work that was abandoned ends before it publishes (operations §5.2)."""
    captures.bench.gate.abandon()
    with pytest.raises(ShuttingDownError):
        captures()
    assert captures.store.captures == {}


def test_a_run_of_an_earlier_version(captures):
    """An older bundle is captured as far as it tells; what it does not tell is null (runs §10.2)."""
    store = InMemoryArtifactStore(models=READER)
    store.runs[older_bundles.RUN_ID] = older_bundles.older_bundle()
    captures.bench.store = store
    manifest = captures(str(older_bundles.RUN_ID)).capture.bundle.manifest
    assert manifest.files
    assert manifest.source.members() == {"type": "run", "runId": str(older_bundles.RUN_ID)}
    assert captures.store.open_directory(str(older_bundles.RUN_ID)).manifest == manifest
