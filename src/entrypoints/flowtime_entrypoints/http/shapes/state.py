"""Shapes of answers about the state and the structure of runs (state §4, §5, §7)."""

from typing import Annotated, Any, Final, Literal, final

from litestar.openapi.spec import Parameter, Schema
from litestar.openapi.spec.enums import OpenAPIType
from pydantic import ConfigDict, Field

from flowtime_domain.model.topology import TopologyKind
from flowtime_domain.runs.artifact_documents import GridDocument, WarningDocument
from flowtime_entrypoints.http.shapes.runs import RunMetadata
from flowtime_entrypoints.http.shapes.shape import Shape

Color = Literal["green", "yellow", "red", "gray"]
Number = float | None
Series = list[Number] | None


@final
class Bin(Shape):
    """A bin; without grid start it has no times."""

    index: int
    start_utc: str | None
    end_utc: str | None
    duration_minutes: float


@final
class ReportedNumbers(Shape):
    """What the series of a node say of a bin; null where none does."""

    arrivals: Number
    served: Number
    errors: Number
    attempts: Number
    failures: Number
    exhausted_failures: Number
    retry_echo: Number
    retry_budget_remaining: Number
    external_demand: Number
    queue: Number
    overflow: Number
    capacity: Number
    parallelism: Number
    processing_time_ms_sum: Number
    served_count: Number


@final
class DerivedNumbers(Shape):
    """What follows from the series of a node in a bin; null where undefined."""

    utilization: Number
    queue_time_ms: Number
    latency_minutes: Number
    service_time_ms: Number
    cycle_time_ms: Number
    flow_efficiency: Number
    throughput_ratio: Number
    error_rate: Number
    retry_tax: Number
    kingman_wait_ms: Number
    color: Color


@final
class NodeTelemetry(Shape):
    """The captured files behind the series of a node, and what was found about them."""

    sources: list[str]
    warnings: list[WarningDocument]


@final
class SnapshotNode(Shape):
    """A topology node in one bin."""

    id: str
    kind: TopologyKind
    group: str | None
    metrics: ReportedNumbers
    derived: DerivedNumbers
    telemetry: NodeTelemetry


@final
class StateSnapshot(Shape):
    """A run in one bin."""

    metadata: RunMetadata
    bin: Bin
    nodes: list[SnapshotNode]
    warnings: list[WarningDocument]


@final
class Window(Shape):
    """A range of bins; both ends belong to it."""

    start_bin: int
    end_bin: int
    bin_count: int


def _left_out_if_undefined(schema: dict[str, Any]) -> None:
    """A series that a node does not define has no key, and none is null."""
    schema.pop("required", None)
    for name, member in schema["properties"].items():
        (array,) = (choice for choice in member["anyOf"] if choice != {"type": "null"})
        schema["properties"][name] = array


@final
class NodeSeries(Shape):
    """The series of a node, each with one value per bin; what a node does not define is left out."""

    model_config = ConfigDict(json_schema_extra=_left_out_if_undefined)

    arrivals: Series
    served: Series
    errors: Series
    attempts: Series
    failures: Series
    exhausted_failures: Series
    retry_echo: Series
    retry_budget_remaining: Series
    external_demand: Series
    queue: Series
    overflow: Series
    capacity: Series
    parallelism: Series
    processing_time_ms_sum: Series
    served_count: Series
    utilization: Series
    queue_time_ms: Series
    latency_minutes: Series
    service_time_ms: Series
    cycle_time_ms: Series
    flow_efficiency: Series
    throughput_ratio: Series
    error_rate: Series
    retry_tax: Series
    kingman_wait_ms: Series
    color: list[Color] | None


@final
class WindowNode(Shape):
    """A topology node over a range of bins."""

    id: str
    kind: TopologyKind
    group: str | None
    series: NodeSeries
    telemetry: NodeTelemetry


@final
class StateWindow(Shape):
    """A run over a range of bins."""

    metadata: RunMetadata
    window: Window
    timestamps_utc: list[str] | None
    nodes: list[WindowNode]
    warnings: list[WarningDocument]


@final
class GraphNode(Shape):
    """A topology node; its semantics name reported series, or hold what is authored."""

    id: str
    kind: TopologyKind
    group: str | None
    node_role: str | None
    description: str | None
    semantics: dict[str, str | float | list[float]]
    initial_condition: dict[str, float] | None
    dispatch_schedule: dict[str, int | str] | None
    wip_limit: float | None
    wip_limit_series: str | None
    wip_overflow: str | None
    constraints: list[str]
    ui: dict[str, float] | None


@final
class GraphEdge(Shape):
    """A described connection of two nodes."""

    id: str
    from_: Annotated[str, Field(alias="from")]
    from_port: str | None
    to: str
    to_port: str | None
    type: Literal["throughput", "effort", "terminal", "dependency"]
    measure: Literal["served", "attempts", "errors", "failures", "exhaustedFailures", "load"] | None
    weight: float
    multiplier: float | None
    lag: int | None


@final
class GraphConstraint(Shape):
    """A capacity that several nodes share."""

    id: str
    policy: Literal["proportional", "priority", "maxMin"]
    capacity: str
    members: list[str]


@final
class SeriesInput(Shape):
    """A series that another one reads, and by how many bins it looks back."""

    name: str
    lag: int


@final
class GraphSeries(Shape):
    """A published series; those of one component feed back into each other."""

    name: str
    kind: Literal["const", "expr", "pmf", "serviceWithBuffer", "router", "generated", "stored"]
    node_id: str | None
    expression: str | None
    inputs: list[SeriesInput]
    component: int


@final
class Graph(Shape):
    """The structure of the model that a run was evaluated from."""

    run_id: str
    grid: GridDocument
    nodes: list[GraphNode]
    edges: list[GraphEdge]
    constraints: list[GraphConstraint]
    series: list[GraphSeries]


def _bin_parameter(name: str) -> Parameter:
    schema = Schema(type=OpenAPIType.INTEGER, minimum=0)
    return Parameter(name=name, param_in="query", required=True, schema=schema)


def _names_parameter(name: str) -> Parameter:
    schema = Schema(type=OpenAPIType.STRING, description="Names with commas between them.")
    return Parameter(name=name, param_in="query", schema=schema)


SNAPSHOT_QUERY: Final = (_bin_parameter("binIndex"), _names_parameter("nodeIds"))
WINDOW_QUERY: Final = (
    _bin_parameter("startBin"),
    _bin_parameter("endBin"),
    _names_parameter("nodeIds"),
    _names_parameter("metrics"),
)
