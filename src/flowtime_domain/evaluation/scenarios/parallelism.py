"""Changing how many servers share the work of a topology node (engine §5.3)."""

from dataclasses import replace
from functools import partial

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.step_table import service_limit
from flowtime_domain.compilation.steps import QueueServed
from flowtime_domain.evaluation.scenarios.target import NumberTarget, Unchangeable
from flowtime_domain.model.place_outline import PARALLEL_KINDS
from flowtime_domain.model.topology import TopologyNode


def parallelism_target(plan: Plan, index: int, place: TopologyNode) -> NumberTarget | Unchangeable:
    """The number of servers, 1 where none is written.

    Where the engine does not serve, it says something to the derived metrics only and changes no series.
    """
    written = place.semantics.parallelism
    if isinstance(written, str):
        return Unchangeable(f"this is the series '{written}'; change that.")
    if place.kind not in PARALLEL_KINDS:
        return Unchangeable(f"a topology node of kind {place.kind} has no parallelism.")
    served = frozenset(row for row in plan.rows_of_backlog(index) if isinstance(plan.steps[row], QueueServed))
    capacity = place.semantics.capacity
    return NumberTarget(
        1.0 if written is None else written, 1.0, served, partial(_with_servers, served, capacity)
    )


def _with_servers(served: frozenset[int], capacity: str | None, plan: Plan, servers: float) -> Plan:
    steps = list(plan.steps)
    for row in served:
        step = steps[row]
        assert isinstance(step, QueueServed)
        assert capacity is not None
        steps[row] = replace(step, limit=service_limit(capacity, servers))
    return replace(plan, steps=tuple(steps))
