"""Places where work waits or is done, what joins them, and what they share (model §7).

Rule 1: a topology node names series by its semantics; it holds no numbers over bins itself.
"""

from typing import Annotated, Final, Literal, TypeAlias, final

from pydantic import AfterValidator, Field, Tag
from pydantic_core import PydanticCustomError

from flowtime_domain.model.element import BY_KIND_OF_VALUE, Element, FiniteNumber, Metadata
from flowtime_domain.model.identifiers import (
    SeriesId,
    SeriesReference,
    SeriesReferenceOrNewId,
    TopologyId,
)
from flowtime_domain.model.nodes import DispatchSchedule

TopologyKind: TypeAlias = Literal[
    "service", "serviceWithBuffer", "queue", "dlq", "router", "external", "dependency", "sink"
]
QUEUE_LIKE_KINDS: Final = frozenset({"serviceWithBuffer", "queue", "dlq"})
SERIES_SEMANTICS: Final = (
    "arrivals",
    "served",
    "errors",
    "attempts",
    "failures",
    "exhausted_failures",
    "retry_budget_remaining",
    "external_demand",
    "capacity",
    "processing_time_ms_sum",
    "served_count",
    "queue_depth",
    "retry_echo",
)
MAXIMUM_KERNEL_LENGTH: Final = 32


def _share_of_retries(share: float) -> float:
    if share < 0:
        raise PydanticCustomError("retry_kernel_invalid", "A retry kernel holds numbers of at least 0.")
    return share


def _length_of_kernel(kernel: tuple[float, ...]) -> tuple[float, ...]:
    if not 1 <= len(kernel) <= MAXIMUM_KERNEL_LENGTH:
        message = "A retry kernel holds 1 to {most} numbers, this one {count}."
        context = {"most": MAXIMUM_KERNEL_LENGTH, "count": len(kernel)}
        raise PydanticCustomError("retry_kernel_invalid", message, context)
    return kernel


RetryKernel: TypeAlias = Annotated[
    tuple[Annotated[FiniteNumber, AfterValidator(_share_of_retries)], ...], AfterValidator(_length_of_kernel)
]
Parallelism: TypeAlias = Annotated[
    Annotated[FiniteNumber, Field(ge=1), Tag("a number")] | Annotated[SeriesReference, Tag("a text")],
    BY_KIND_OF_VALUE,
]


@final
class Semantics(Element):
    """Which series describe a topology node (model §7.3), in the order of the normal form."""

    arrivals: SeriesReference | None = None
    served: SeriesReference | None = None
    errors: SeriesReference | None = None
    attempts: SeriesReference | None = None
    failures: SeriesReference | None = None
    exhausted_failures: SeriesReference | None = None
    retry_budget_remaining: SeriesReference | None = None
    external_demand: SeriesReference | None = None
    capacity: SeriesReference | None = None
    processing_time_ms_sum: SeriesReference | None = None
    served_count: SeriesReference | None = None
    queue_depth: SeriesReferenceOrNewId | None = None
    retry_echo: SeriesReferenceOrNewId | None = None
    retry_kernel: RetryKernel | None = None
    parallelism: Parallelism | None = None
    sla_min: Annotated[FiniteNumber, Field(gt=0)] | None = None
    max_attempts: Annotated[int, Field(ge=1)] | None = None
    backoff_strategy: str | None = None
    exhausted_policy: str | None = None
    aliases: dict[str, str] | None = None
    metadata: Metadata | None = None


@final
class InitialCondition(Element):
    """The backlog before bin 0."""

    queue_depth: Annotated[FiniteNumber, Field(ge=0)] | None = None


@final
class Coordinates(Element):
    """Where a drawing shows a node."""

    x: FiniteNumber | None = None
    y: FiniteNumber | None = None


@final
class TopologyNode(Element):
    """A service, queue or other place (model §7.1), in the order of the normal form."""

    id: TopologyId
    kind: TopologyKind = "service"
    semantics: Semantics
    initial_condition: InitialCondition | None = None
    dispatch_schedule: DispatchSchedule | None = None
    wip_limit: Annotated[FiniteNumber, Field(ge=0)] | None = None
    wip_limit_series: SeriesReference | None = None
    wip_overflow: str | None = None
    constraints: tuple[str, ...] | None = None
    node_role: str | None = None
    group: str | None = None
    description: str | None = None
    ui: Coordinates | None = None
    metadata: Metadata | None = None

    @property
    def is_queue_like(self) -> bool:
        """Whether the kind keeps a backlog (model §7.2)."""
        return self.kind in QUEUE_LIKE_KINDS

    @property
    def has_outflow(self) -> bool:
        """Whether the engine can say what leaves the node's queue (model §7.2, engine §5.3)."""
        given = self.semantics
        serves = given.served is not None or given.capacity is not None or self.kind == "dlq"
        return self.is_queue_like and given.arrivals is not None and serves

    @property
    def initial_depth(self) -> float | None:
        """The authored backlog before bin 0, in items."""
        return None if self.initial_condition is None else self.initial_condition.queue_depth


@final
class Edge(Element):
    """A described connection; it moves no work (model §7.8)."""

    from_: Annotated[str, Field(alias="from")]
    to: str
    id: str
    weight: Annotated[FiniteNumber, Field(ge=0)] = 1.0
    type: Literal["throughput", "effort", "terminal", "dependency"] = "throughput"
    measure: Literal["served", "attempts", "errors", "failures", "exhaustedFailures", "load"] | None = None
    multiplier: FiniteNumber | None = None
    lag: Annotated[int, Field(ge=0)] | None = None
    description: str | None = None
    metadata: Metadata | None = None

    @property
    def source_node(self) -> str:
        """Topology id at the beginning, without port."""
        return self.from_.partition(":")[0]

    @property
    def target_node(self) -> str:
        """Topology id at the end, without port."""
        return self.to.partition(":")[0]


@final
class ConstraintSemantics(Element):
    """Which series describe a shared constraint (model §7.7)."""

    served: SeriesReference
    arrivals: str | None = None
    errors: str | None = None
    latency_minutes: str | None = None


@final
class Constraint(Element):
    """A capacity that several nodes share (model §7.7)."""

    id: SeriesId
    policy: Literal["proportional", "priority", "maxMin"] = "proportional"
    semantics: ConstraintSemantics
    nodes: tuple[str, ...] | None = None
    description: str | None = None


@final
class Topology(Element):
    """All places, connections and shared constraints of a model."""

    nodes: tuple[TopologyNode, ...] = ()
    edges: tuple[Edge, ...] = ()
    constraints: tuple[Constraint, ...] = ()
