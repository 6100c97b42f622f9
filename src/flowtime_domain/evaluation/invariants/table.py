"""All rules in the order of engine §12.1."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

import numpy as np

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.evaluation.calculation import Matrix
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.evaluation.invariants import backlog, balance, releases, structure
from flowtime_domain.evaluation.invariants.gaps import non_finite_values
from flowtime_domain.evaluation.invariants.observation import ConstraintRule, Observation, Rule, SeriesRule
from flowtime_domain.evaluation.invariants.signs import negative
from flowtime_domain.evaluation.place_numbers import PlaceNumbers
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.published_series import SeriesRole
from flowtime_domain.model.topology import Edge

RULES_OF_SERIES: Final[tuple[SeriesRule, ...]] = (non_finite_values,)
RULES_OF_CONSTRAINTS: Final[tuple[ConstraintRule, ...]] = (releases.constraint_capacity_negative,)
RULES: Final[tuple[Rule, ...]] = (
    structure.retry_kernel_policy,
    structure.retry_kernel_unused,
    negative("arrivals_negative", "arrivals"),
    negative("served_negative", "served"),
    negative("errors_negative", "errors"),
    negative("attempts_negative", "attempts"),
    negative("failures_negative", "failures"),
    negative("exhausted_failures_negative", "exhaustedFailures"),
    negative("retry_echo_negative", "retryEcho"),
    negative("retry_budget_negative", "retryBudgetRemaining"),
    negative("capacity_negative", "capacity"),
    negative("queue_negative", "queue"),
    balance.SERVED_EXCEEDS_AVAILABLE,
    balance.LOSS_EXCEEDS_AVAILABLE,
    balance.queue_depth_mismatch,
    balance.SERVED_EXCEEDS_ARRIVALS,
    balance.SERVED_EXCEEDS_CAPACITY,
    balance.ERRORS_EXCEED_ARRIVALS,
    balance.ATTEMPTS_BELOW_ARRIVALS,
    balance.FAILURES_EXCEED_ATTEMPTS,
    balance.EXHAUSTED_EXCEEDS_FAILURES,
    balance.EXHAUSTED_EXCEEDS_ERRORS,
    balance.ATTEMPTS_CONSERVATION_MISMATCH,
    releases.wip_overflow_lost,
    balance.CONSTRAINT_LIMITED,
    releases.dispatch_never_releases,
    releases.queue_latency_gate_closed,
    releases.queue_latency_unreported,
    structure.missing_served_series,
    backlog.capacity_all_zero,
    structure.missing_exhausted_failures_series,
    structure.missing_retry_budget_series,
    structure.dlq_non_terminal_inbound,
    structure.dlq_non_terminal_outbound,
    structure.dependency_missing_effort_edges,
    structure.edge_behavior_violation_lag,
    backlog.non_stationary,
    backlog.backlog_growth_streak,
    backlog.backlog_overload,
    backlog.backlog_age_risk,
)


@np.errstate(all="ignore")
def invariant_findings(places: Sequence[PlaceNumbers], plan: Plan, matrix: Matrix) -> tuple[Finding, ...]:
    """Everything that the rules find in a run.

    Parameters
    ----------
    places
        The topology nodes with their numbers, in document order.
    plan
        What was computed.
    matrix
        shape (rows, bins); items per bin for flows, items for stocks; NaN in gaps, which offend no rule
        about numbers.

    Returns
    -------
    tuple of Finding
        First about the run, then about topology nodes in document order, rules in the order of the table.
    """
    about_constraints = (
        rule(constraint, matrix[plan.row_of[constraint.semantics.served]])
        for constraint in plan.model.topology.constraints
        for rule in RULES_OF_CONSTRAINTS
    )
    about_places = (rule(seen) for seen in _observations(places, plan.model) for rule in RULES)
    found = chain(_about_series(plan, matrix), about_constraints, about_places)
    return tuple(finding for finding in found if finding is not None)


def _about_series(plan: Plan, matrix: Matrix) -> Iterator[Finding | None]:
    if plan.allows_gaps:
        yield from (rule(name, matrix[row]) for name, row in plan.row_of.items() for rule in RULES_OF_SERIES)


def _observations(places: Sequence[PlaceNumbers], model: FlowModel) -> list[Observation]:
    incoming: dict[str, list[Edge]] = {place.place.id: [] for place in places}
    outgoing: dict[str, list[Edge]] = {place.place.id: [] for place in places}
    for edge in model.topology.edges:
        outgoing[edge.source_node].append(edge)
        incoming[edge.target_node].append(edge)
    echoing = {series.owner for series in model.series if series.role is SeriesRole.RETRY_ECHO}
    return [
        Observation(
            numbers=place,
            grid=model.grid,
            incoming=tuple(incoming[place.place.id]),
            outgoing=tuple(outgoing[place.place.id]),
            generates_echo=index in echoing,
        )
        for index, place in enumerate(places)
    ]
