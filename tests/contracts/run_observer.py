"""What every observer keeps to, and one event of each kind to try it with."""

from abc import ABC, abstractmethod
from typing import Final

from flowtime_domain.errors import RunExistsError
from flowtime_domain.ports.run_observer import (
    ArtifactsBegan,
    ArtifactsEnded,
    CaptureCompleted,
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
    RunObserver,
    RunStarted,
    RunSubject,
    RunValidated,
    SnapshotRead,
    TemporarySwept,
    WindowRead,
)

EVALUATION: Final = "simulation_evaluation_duration_ms"
BUNDLE: Final = "telemetry_bundle_duration_ms"
SUBJECT: Final = RunSubject("run_a", "clinic-day", "simulation", "clinic-day", "simulation")
STARTED: Final = RunStarted(SUBJECT, False, "template")
VALIDATED: Final = RunValidated(SUBJECT, "sha256:ab", "2025-03-03T08:00:00Z", 3, 1, 4, 0, 2)
EVALUATION_BEGAN: Final = EvaluationBegan(SUBJECT, 3, 15, "minutes", 4)
EVALUATION_ENDED: Final = EvaluationEnded(SUBJECT, 3, 15, "minutes", 4, 1.5, 2, EVALUATION)
ARTIFACTS_BEGAN: Final = ArtifactsBegan(SUBJECT)
ARTIFACTS_ENDED: Final = ArtifactsEnded(SUBJECT, 13, 6000, 2.5)
CREATED: Final = RunCompleted(SUBJECT, "created", "sha256:ab", 2, 7.5, 6000, EVALUATION)
REUSED: Final = RunCompleted(SUBJECT, "reused", "sha256:ab", 2, 7.5, 0, EVALUATION)
FOUND_CORRUPT: Final = RunFoundCorrupt(RunSubject("run_a", None, None), ("file_missing", "run_id_differs"))
TEMPORARY_SWEPT: Final = TemporarySwept("runs/.tmp-run_a-00000000")
CATALOG_REBUILT: Final = CatalogRebuilt(7, 1, "absent", 4.5)
RUN_DELETED: Final = RunDeleted(SUBJECT)
CATALOG_UNAVAILABLE: Final = CatalogUnavailable(SUBJECT, "catalog.db: database is locked")
SNAPSHOT_READ: Final = SnapshotRead(SUBJECT, 1, 4, 2)
WINDOW_READ: Final = WindowRead(SUBJECT, 0, 2, 3, 4, 2, 54)
CAPTURE_STARTED: Final = CaptureStarted("clinic", "run", "run_a", dry_run=False)
CAPTURE_FILE_MADE: Final = CaptureFileMade("clinic", "Desk", "Arrivals", "Desk_arrivals.csv", 6, 1)
CAPTURE_COMPLETED: Final = CaptureCompleted("clinic", 1, 2, None, 7.5)
CAPTURE_WARNED: Final = CaptureWarned("clinic", "data_gap", "Desk", "Arrivals", 1)
PLANNED: Final = RunCompleted(SUBJECT, "planned", "sha256:ab", 2, 7.5, 0, EVALUATION)


def failed(cause: BaseException | None = None, *, dry_run: bool = False) -> RunFailed:
    error = cause or RunExistsError("run_a")
    code = getattr(error, "code", "internal_error")
    return RunFailed(SUBJECT, "lookup", code, str(error), 0, dry_run, 3.5, error)


def capture_failed(cause: BaseException | None = None) -> CaptureFailed:
    error = cause or RunExistsError("run_a")
    return CaptureFailed("clinic", getattr(error, "code", "internal_error"), str(error), 0, 3.5, error)


EVENTS: Final[tuple[RunEvent, ...]] = (
    STARTED,
    VALIDATED,
    EVALUATION_BEGAN,
    EVALUATION_ENDED,
    ARTIFACTS_BEGAN,
    ARTIFACTS_ENDED,
    CREATED,
    REUSED,
    PLANNED,
    failed(),
    FOUND_CORRUPT,
    TEMPORARY_SWEPT,
    CATALOG_REBUILT,
    RUN_DELETED,
    CATALOG_UNAVAILABLE,
    SNAPSHOT_READ,
    WINDOW_READ,
    CAPTURE_STARTED,
    CAPTURE_FILE_MADE,
    CAPTURE_COMPLETED,
    CAPTURE_WARNED,
    capture_failed(),
)


class RunObserverContract(ABC):
    @abstractmethod
    def observer(self) -> RunObserver: ...

    def test_every_event_is_taken(self) -> None:
        """An observer takes each kind of event without raising (operations §3.3)."""
        observer = self.observer()
        for event in EVENTS:
            observer.observe(event)
