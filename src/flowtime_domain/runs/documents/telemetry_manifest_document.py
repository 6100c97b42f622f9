"""telemetry-manifest.json: the captured files of a run or a capture (telemetry §4).

Rule 1: what manifests of schema version 1 do not tell is null; our own writers tell everything.
"""

from typing import Annotated, Literal, TypeAlias, final

from pydantic import Field

from flowtime_domain.model.grid import BinUnit
from flowtime_domain.runs.documents.artifact_document import (
    ArtifactDocument,
    ArtifactPart,
    Count,
    Hash,
    HashDigits,
)
from flowtime_domain.runs.documents.run_document import CreatedUtc
from flowtime_domain.runs.documents.warning_document import WarningDocument


@final
class TelemetryWindow(ArtifactPart):
    """When the grid begins and how long it is, in minutes for every unit."""

    start_time_utc: str | None
    duration_minutes: float | None


@final
class TelemetryGrid(ArtifactPart):
    """The grid of a capture."""

    bins: Annotated[int, Field(ge=1)]
    bin_size: Annotated[int, Field(ge=1)]
    bin_unit: BinUnit


@final
class CapturedSeries(ArtifactPart):
    """One captured file; `points` are its rows, `missing` those without a finite value."""

    node_id: str
    metric: str
    series_id: str | None
    path: str
    hash: Hash
    points: Count
    missing: Count | None
    unit: str | None


@final
class GapTreatment(ArtifactPart):
    """How gaps were treated (telemetry §5)."""

    mode: Literal["ignore", "warn", "fill_zero", "fill_previous", "interpolate"]
    fill_nan: Annotated[bool, Field(alias="fillNaN")]


@final
class SimulationSource(ArtifactPart):
    """The values were computed; nothing was captured."""

    type: Literal["simulation"]


@final
class RunSource(ArtifactPart):
    """The values were captured from a run."""

    type: Literal["run"]
    run_id: str


@final
class ImportSource(ArtifactPart):
    """The values were imported from a file or an upload."""

    type: Literal["file", "upload"]
    name: str
    format: Literal["csv", "parquet"]
    sha256: HashDigits
    rows: Count
    timestamp_column: str
    timestamp_format: str
    timezone: str
    alignment: str
    aggregates: tuple[str, ...]


TelemetryOrigin: TypeAlias = Annotated[
    SimulationSource | RunSource | ImportSource, Field(discriminator="type")
]


@final
class TelemetryProvenance(ArtifactPart):
    """The run behind the values, null for imports, and what wrote the manifest."""

    run_id: str | None
    scenario_hash: Hash | None
    model_hash: Hash | None
    generator: str | None
    captured_at_utc: CreatedUtc | None


@final
class TelemetryManifestDocument(ArtifactDocument):
    """telemetry-manifest.json (telemetry §4.1)."""

    schema_version: Literal[2]
    window: TelemetryWindow
    grid: TelemetryGrid
    files: tuple[CapturedSeries, ...]
    gaps: GapTreatment | None
    source: TelemetryOrigin | None
    warnings: tuple[WarningDocument, ...]
    provenance: TelemetryProvenance
