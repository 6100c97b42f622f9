"""Events about runs as structured log events.

Rule 1: ids, names and fields are those of operations §2.4 and §2.6; a field's name is camelCase.
Rule 2: nothing is loaded for events below the minimum level.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final, Protocol, final

from flowtime_domain.errors import FlowTimeError, ShuttingDownError, StorageFullError, StoreUnavailableError
from flowtime_domain.ports.run_observer import (
    ArtifactsBegan,
    ArtifactsEnded,
    CaptureCompleted,
    CaptureEvent,
    CaptureFailed,
    CaptureFileMade,
    CaptureStarted,
    CaptureWarned,
    CatalogRebuilt,
    CatalogUnavailable,
    EvaluationBegan,
    EvaluationEnded,
    RunCompleted,
    RunDeleted,
    RunEvent,
    RunFailed,
    RunFoundCorrupt,
    RunStarted,
    RunValidated,
    SnapshotRead,
    StoreEvent,
    TemporarySwept,
    WindowRead,
)

DEBUG, INFO, WARNING, ERROR = 10, 20, 30, 40
LEVELS: Final = {"debug": DEBUG, "info": INFO, "warning": WARNING, "error": ERROR}
SERVICE_FAULTS: Final = (ShuttingDownError, StorageFullError, StoreUnavailableError)
_EVENTS: Final[Mapping[type[RunEvent], tuple[int, str, Mapping[str, str]]]] = {
    CaptureStarted: (2001, "TelemetryCaptureStart", {}),
    CaptureFileMade: (2002, "TelemetryCaptureFile", {}),
    CaptureCompleted: (2003, "TelemetryCaptureCompleted", {}),
    CaptureWarned: (2004, "TelemetryCaptureWarning", {}),
    CaptureFailed: (2500, "TelemetryCaptureFailed", {}),
    SnapshotRead: (3001, "StateSnapshotObservability", {}),
    WindowRead: (3002, "StateWindowObservability", {}),
    RunStarted: (4001, "RunOrchestrationStart", {}),
    RunValidated: (4002, "RunOrchestrationValidation", {}),
    EvaluationBegan: (4003, "RunOrchestrationEvaluation", {"phase": "begin"}),
    EvaluationEnded: (4003, "RunOrchestrationEvaluation", {"phase": "end"}),
    ArtifactsBegan: (4004, "RunOrchestrationArtifacts", {"phase": "begin"}),
    ArtifactsEnded: (4004, "RunOrchestrationArtifacts", {"phase": "end"}),
    RunCompleted: (4005, "RunOrchestrationCompleted", {}),
    RunFailed: (4500, "RunOrchestrationFailed", {}),
    TemporarySwept: (4101, "TemporarySwept", {}),
    RunFoundCorrupt: (4102, "RunCorrupt", {}),
    CatalogRebuilt: (4103, "CatalogRebuilt", {}),
    RunDeleted: (4104, "RunDeleted", {}),
    CatalogUnavailable: (4110, "CatalogUnavailable", {}),
}
_NOT_LOGGED: Final = {
    RunCompleted: {"bytes", "duration_metric"},
    EvaluationEnded: {"duration_metric"},
    RunFailed: {"cause"},
    CaptureFailed: {"cause"},
}


class Logger(Protocol):
    """The part of a structlog logger that is used here."""

    def log(self, level: int, event: str, **values: Any) -> Any:
        """Write one event."""


@final
class EventLog:
    """Writes every event of a run that is at least as grave as the minimum level.

    Parameters
    ----------
    logger
        Gives the logger; called for the first event that is written.
    minimum_level
        One of debug, info, warning, error.
    shows_traces
        Whether a failure that is not the caller's comes with its stack trace, which a person at a command
        line does not want to see (operations §4.3).
    """

    def __init__(
        self, logger: Callable[[], Logger], minimum_level: str, *, shows_traces: bool = True
    ) -> None:
        self._logger = logger
        self._minimum = LEVELS[minimum_level]
        self._shows_traces = shows_traces

    def observe(self, event: RunEvent) -> None:
        """Write the event."""
        level = _level(event)
        if level < self._minimum:
            return
        event_id, name, phase = _EVENTS[type(event)]
        values: dict[str, Any] = {
            "eventId": event_id,
            **_subject_fields(event),
            **phase,
            **_own_fields(event),
        }
        if isinstance(event, RunFailed | CaptureFailed) and level == ERROR and self._shows_traces:
            values["exc_info"] = event.cause
        self._logger().log(level, name, **values)


def _level(event: RunEvent) -> int:
    if isinstance(event, RunFoundCorrupt):
        return ERROR
    if isinstance(event, TemporarySwept | CatalogUnavailable | CaptureWarned):
        return WARNING
    if not isinstance(event, RunFailed | CaptureFailed):
        return INFO
    by_caller = isinstance(event.cause, FlowTimeError) and not isinstance(event.cause, SERVICE_FAULTS)
    return WARNING if by_caller else ERROR


def _subject_fields(event: RunEvent) -> dict[str, str | None]:
    if isinstance(event, StoreEvent | CaptureEvent):
        return {}
    subject = event.subject
    return {"runId": subject.run_id, "templateId": subject.template_id, "mode": subject.mode}


def _own_fields(event: RunEvent) -> dict[str, Any]:
    hidden = {"subject"} | _NOT_LOGGED.get(type(event), set())
    return {
        _camel_case(field.name): getattr(event, field.name)
        for field in fields(event)
        if field.name not in hidden
    }


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
