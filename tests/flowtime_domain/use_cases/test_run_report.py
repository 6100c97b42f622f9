"""What a call tells its observer."""

import pytest

from fakes.clock import FixedClock
from fakes.run_observer import RecordingRunObserver
from flowtime_domain.errors import ModelInvalidError, RunExistsError
from flowtime_domain.errors.document_error import DocumentError
from flowtime_domain.ports.run_observer import RunCompleted, RunFailed, RunStarted, RunSubject
from flowtime_domain.runs.run_request import RunRequest
from flowtime_domain.use_cases.run_report import RunReport

SUBJECT = RunSubject(None, "a", "simulation")


def report(observer: RecordingRunObserver) -> RunReport:
    return RunReport(observer, FixedClock(step_ms=2), RunRequest("simulation", "a"), SUBJECT, lambda: "a")


def test_start_and_end_of_a_success() -> None:
    """A call tells its start first and its success last, with the time between (runs §5.1)."""
    observer = RecordingRunObserver()
    with report(observer) as told:
        told.complete(
            "reused",
            scenario_hash="sha256:ab",
            warning_count=1,
            duration_metric="simulation_evaluation_duration_ms",
        )
    assert observer.events == [
        RunStarted(SUBJECT, False, "template"),
        RunCompleted(SUBJECT, "reused", "sha256:ab", 1, 2.0, 0, "simulation_evaluation_duration_ms"),
    ]


def test_a_failure_is_told_and_passed_on() -> None:
    """A failing call tells stage and cause, labels the template, and raises as before (runs §5.6)."""
    observer = RecordingRunObserver()
    told = report(observer)
    told.stage = "lookup"
    with pytest.raises(RunExistsError), told:
        raise RunExistsError("x")
    failed = observer.events[-1]
    assert isinstance(failed, RunFailed)
    assert (failed.stage, failed.code, failed.error_count, failed.elapsed_ms) == (
        "lookup",
        "run_exists",
        0,
        2.0,
    )
    assert failed.subject.template_label == "a"


def test_all_errors_are_counted() -> None:
    """The count of errors is the total, not what a problem lists at most (operations §2.4)."""
    observer = RecordingRunObserver()
    errors = [DocumentError(code="required_key", message="m", pointer="")] * 1001
    with pytest.raises(ModelInvalidError), report(observer):
        raise ModelInvalidError(errors)
    failed = observer.events[-1]
    assert isinstance(failed, RunFailed)
    assert failed.error_count == 1001


def test_a_bug_is_told_without_asking_for_more() -> None:
    """An unexpected exception is `internal_error` and looks nothing up (runs §5.6)."""

    def no_label() -> str:
        raise AssertionError("the catalogue was asked")

    observer = RecordingRunObserver()
    request = RunRequest("simulation", "a")
    with (
        pytest.raises(ZeroDivisionError),
        RunReport(observer, FixedClock(), request, SUBJECT, no_label),
    ):
        raise ZeroDivisionError("by zero")
    failed = observer.events[-1]
    assert isinstance(failed, RunFailed)
    assert (failed.code, failed.detail) == ("internal_error", "ZeroDivisionError: by zero")
    assert failed.subject.template_label == "unknown"
