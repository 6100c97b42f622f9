"""Captures from Python."""

import pytest

import flowtime
from examples import order_support
from examples.http_service import Service
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
