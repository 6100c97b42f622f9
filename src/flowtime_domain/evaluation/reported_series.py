"""Which series tells what about a topology node (state §2.1).

Rule 1: this is the one answer to "what is the queue of this node"; metrics, warnings and state ask here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.published_series import SeriesRole
from flowtime_domain.model.topology import TopologyNode


@final
@dataclass(frozen=True, slots=True)
class _Source:
    """Where a metric's series is found: the first generated one that exists, else what is named."""

    metric: str
    semantic: str | None
    generated: tuple[SeriesRole, ...] = ()


# In the order of every answer (state §2.3).
_SOURCES: Final = (
    _Source("arrivals", "arrivals"),
    _Source("served", "served", (SeriesRole.GATED_OUTFLOW, SeriesRole.SERVED)),
    _Source("errors", "errors"),
    _Source("attempts", "attempts"),
    _Source("failures", "failures"),
    _Source("exhaustedFailures", "exhausted_failures"),
    _Source("retryEcho", "retry_echo", (SeriesRole.RETRY_ECHO,)),
    _Source("retryBudgetRemaining", "retry_budget_remaining"),
    _Source("externalDemand", "external_demand"),
    _Source("queue", "queue_depth", (SeriesRole.QUEUE_DEPTH,)),
    _Source("overflow", None, (SeriesRole.OVERFLOW,)),
    _Source("capacity", "capacity"),
    _Source("parallelism", "parallelism"),
    _Source("processingTimeMsSum", "processing_time_ms_sum"),
    _Source("servedCount", "served_count"),
)
REPORTED_METRICS: Final = tuple(source.metric for source in _SOURCES)


def reported_series(model: FlowModel) -> tuple[Mapping[str, str | float], ...]:
    """For each topology node: metric -> name of its series; `parallelism` may be a number instead.

    A metric that nothing tells about is left out; the order is that of state §2.3.
    """
    generated: dict[int, dict[SeriesRole, str]] = {}
    for series in model.series:
        if series.is_generated:
            generated.setdefault(series.owner, {})[series.role] = series.name
    return tuple(
        dict(_reported(place, generated.get(index, {}))) for index, place in enumerate(model.topology.nodes)
    )


def named_series(place: TopologyNode) -> Mapping[str, str | float]:
    """Metric -> what the semantics of a topology node name for it, in the order of state §2.3."""
    return dict(_reported(place, {}))


def _reported(place: TopologyNode, generated: Mapping[SeriesRole, str]) -> Iterator[tuple[str, str | float]]:
    for source in _SOURCES:
        added = next((generated[role] for role in source.generated if role in generated), None)
        named = None if source.semantic is None else getattr(place.semantics, source.semantic)
        reported = named if added is None else added
        if reported is not None:
            yield source.metric, reported
