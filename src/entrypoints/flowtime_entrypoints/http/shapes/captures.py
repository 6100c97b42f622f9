"""Shapes of requests and answers about captures (api §11)."""

from typing import Annotated, Literal, final

from pydantic import ConfigDict, Field

from flowtime_domain.runs.artifact_documents import CapturedSeries, WarningDocument
from flowtime_domain.telemetry.gaps import GapMode
from flowtime_domain.telemetry.import_request import Alignment, SourceFormat
from flowtime_domain.telemetry.local_times import Ambiguous
from flowtime_domain.telemetry.timestamps import TimestampFormat
from flowtime_entrypoints.http.shapes.runs import Grid
from flowtime_entrypoints.http.shapes.shape import Shape


@final
class RunSource(Shape):
    """A run that is captured."""

    type: Literal["run"]
    run_id: str


@final
class FileSource(Shape):
    """A file below a directory from which imports may read."""

    type: Literal["file"]
    path: str
    format: SourceFormat | None = None
    delimiter: str | None = None


@final
class UploadSource(Shape):
    """Data that is sent along."""

    type: Literal["upload"]
    name: str
    content: str
    encoding: Literal["text", "base64"] | None = None
    format: SourceFormat | None = None
    delimiter: str | None = None


@final
class ImportedSeries(Shape):
    """A column whose values belong to one metric of one topology node."""

    column: str | None = None
    node_id: str
    metric: str
    aggregate: str | None = None
    unit: str | None = None


@final
class ImportGrid(Shape):
    """The bins that rows are put into."""

    bin_size: Annotated[int, Field(ge=1)]
    bin_unit: str
    start: str | None = None
    bins: Annotated[int, Field(ge=1)] | None = None
    align: Alignment | None = None


@final
class CaptureOutput(Shape):
    """Where a capture goes; its key is the run id if none is given, and needed for imports."""

    capture_key: str | None = None
    overwrite: bool | None = None


@final
class CaptureGaps(Shape):
    """What becomes of bins without a value."""

    mode: GapMode | None = None
    fill_nan: Annotated[bool | None, Field(alias="fillNaN")] = None


@final
class CaptureRequest(Shape):
    """What is to be captured; `metrics` belongs to runs, what follows `dryRun` to imports."""

    source: RunSource | FileSource | UploadSource
    output: CaptureOutput | None = None
    metrics: list[str] | None = None
    gaps: CaptureGaps | None = None
    dry_run: bool | None = None
    timestamp_column: str | None = None
    timestamp_format: TimestampFormat | None = None
    timezone: str | None = None
    ambiguous: Ambiguous | None = None
    series: list[ImportedSeries] | None = None
    node_column: str | None = None
    metric_column: str | None = None
    metric: str | None = None
    value_column: str | None = None
    grid: ImportGrid | None = None
    aggregate: str | None = None
    on_bad_row: Literal["fail", "skip"] | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"source": {"type": "run", "runId": "monday"}, "output": {"captureKey": "monday"}},
                {
                    "source": {
                        "type": "upload",
                        "name": "visits.csv",
                        "content": "timestamp,value\n2025-03-03 08:02:00,4\n2025-03-03 08:07:00,6\n",
                    },
                    "series": [{"column": "value", "nodeId": "Desk", "metric": "Arrivals"}],
                    "grid": {"binSize": 5, "binUnit": "minutes", "align": "data"},
                    "output": {"captureKey": "clinic-2025-03"},
                },
            ]
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
