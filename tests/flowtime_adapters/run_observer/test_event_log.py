"""Events about runs in the log."""

from typing import Any

import pytest

from contracts.run_observer import (
    ARTIFACTS_BEGAN,
    ARTIFACTS_ENDED,
    CAPTURE_COMPLETED,
    CAPTURE_FILE_MADE,
    CAPTURE_STARTED,
    CAPTURE_WARNED,
    CREATED,
    EVALUATION_BEGAN,
    EVALUATION_ENDED,
    FOUND_CORRUPT,
    SNAPSHOT_READ,
    STARTED,
    VALIDATED,
    WINDOW_READ,
    RunObserverContract,
    capture_failed,
    failed,
)
from flowtime_adapters.run_observer.event_log import ERROR, INFO, WARNING, EventLog
from flowtime_domain.errors import (
    RunExistsError,
    ShuttingDownError,
    StorageFullError,
    StoreUnavailableError,
    TooManyCreationsError,
)
from flowtime_domain.ports.run_observer import RunEvent

WHO = {"runId": "run_a", "templateId": "clinic-day", "mode": "simulation"}


class RecordingLogger:
    def __init__(self) -> None:
        self.lines: list[tuple[int, str, dict[str, Any]]] = []

    def log(self, level: int, event: str, **values: Any) -> None:
        self.lines.append((level, event, values))


def logged(event: RunEvent) -> tuple[int, str, dict[str, Any]]:
    logger = RecordingLogger()
    EventLog(lambda: logger, "info").observe(event)
    return logger.lines[0]


def test_traces_may_be_left_out() -> None:
    """A command tells of a failure without its stack trace (operations §4.3)."""
    logger = RecordingLogger()
    EventLog(lambda: logger, "info", shows_traces=False).observe(failed(StorageFullError()))
    assert [level for level, _, values in logger.lines if "exc_info" not in values] == [ERROR]


class TestEventLog(RunObserverContract):
    def observer(self) -> EventLog:
        return EventLog(RecordingLogger, "debug")


def test_a_corrupt_run_is_an_error() -> None:
    """A run that does not verify is logged with the codes of the findings, as an error (operations §2.6)."""
    level, name, values = logged(FOUND_CORRUPT)
    assert (level, name) == (ERROR, "RunCorrupt")
    assert values == {
        "eventId": 4102,
        "runId": "run_a",
        "templateId": None,
        "mode": None,
        "findings": ("file_missing", "run_id_differs"),
    }


@pytest.mark.parametrize(
    ("event", "name", "fields"),
    [
        (
            SNAPSHOT_READ,
            "StateSnapshotObservability",
            {"eventId": 3001, "binIndex": 1, "totalBins": 4, "nodeCount": 2},
        ),
        (
            WINDOW_READ,
            "StateWindowObservability",
            {
                "eventId": 3002,
                "startBin": 0,
                "endBin": 2,
                "requestedBins": 3,
                "totalBins": 4,
                "nodeCount": 2,
                "points": 54,
            },
        ),
        (STARTED, "RunOrchestrationStart", {"eventId": 4001, "dryRun": False, "origin": "template"}),
        (
            VALIDATED,
            "RunOrchestrationValidation",
            {
                "eventId": 4002,
                "scenarioHash": "sha256:ab",
                "windowStart": "2025-03-03T08:00:00Z",
                "bins": 3,
                "nodeCount": 1,
                "seriesCount": 4,
                "captureFiles": 0,
                "warningCount": 2,
            },
        ),
        (
            EVALUATION_BEGAN,
            "RunOrchestrationEvaluation",
            {
                "eventId": 4003,
                "phase": "begin",
                "bins": 3,
                "binSize": 15,
                "binUnit": "minutes",
                "seriesCount": 4,
            },
        ),
        (
            EVALUATION_ENDED,
            "RunOrchestrationEvaluation",
            {
                "eventId": 4003,
                "phase": "end",
                "bins": 3,
                "binSize": 15,
                "binUnit": "minutes",
                "seriesCount": 4,
                "elapsedMs": 1.5,
                "warningCount": 2,
            },
        ),
        (ARTIFACTS_BEGAN, "RunOrchestrationArtifacts", {"eventId": 4004, "phase": "begin"}),
        (
            ARTIFACTS_ENDED,
            "RunOrchestrationArtifacts",
            {"eventId": 4004, "phase": "end", "fileCount": 13, "bytes": 6000, "elapsedMs": 2.5},
        ),
        (
            CREATED,
            "RunOrchestrationCompleted",
            {
                "eventId": 4005,
                "outcome": "created",
                "scenarioHash": "sha256:ab",
                "warningCount": 2,
                "elapsedMs": 7.5,
            },
        ),
    ],
)
def test_event_has_its_name_id_and_fields(event: RunEvent, name: str, fields: dict[str, Any]) -> None:
    """Each event is written with exactly the fields of the table (operations §2.4)."""
    assert logged(event) == (INFO, name, {**WHO, **fields})


def test_failure_of_the_caller_is_a_warning() -> None:
    """4500 for a cause with a status below 500 has level warning and no traceback (operations §2.4)."""
    level, name, values = logged(failed(RunExistsError("run_a")))
    assert (level, name, values["eventId"], values["code"]) == (
        WARNING,
        "RunOrchestrationFailed",
        4500,
        "run_exists",
    )
    assert set(values) - set(WHO) == {
        "eventId",
        "stage",
        "code",
        "detail",
        "errorCount",
        "dryRun",
        "elapsedMs",
    }
    assert logged(failed(TooManyCreationsError(1, "X", 2)))[0] == WARNING


@pytest.mark.parametrize(
    "cause", [ShuttingDownError(), StorageFullError(), StoreUnavailableError(), KeyError("x")], ids=repr
)
def test_failure_of_the_service_is_an_error_with_its_exception(cause: Exception) -> None:
    """4500 for any other cause has level error and the exception (operations §2.4)."""
    level, _, values = logged(failed(cause))
    assert level == ERROR
    assert values["exc_info"] is cause


@pytest.mark.parametrize(
    ("event", "level", "name", "fields"),
    [
        (
            CAPTURE_STARTED,
            INFO,
            "TelemetryCaptureStart",
            {"eventId": 2001, "sourceType": "run", "runId": "run_a", "dryRun": False},
        ),
        (
            CAPTURE_FILE_MADE,
            INFO,
            "TelemetryCaptureFile",
            {
                "eventId": 2002,
                "nodeId": "Desk",
                "metric": "Arrivals",
                "path": "Desk_arrivals.csv",
                "points": 6,
                "missing": 1,
            },
        ),
        (
            CAPTURE_COMPLETED,
            INFO,
            "TelemetryCaptureCompleted",
            {"eventId": 2003, "fileCount": 1, "warningCount": 2, "rows": None, "elapsedMs": 7.5},
        ),
        (
            CAPTURE_WARNED,
            WARNING,
            "TelemetryCaptureWarning",
            {"eventId": 2004, "code": "data_gap", "nodeId": "Desk", "metric": "Arrivals", "count": 1},
        ),
    ],
)
def test_events_of_captures(event: RunEvent, level: int, name: str, fields: dict[str, Any]) -> None:
    """Events of captures have their name, id, level and fields, and no run (operations §2.6)."""
    assert logged(event) == (level, name, {"captureKey": "clinic", **fields})


def test_failure_of_a_capture() -> None:
    """2500 is a warning if the caller is at fault, else an error with its exception (operations §2.6)."""
    level, name, values = logged(capture_failed())
    assert (level, name, values["eventId"]) == (WARNING, "TelemetryCaptureFailed", 2500)
    assert set(values) == {"eventId", "captureKey", "code", "detail", "errorCount", "elapsedMs"}
    cause = StorageFullError()
    level, _, values = logged(capture_failed(cause))
    assert (level, values["exc_info"]) == (ERROR, cause)


def test_nothing_is_loaded_below_the_minimum_level() -> None:
    """Events below the configured level do not even ask for a logger (operations §1.1)."""

    def no_logger() -> RecordingLogger:
        raise AssertionError("the logger was asked for")

    EventLog(no_logger, "warning").observe(STARTED)
