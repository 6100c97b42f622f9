"""Changing how many servers share the work of a topology node (engine §5.3)."""

from dataclasses import replace
from functools import partial

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.queues import service_limit
from flowtime_domain.compilation.steps import Allocation, Outflow
from flowtime_domain.evaluation.scenarios.plan_draft import PlanDraft
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
    rows = frozenset(
        row for row in plan.rows_of_backlog(index) if isinstance(plan.steps[row], Outflow | Allocation)
    )
    put = partial(_with_servers, index, place.semantics.capacity) if rows else _change_nothing
    return NumberTarget(1.0 if written is None else written, rows, put, minimum=1.0)


def _with_servers(index: int, capacity: str | None, draft: PlanDraft, servers: float) -> None:
    assert capacity is not None
    draft.change_service(index, partial(replace, capacity=service_limit(capacity, servers)))


def _change_nothing(_: PlanDraft, __: float) -> None:
    """What another number does where nothing reads it."""
