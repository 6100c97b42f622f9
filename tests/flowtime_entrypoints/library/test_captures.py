"""Captures from Python."""

import pytest

import flowtime
from examples import order_support
from examples.http_service import Service
from examples.imports import SINGLE, VISITS
from fakes.clock import FixedClock
from fakes.run_observer import RecordingRunObserver


@pytest.fixture
def data(tmp_path):
    """A data root with the run of the worked example of state."""
    flowtime.create_run(model=order_support.MODEL, run_id="monday", data_dir=tmp_path)
    return tmp_path


def test_a_run_is_captured(data):
    """A capture tells what the API tells, and where it lies (api §11.2)."""
    made = flowtime.capture_run("monday", metrics=["served", "QueueDepth"], data_dir=data, overwrite=True)
    assert (made.capture_key, made.path) == ("monday", data / "telemetry" / "monday")
    assert [entry["metric"] for entry in made.files] == ["Served", "Served", "QueueDepth"]
    assert (made.gaps, made.warnings) == ([], [])
    assert repr(made).startswith("TelemetryCapture(capture_key='monday', path='/")
    with Service(data, clock=FixedClock()) as service:
        members = {
            "source": {"type": "run", "runId": "monday"},
            "metrics": ["Served", "QueueDepth"],
            "output": {"overwrite": True},
        }
        assert service.post("/v1/telemetry/captures", members).json() == made.body


def test_a_dry_run(data):
    """A dry run leaves nothing, and has no path (telemetry §6.1)."""
    observer = RecordingRunObserver()
    planned = flowtime.capture_run(
        "monday", gaps="interpolate", capture_key="k", dry_run=True, data_dir=data, observer=observer
    )
    assert (planned.capture_key, planned.path, (data / "telemetry").exists()) == ("k", None, False)
    assert repr(planned) == "TelemetryCapture(capture_key='k', path=None, files=8)"
    assert observer.names[0] == "CaptureStarted"
    assert observer.names[-1] == "CaptureCompleted"


def test_failures(data):
    """Failures are the errors of the package (design §7)."""
    flowtime.capture_run("monday", data_dir=data)
    with pytest.raises(flowtime.CaptureExistsError):
        flowtime.capture_run("monday", data_dir=data)
    with pytest.raises(flowtime.RequestInvalidError):
        flowtime.capture_run("monday", gaps="guess", data_dir=data)


def test_data_are_imported(tmp_path):
    """An import tells what the API tells, from a path or from bytes (api §11.2)."""
    file = tmp_path / "visits.csv"
    file.write_text(VISITS)
    options = {"series": SINGLE, "grid": {"binSize": 5, "binUnit": "minutes", "align": "data"}}
    made = flowtime.import_telemetry(file, capture_key="clinic", data_dir=tmp_path, **options)
    assert (made.path / "Desk_arrivals.csv").read_text() == "bin_index,value\n0,4\n1,6\n2,5\n3,\n4,8\n5,9\n"
    assert [gap["count"] for gap in made.gaps] == [1]
    sent = flowtime.import_telemetry(
        VISITS.encode(), capture_key="clinic", dry_run=True, overwrite=True, data_dir=tmp_path, **options
    )
    assert sent.body == {**made.body, "dryRun": True}
    assert sent.path is None


def test_data_that_cannot_be_imported(tmp_path):
    """What cannot be imported is told with all its places, and leaves nothing (telemetry §6.5)."""
    with pytest.raises(flowtime.ImportFailedError) as caught:
        flowtime.import_telemetry(
            b"time,node,n\nnow,Desk,1\n2025-01-01,Desk,x\n",
            grid={"binSize": 1, "binUnit": "days"},
            capture_key="clinic",
            node_column="node",
            metric="served",
            value_column="n",
            timestamp_column="time",
            data_dir=tmp_path,
        )
    assert [error.place.line for error in caught.value.errors] == [2, 3]
    assert not (tmp_path / "telemetry").exists()
