"""What happens to runs and captures, above all while they are made, as values that observers write down.

Rule 1: events carry facts; how a log line or a metric looks is the observer's affair.
Rule 2: every call of the use case gives `RunStarted` first and exactly one of `RunCompleted` and
`RunFailed` last (runs §5.1).
"""

from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeAlias, final

Stage: TypeAlias = Literal["start", "validation", "lookup", "evaluation", "artifacts", "publication"]
Outcome: TypeAlias = Literal["created", "reused", "planned"]
INLINE_LABEL: Final = "inline"
UNKNOWN_LABEL: Final = "unknown"


@final
@dataclass(frozen=True, slots=True)
class RunSubject:
    """The run that an event is about.

    Attributes
    ----------
    run_id, template_id, mode
        As known at the moment of the event; None before. `template_id` is as requested, cut to 128
        characters.
    template_label, mode_label
        The same for metrics, from a closed set (operations §3.1).
    """

    run_id: str | None
    template_id: str | None
    mode: str | None
    template_label: str = UNKNOWN_LABEL
    mode_label: str = UNKNOWN_LABEL


@final
@dataclass(frozen=True, slots=True)
class RunStarted:
    """4001: the use case was called."""

    subject: RunSubject
    dry_run: bool
    origin: Literal["template", "inline"]


@final
@dataclass(frozen=True, slots=True)
class RunValidated:
    """4002: the mode has prepared the run."""

    subject: RunSubject
    scenario_hash: str
    window_start: str | None
    bins: int
    node_count: int
    series_count: int
    capture_files: int
    warning_count: int


@final
@dataclass(frozen=True, slots=True)
class EvaluationBegan:
    """4003, phase begin."""

    subject: RunSubject
    bins: int
    bin_size: int
    bin_unit: str
    series_count: int


@final
@dataclass(frozen=True, slots=True)
class EvaluationEnded:
    """4003, phase end."""

    subject: RunSubject
    bins: int
    bin_size: int
    bin_unit: str
    series_count: int
    elapsed_ms: float
    warning_count: int
    duration_metric: str


@final
@dataclass(frozen=True, slots=True)
class ArtifactsBegan:
    """4004, phase begin."""

    subject: RunSubject


@final
@dataclass(frozen=True, slots=True)
class ArtifactsEnded:
    """4004, phase end."""

    subject: RunSubject
    file_count: int
    bytes: int
    elapsed_ms: float


@final
@dataclass(frozen=True, slots=True)
class RunCompleted:
    """4005: the last event of a success; `bytes` counts all files of a published run, else 0."""

    subject: RunSubject
    outcome: Outcome
    scenario_hash: str
    warning_count: int
    elapsed_ms: float
    bytes: int
    duration_metric: str


@final
@dataclass(frozen=True, slots=True)
class RunFailed:
    """4500: the last event of a failure."""

    subject: RunSubject
    stage: Stage
    code: str
    detail: str
    error_count: int
    dry_run: bool
    elapsed_ms: float
    cause: BaseException


@final
@dataclass(frozen=True, slots=True)
class RunFoundCorrupt:
    """4102: a stored run does not verify; told once per process and bundle."""

    subject: RunSubject
    findings: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True)
class RunDeleted:
    """4104: a run was deleted."""

    subject: RunSubject


@final
@dataclass(frozen=True, slots=True)
class TemporarySwept:
    """4101: something that a killed process left behind was removed; `path` is relative to the data root."""

    path: str


@final
@dataclass(frozen=True, slots=True)
class CatalogRebuilt:
    """4103: the catalog was made anew from the bundles; `reason` says why."""

    runs: int
    corrupt: int
    reason: str
    elapsed_ms: float


@final
@dataclass(frozen=True, slots=True)
class CatalogUnavailable:
    """4110: the catalog cannot be used; a run that was to be noted in it will be noted later."""

    subject: RunSubject
    detail: str


StoreEvent: TypeAlias = TemporarySwept | CatalogRebuilt


@final
@dataclass(frozen=True, slots=True)
class SnapshotRead:
    """3001: a bin of a run was read."""

    subject: RunSubject
    bin_index: int
    total_bins: int
    node_count: int


@final
@dataclass(frozen=True, slots=True)
class WindowRead:
    """3002: a range of bins of a run was read; `points` counts its numbers."""

    subject: RunSubject
    start_bin: int
    end_bin: int
    requested_bins: int
    total_bins: int
    node_count: int
    points: int


@final
@dataclass(frozen=True, slots=True)
class CaptureStarted:
    """2001: telemetry is to be captured from a run or imported."""

    capture_key: str
    source_type: Literal["run", "file", "upload"]
    run_id: str | None
    dry_run: bool


@final
@dataclass(frozen=True, slots=True)
class CaptureFileMade:
    """2002: the content of one file of a capture is known."""

    capture_key: str
    node_id: str
    metric: str
    path: str
    points: int
    missing: int


@final
@dataclass(frozen=True, slots=True)
class CaptureCompleted:
    """2003: the last event of a success; `rows` were read, None for a run."""

    capture_key: str
    file_count: int
    warning_count: int
    rows: int | None
    elapsed_ms: float


@final
@dataclass(frozen=True, slots=True)
class CaptureWarned:
    """2004: a capture has a warning; `count` is that of its bins or rows."""

    capture_key: str
    code: str
    node_id: str | None
    metric: str | None
    count: int


@final
@dataclass(frozen=True, slots=True)
class CaptureFailed:
    """2500: the last event of a failure."""

    capture_key: str
    code: str
    detail: str
    error_count: int
    elapsed_ms: float
    cause: BaseException


CaptureEvent: TypeAlias = CaptureStarted | CaptureFileMade | CaptureCompleted | CaptureWarned | CaptureFailed

RunEvent: TypeAlias = (
    RunStarted
    | RunValidated
    | EvaluationBegan
    | EvaluationEnded
    | ArtifactsBegan
    | ArtifactsEnded
    | RunCompleted
    | RunFailed
    | RunFoundCorrupt
    | RunDeleted
    | CatalogUnavailable
    | SnapshotRead
    | WindowRead
    | StoreEvent
    | CaptureEvent
)


class RunObserver(Protocol):
    """Sees every event about runs."""

    def observe(self, event: RunEvent) -> None:
        """Take one event; never raises."""
