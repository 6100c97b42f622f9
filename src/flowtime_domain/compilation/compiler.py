"""From a model to a plan: every series finds its place in the order of evaluation.

Rule 1: compiling takes no memory for numbers; a model that is too large is refused before.
Rule 2: mistakes that only the dependency graph shows are reported together (ruling 22).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from flowtime_domain.compilation.graph import DependencyGraph, Input
from flowtime_domain.compilation.plan import Component, Plan
from flowtime_domain.compilation.quantities import Quantity, quantities
from flowtime_domain.compilation.queues import queues
from flowtime_domain.compilation.routing import overflow_flows, routed_series
from flowtime_domain.compilation.step_table import Rows, step_of
from flowtime_domain.compilation.steps import (
    Allocation,
    Backlog,
    Outflow,
    QueueDepth,
    SharedConstraint,
    Step,
    WorkConservingService,
)
from flowtime_domain.errors import DocumentError, ModelInvalidError, in_document_order
from flowtime_domain.expressions.functions import FUNCTIONS
from flowtime_domain.expressions.syntax import Call, Expression
from flowtime_domain.expressions.walk import post_order
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.initial_values import shift_initial_values
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.nodes import ExprNode

CELLS_SETTING: Final = "FLOWTIME_MAX_CELLS"


def compile_model(
    model: FlowModel, limits: ModelLimits | None = None, captured: Mapping[str, Sequence[float]] | None = None
) -> Plan:
    """Put everything that a model computes into an order in which it can be computed (engine §2).

    Parameters
    ----------
    model
        A model that has been read.
    limits
        How many numbers it may have; the limits that it was read under if None.
    captured
        The values of its const nodes that have a source, by id, in the unit of the series, NaN where
        missing; what is not finite is then a gap (engine §1.4). None in simulation mode, which reads no
        source and has no gaps.

    Returns
    -------
    Plan
        Serves any number of evaluations.

    Raises
    ------
    ModelInvalidError
        With all of `dependency_cycle`, `start_required` and `model_too_large` that apply, in document
        order.
    """
    in_order = quantities(model)
    by_row = tuple(sorted(in_order, key=lambda quantity: quantity.row))
    rows = _rows(model, in_order, captured)
    steps = tuple(step_of(quantity, rows) for quantity in by_row)
    graph = _graph(in_order, steps)
    _refuse(
        [
            *_cycle_errors(model, in_order, graph),
            *_start_errors(model),
            *_size_errors(model, limits or model.limits),
        ]
    )
    row_at = [quantity.row for quantity in in_order]
    return Plan(
        model=model,
        quantities=by_row,
        steps=steps,
        evaluation_order=tuple(row_at[position] for position in graph.evaluation_order()),
        components=tuple(
            _component(tuple(row_at[position] for position in group), steps) for group in graph.components()
        ),
        row_of=rows.row_of,
        before_first_bin=rows.before_first_bin,
        backlogs=rows.queues.backlogs,
        queue_rows=rows.queues.rows,
        allows_gaps=rows.allows_gaps,
    )


def _refuse(errors: Sequence[DocumentError]) -> None:
    if errors:
        raise ModelInvalidError(in_document_order(errors))


def _rows(
    model: FlowModel, in_order: Sequence[Quantity], captured: Mapping[str, Sequence[float]] | None
) -> Rows:
    row_of = {series.name: row for row, series in enumerate(model.series)}
    return Rows(
        model=model,
        row_of=row_of,
        before_first_bin=shift_initial_values(model),
        queues=queues(model, in_order, row_of),
        routed=routed_series(model.nodes),
        overflowing=overflow_flows(model),
        captured=captured,
    )


def _graph(in_order: Sequence[Quantity], steps: Sequence[Step]) -> DependencyGraph:
    """Who reads whom; what a constraint reads for all its members meets in a hub.

    A hub looks back at its members, so that they are one component.
    """
    position_of = {quantity.row: position for position, quantity in enumerate(in_order)}
    shared = {id(step.constraint): step.constraint for step in steps if isinstance(step, Allocation)}
    hub_of = {key: position for position, key in enumerate(shared, start=len(in_order))}

    def inputs_of(step: Step | SharedConstraint) -> tuple[Input, ...]:
        if isinstance(step, Allocation):
            return (Input(hub_of[id(step.constraint)], 0),)
        return tuple(Input(position_of[row], lag) for row, lag in step.inputs)

    hubs = [
        (*inputs_of(each), *(Input(position_of[member.allocation], 1) for member in each.members))
        for each in shared.values()
    ]
    return DependencyGraph((*(inputs_of(steps[each.row]) for each in in_order), *hubs), len(hubs))


def _component(rows: tuple[int, ...], steps: Sequence[Step]) -> Component:
    """Whether the rows of a group can be filled over all bins, or only one bin after the other."""
    members = [steps[row] for row in rows]
    fills_at_once = (
        _is_one_queue(rows, members)
        or all(isinstance(step, Allocation) for step in members)
        or (len(rows) == 1 and all(row not in rows for row, _ in members[0].inputs))
    )
    return Component(rows, is_bin_by_bin=not fills_at_once)


def _is_one_queue(rows: tuple[int, ...], members: Sequence[Step]) -> bool:
    """Whether a group is a depth, alone or after its own outflow, and nothing else feeds back into them."""
    *others, depth = members
    if not isinstance(depth, QueueDepth) or len(others) > 1:
        return False
    backlog = depth.backlog
    if not all(_follows(step, backlog) for step in others):
        return False
    given = [*backlog.intake, *backlog.limit_inputs, *(each for step in others for each in step.inputs)]
    return all(lag > 0 or row not in rows for row, lag in given)


def _follows(step: Step, backlog: Backlog) -> bool:
    """Whether a step is what leaves a queue as far as work is available."""
    if not isinstance(step, Outflow) or not isinstance(step.demand, WorkConservingService):
        return False
    return step.demand.backlog is backlog


def _cycle_errors(
    model: FlowModel, in_order: Sequence[Quantity], graph: DependencyGraph
) -> Iterator[DocumentError]:
    for cycle in graph.shortest_cycles():
        way = " -> ".join(in_order[position].name for position in cycle)
        yield model.written_as.error(
            "dependency_cycle",
            f"These series need each other in the same bin: {way}; "
            "let one of them look back with SHIFT by at least one bin.",
            in_order[cycle[0]].path,
        )


def _start_errors(model: FlowModel) -> Iterator[DocumentError]:
    if model.grid.start is not None:
        return
    for index, node in enumerate(model.nodes):
        if not isinstance(node, ExprNode):
            continue
        for call in _calls_for_time(model.expressions[node.id])[:1]:
            yield model.written_as.error(
                "start_required",
                f"{call.function}() needs to know when bin 0 begins; give the grid a start.",
                ("nodes", index, "expr"),
                offset=call.offset,
                formula=node.expr,
            )


def _calls_for_time(expression: Expression) -> list[Call]:
    """The calls of a formula that need times of bins, in the order of the text."""
    calls = [
        part
        for part in post_order(expression)
        if isinstance(part, Call) and FUNCTIONS[part.function].uses_time
    ]
    return sorted(calls, key=lambda call: call.offset)


def _size_errors(model: FlowModel, limits: ModelLimits) -> Iterator[DocumentError]:
    cells = len(model.series) * model.grid.bins
    if cells > limits.max_cells:
        yield model.written_as.error(
            "model_too_large",
            f"{len(model.series)} series of {model.grid.bins} bins are {cells} numbers; "
            f"the limit is {limits.max_cells} ({CELLS_SETTING}).",
            ("grid",),
            limit=limits.max_cells,
            requested=cells,
            setting=CELLS_SETTING,
        )
