"""What the queues of a model take in, put out and share (engine §5-§8).

Rule 1: each queue has one backlog and one demand; every step that mentions them holds the same objects.
Rule 2: references of a model that has been read lead somewhere; nothing is checked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import final

from flowtime_domain.compilation.quantities import Quantity
from flowtime_domain.compilation.steps import (
    Allocation,
    AuthoredService,
    Backlog,
    Demand,
    Gate,
    LimitRow,
    Member,
    NoService,
    RowInput,
    SharedConstraint,
    WorkConservingService,
)
from flowtime_domain.expressions.lags import references
from flowtime_domain.expressions.syntax import Call, Expression, Number, Operation, Reference
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.initial_values import starting_depths
from flowtime_domain.model.nodes import DispatchSchedule
from flowtime_domain.model.published_series import SeriesRole
from flowtime_domain.model.topology import TopologyNode


@final
@dataclass(frozen=True, slots=True)
class Queues:
    """The queues of a model whose outflow is known, by index of their topology node.

    Attributes
    ----------
    backlogs
        What fills each and what leaves it.
    demands
        What each would put out without constraints.
    allocations
        Rows of what each is allotted, in the order of the constraints; absent if it shares nothing.
    allotments
        Row of an allocation -> its step; those of one constraint hold the same object.
    rows
        Rows that are generated for each.
    """

    backlogs: Mapping[int, Backlog]
    demands: Mapping[int, Demand]
    allocations: Mapping[int, tuple[int, ...]]
    allotments: Mapping[int, Allocation]
    rows: Mapping[int, tuple[int, ...]]


def queues(model: FlowModel, in_order: Sequence[Quantity], row_of: Mapping[str, int]) -> Queues:
    """All queues of a model.

    Parameters
    ----------
    model
        A model that has been read.
    in_order
        What an evaluation computes.
    row_of
        Name of a published series -> its row.
    """
    generated = {(each.owner, each.role): each.row for each in in_order if each.is_generated}
    places = model.topology.nodes
    starts = starting_depths(model)
    owners = [index for index, place in enumerate(places) if place.has_outflow]
    backlogs = {
        owner: _backlog(owner, places[owner], generated, row_of, starts[places[owner].id]) for owner in owners
    }
    demands = {owner: _demand(places[owner], backlogs[owner], row_of) for owner in owners}
    allocations = _allocations(model)
    rows: dict[int, list[int]] = {owner: [] for owner in owners}
    for each in in_order:
        if each.is_generated and each.owner in rows:
            rows[each.owner].append(each.row)
    return Queues(
        backlogs,
        demands,
        allocations,
        _allotments(model, demands, allocations, row_of),
        {owner: tuple(own) for owner, own in rows.items()},
    )


def _backlog(
    owner: int,
    place: TopologyNode,
    generated: Mapping[tuple[int, SeriesRole], int],
    row_of: Mapping[str, int],
    initial_depth: float,
) -> Backlog:
    given = place.semantics
    outflow = generated.get((owner, SeriesRole.GATED_OUTFLOW))
    if outflow is None:
        outflow = generated[owner, SeriesRole.SERVED] if given.served is None else row_of[given.served]
    assert given.arrivals is not None
    limit = place.wip_limit if place.wip_limit_series is None else LimitRow(row_of[place.wip_limit_series])
    return Backlog(
        arrivals=row_of[given.arrivals],
        loss=None if given.errors is None else row_of[given.errors],
        outflow=outflow,
        depth=generated[owner, SeriesRole.QUEUE_DEPTH],
        initial_depth=initial_depth,
        overflow_in=generated.get((owner, SeriesRole.OVERFLOW_IN)),
        limit=limit,
    )


def _demand(place: TopologyNode, backlog: Backlog, row_of: Mapping[str, int]) -> Demand:
    given = place.semantics
    gate = gate_of(place.dispatch_schedule, row_of)
    if given.served is not None:
        return AuthoredService(row_of[given.served], gate)
    if given.capacity is None:
        return NoService()
    capacity = service_limit(given.capacity, given.parallelism)
    inputs = tuple(RowInput(row_of[each.name], each.lag) for each in references(capacity))
    return WorkConservingService(backlog, capacity, inputs, gate)


def gate_of(schedule: DispatchSchedule | None, row_of: Mapping[str, int]) -> Gate | None:
    """When a dispatch schedule lets work leave (engine §6.1)."""
    if schedule is None:
        return None
    capacity = None if schedule.capacity_series is None else row_of[schedule.capacity_series]
    return Gate(schedule.period_bins, schedule.phase_offset % schedule.period_bins, capacity)


def service_limit(capacity: str, parallelism: float | str | None) -> Expression:
    """How much can be served in a bin: capacity times the servers that share the work (engine §5.3)."""
    limit: Expression = Reference(capacity, offset=0)
    if parallelism is not None:
        servers = (
            Reference(parallelism, offset=0)
            if isinstance(parallelism, str)
            else Number(parallelism, offset=0)
        )
        limit = Operation("*", limit, servers, offset=0)
    return Call("MAX", (Number(0.0, offset=0), limit), literals=(), offset=0)


def _allocations(model: FlowModel) -> dict[int, tuple[int, ...]]:
    rows: dict[int, list[int]] = {}
    for row, series in enumerate(model.series):
        if series.role is SeriesRole.ALLOCATION:
            rows.setdefault(series.owner, []).append(row)
    return {owner: tuple(of_owner) for owner, of_owner in rows.items()}


def _allotments(
    model: FlowModel,
    demands: Mapping[int, Demand],
    allocations: Mapping[int, tuple[int, ...]],
    row_of: Mapping[str, int],
) -> dict[int, Allocation]:
    members_of = _owners_of_constraints(model)
    seen = dict.fromkeys(allocations, 0)
    allotments = {}
    for constraint in model.topology.constraints:
        members = []
        for owner in members_of[constraint.id]:
            rows, count = allocations[owner], seen[owner]
            members.append(Member(demands[owner], rows[max(count - 1, 0) : count], rows[count]))
            seen[owner] = count + 1
        capacity = row_of[constraint.semantics.served]
        shared = SharedConstraint(capacity, constraint.policy, tuple(members))
        for index, member in enumerate(members):
            allotments[member.allocation] = Allocation(shared, index)
    return allotments


def _owners_of_constraints(model: FlowModel) -> dict[str, tuple[int, ...]]:
    """Constraint -> its members: those that it names, then those that name it (model §7.7)."""
    places = model.topology.nodes
    index_of = {place.id: index for index, place in enumerate(places)}
    members: dict[str, dict[int, None]] = {
        constraint.id: dict.fromkeys(index_of[name] for name in constraint.nodes or ())
        for constraint in model.topology.constraints
    }
    for index, place in enumerate(places):
        for name in place.constraints or ():
            members[name][index] = None
    return {constraint: tuple(owners) for constraint, owners in members.items()}
