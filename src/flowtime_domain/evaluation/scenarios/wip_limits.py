"""Changing how much may wait at a topology node (engine §7.1)."""

from dataclasses import replace
from functools import partial

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.steps import Backlog
from flowtime_domain.evaluation.scenarios.plan_draft import PlanDraft
from flowtime_domain.evaluation.scenarios.target import NumberTarget, Unchangeable
from flowtime_domain.model.topology import TopologyNode


def wip_limit_target(plan: Plan, index: int, place: TopologyNode) -> NumberTarget | Unchangeable:
    """The most items that may wait; only where the model writes it, since a limit publishes a series."""
    if place.wip_limit_series is not None:
        return Unchangeable(f"this is the series '{place.wip_limit_series}'; change that.")
    if place.wip_limit is None:
        return Unchangeable("the model sets no limit here, and a change keeps its shape.")
    rows = frozenset(plan.rows_of_backlog(index))
    return NumberTarget(place.wip_limit, rows, partial(_with_limit, index))


def _with_limit(index: int, draft: PlanDraft, limit: float) -> None:
    def limited(backlog: Backlog) -> Backlog:
        return replace(backlog, limit=limit)

    draft.change_backlog(index, limited)
