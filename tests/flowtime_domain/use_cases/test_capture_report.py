"""What a capture tells its observer."""

import pytest

from examples.captures import FILE, visits
from fakes.clock import FixedClock
from fakes.run_observer import RecordingRunObserver
from flowtime_domain.errors import CaptureExistsError
from flowtime_domain.ports.run_observer import (
    CaptureCompleted,
    CaptureFailed,
    CaptureFileMade,
    CaptureStarted,
    CaptureWarned,
)
from flowtime_domain.telemetry.capture_result import CaptureResult, RowCounts
from flowtime_domain.use_cases.capture_report import CaptureReport

STARTED = CaptureStarted("clinic", "file", None, dry_run=False)


@pytest.mark.parametrize(
    ("rows", "told"), [(None, None), (RowCounts(6, 5, 1, 0, 0, 1, 0), 6)], ids=["run", "import"]
)
def test_the_events_of_a_success(rows, told):
    """Start, a file each, a warning each, and the end with its counts (operations §2.6)."""
    observer = RecordingRunObserver()
    capture = visits()
    with CaptureReport(observer, FixedClock(step_ms=2), STARTED) as report:
        report.made(capture)
        result = report.complete(CaptureResult(capture, "telemetry/clinic", dry_run=False, rows=rows))
    assert result.capture is capture
    assert observer.events == [
        STARTED,
        CaptureFileMade("clinic", "Desk", "Arrivals", FILE, 6, 1),
        CaptureWarned("clinic", "data_gap", "Desk", "Arrivals", 1),
        CaptureWarned("clinic", "duplicate_timestamps", "Desk", "Arrivals", 1),
        CaptureCompleted("clinic", 1, 2, told, 2.0),
    ]


def test_a_failure_is_told_and_passed_on():
    """A failing capture tells its cause and raises as before (operations §2.6)."""
    observer = RecordingRunObserver()
    with pytest.raises(CaptureExistsError), CaptureReport(observer, FixedClock(step_ms=2), STARTED):
        raise CaptureExistsError("clinic")
    started, failed = observer.events
    assert started == STARTED
    assert isinstance(failed, CaptureFailed)
    assert (failed.capture_key, failed.code, failed.error_count) == ("clinic", "capture_exists", 0)
    assert (failed.elapsed_ms, isinstance(failed.cause, CaptureExistsError)) == (2.0, True)
