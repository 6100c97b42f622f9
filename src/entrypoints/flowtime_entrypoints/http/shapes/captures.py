"""Shapes of requests and answers about captures (api §11)."""

from typing import Annotated, Literal, final

from pydantic import ConfigDict, Field

from flowtime_domain.runs.artifact_documents import CapturedSeries, WarningDocument
from flowtime_domain.telemetry.gaps import GapMode
from flowtime_entrypoints.http.shapes.runs import Grid
from flowtime_entrypoints.http.shapes.shape import Shape


@final
class CaptureSource(Shape):
    """The run that is captured."""

    type: Literal["run"]
    run_id: str


@final
class CaptureOutput(Shape):
    """Where a capture goes; its key is the run id if none is given."""

    capture_key: str | None = None
    overwrite: bool | None = None


@final
class CaptureGaps(Shape):
    """What becomes of bins without a value."""

    mode: GapMode | None = None
    fill_nan: Annotated[bool | None, Field(alias="fillNaN")] = None


@final
class CaptureRequest(Shape):
    """What is to be captured."""

    source: CaptureSource
    output: CaptureOutput | None = None
    metrics: list[str] | None = None
    gaps: CaptureGaps | None = None
    dry_run: bool | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"source": {"type": "run", "runId": "monday"}, "output": {"captureKey": "monday"}}]
        }
    )


@final
class CaptureRows(Shape):
    """What became of the rows of a source."""

    read: int
    used: int
    outside: int
    skipped: int
    values_missing: int
    duplicates: int
    out_of_order: int


@final
class GapInterval(Shape):
    """Bins without data that follow each other; the end is exclusive."""

    start_utc: str | None
    end_utc: str | None
    bins: int


@final
class SeriesGaps(Shape):
    """The gaps of one series."""

    node_id: str
    metric: str
    count: int
    intervals: list[GapInterval]


@final
class CaptureAnswer(Shape):
    """A capture that was made, or, as a dry run, would be."""

    capture_key: str
    directory: str
    dry_run: bool
    grid: Grid
    alignment: str | None
    rows: CaptureRows | None
    first_timestamp_utc: str | None
    last_timestamp_utc: str | None
    files: list[CapturedSeries]
    gaps: list[SeriesGaps]
    truncated: bool
    warnings: list[WarningDocument]
