"""Shapes of answers about runs (api §6-§8)."""

from typing import Annotated, Any, Final, Literal, final

from litestar.openapi.spec import Parameter, Schema
from litestar.openapi.spec.enums import OpenAPIType
from pydantic import Field

from flowtime_domain.model.grid import BinUnit
from flowtime_domain.model.published_series import SeriesKind
from flowtime_domain.runs.artifact_documents import FormatDocument, GridDocument, WarningDocument
from flowtime_domain.use_cases.run_listing import LONGEST_TEXT, STATUSES
from flowtime_entrypoints.http.shapes.shape import Hash, Shape


@final
class Grid(Shape):
    """The time axis; `end` is exclusive."""

    bins: int
    bin_size: int
    bin_unit: BinUnit
    start: str | None
    end: str | None


@final
class SchemaReference(Shape):
    """Version of the model's schema."""

    id: str
    version: str
    hash: Hash | None


@final
class Storage(Shape):
    """Where files of the run lie, relative to the parent of the runs root."""

    model_path: str | None
    metadata_path: str | None
    provenance_path: str | None


@final
class RunMetadata(Shape):
    """What every answer about a run says of it."""

    run_id: str
    template_id: str
    template_title: str | None
    template_version: str | None
    mode: str
    provenance_hash: Hash | None
    scenario_hash: Hash
    created_utc: str
    telemetry_sources_resolved: bool
    schema_: Annotated[SchemaReference, Field(alias="schema")]
    storage: Storage


@final
class CapturedFile(Shape):
    """A file of the capture that a planned run would copy."""

    node_id: str
    metric: str
    path: str


@final
class Plan(Shape):
    """What creating the run would do."""

    template_id: str
    mode: str
    output_root: str
    capture_directory: str | None
    deterministic_run_id: bool
    requested_run_id: str | None
    run_id: str | None
    scenario_hash: Hash
    would_reuse: bool
    parameters: dict[str, Any]
    seed: int | None
    telemetry_bindings: dict[str, str]
    files: list[CapturedFile]
    grid: Grid
    series: list[str]
    warnings: list[WarningDocument]


@final
class Artifacts(Shape):
    """Which files of the run exist."""

    run: bool
    manifest: bool
    series_index: bool
    model: bool
    metadata: bool
    provenance: bool
    telemetry_manifest: bool


@final
class RunAnswer(Shape):
    """A run, or the plan of one."""

    is_dry_run: bool
    metadata: RunMetadata | None
    plan: Plan | None
    warnings: list[WarningDocument]
    can_replay: bool
    was_reused: bool
    warning_count: int
    grid: Grid
    artifacts: Artifacts
    series_count: int


@final
class IndexedSeries(Shape):
    """A series of a run; what a run of an earlier version does not say is null."""

    id: str
    kind: SeriesKind | None
    path: str | None
    row: int | None
    unit: str | None
    component_id: str | None
    class_: Annotated[Literal["DEFAULT"], Field(alias="class")]
    points: int
    hash: Hash | None


@final
class SeriesIndex(Shape):
    """The series of a run, and how their files are laid out."""

    schema_version: Literal[1]
    grid: GridDocument
    series: list[IndexedSeries]
    formats: list[FormatDocument]


@final
class RunItem(Shape):
    """A run in a listing."""

    run_id: str
    status: Literal["complete", "corrupt"]
    template_id: str | None
    template_title: str | None
    template_version: str | None
    mode: str | None
    created_utc: str
    warning_count: int
    grid: Grid | None
    scenario_hash: Hash | None


@final
class RunList(Shape):
    """A page of runs, newest first."""

    items: list[RunItem]
    total_count: int
    page: int | None
    page_size: int | None
    limit: int | None
    next_cursor: str | None


_TEXT: Final = Schema(type=OpenAPIType.STRING)
_TIME: Final = Schema(type=OpenAPIType.STRING, description="ISO 8601; UTC if there is no offset.")
_COUNT: Final = Schema(type=OpenAPIType.INTEGER, minimum=1)
_LISTING_SCHEMAS: Final = {
    "status": Schema(type=OpenAPIType.STRING, enum=STATUSES, default="complete"),
    "mode": _TEXT,
    "templateId": _TEXT,
    "hasWarnings": Schema(type=OpenAPIType.BOOLEAN),
    "createdAfter": _TIME,
    "createdBefore": _TIME,
    "q": Schema(type=OpenAPIType.STRING, min_length=1, max_length=LONGEST_TEXT),
    "page": _COUNT,
    "pageSize": _COUNT,
    "limit": _COUNT,
    "cursor": _TEXT,
}
RUN_LISTING_QUERY: Final = tuple(
    Parameter(name=name, param_in="query", schema=schema) for name, schema in _LISTING_SCHEMAS.items()
)
