"""From a model to a plan: every series finds its place in the order of evaluation.

Rule 1: compiling takes no memory for numbers; a model that is too large is refused before.
Rule 2: mistakes that only the dependency graph shows are reported together (ruling 22).
"""

from collections.abc import Iterator, Sequence
from typing import Final

from flowtime_domain.compilation.availability import unavailable_features
from flowtime_domain.compilation.graph import DependencyGraph, Input
from flowtime_domain.compilation.plan import Component, Plan
from flowtime_domain.compilation.quantities import Quantity, quantities
from flowtime_domain.compilation.step_table import Rows, backlog_of, step_of
from flowtime_domain.compilation.steps import Backlog, QueueDepth, QueueServed, Step
from flowtime_domain.errors import DocumentError, ModelInvalidError, in_document_order
from flowtime_domain.expressions.functions import FUNCTIONS
from flowtime_domain.expressions.syntax import Call, Expression
from flowtime_domain.expressions.walk import post_order
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.initial_values import shift_initial_values, starting_depths
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.nodes import ExprNode
from flowtime_domain.model.published_series import SeriesRole

CELLS_SETTING: Final = "FLOWTIME_MAX_CELLS"


def compile_model(model: FlowModel, limits: ModelLimits | None = None) -> Plan:
    """Put everything that a model computes into an order in which it can be computed (engine §2).

    Parameters
    ----------
    model
        A model that has been read.
    limits
        How many numbers it may have; the defaults if None.

    Returns
    -------
    Plan
        Serves any number of evaluations.

    Raises
    ------
    ModelInvalidError
        With `feature_unavailable`; or with all of `dependency_cycle`, `start_required` and
        `model_too_large` that apply, in document order.
    """
    _refuse(unavailable_features(model))
    in_order = quantities(model)
    by_row = tuple(sorted(in_order, key=lambda quantity: quantity.row))
    rows = _rows(model, in_order)
    steps = tuple(step_of(quantity, rows) for quantity in by_row)
    graph = _graph(in_order, steps)
    _refuse(
        [
            *_cycle_errors(model, in_order, graph),
            *_start_errors(model),
            *_size_errors(model, limits or ModelLimits()),
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
        backlogs=rows.backlogs,
    )


def _refuse(errors: Sequence[DocumentError]) -> None:
    if errors:
        raise ModelInvalidError(in_document_order(errors))


def _rows(model: FlowModel, in_order: Sequence[Quantity]) -> Rows:
    row_of = {series.name: row for row, series in enumerate(model.series)}
    return Rows(model, row_of, shift_initial_values(model), _backlogs(model, in_order, row_of))


def _backlogs(model: FlowModel, in_order: Sequence[Quantity], row_of: dict[str, int]) -> dict[int, Backlog]:
    served = {each.owner: each.row for each in in_order if each.role is SeriesRole.SERVED}
    initial_depths = starting_depths(model)
    places = model.topology.nodes
    return {
        each.owner: backlog_of(
            places[each.owner],
            each.row,
            served.get(each.owner),
            row_of,
            initial_depths[places[each.owner].id],
        )
        for each in in_order
        if each.role is SeriesRole.QUEUE_DEPTH
    }


def _graph(in_order: Sequence[Quantity], steps: Sequence[Step]) -> DependencyGraph:
    position_of = {quantity.row: position for position, quantity in enumerate(in_order)}
    return DependencyGraph(
        tuple(
            tuple(Input(position_of[row], lag) for row, lag in steps[quantity.row].inputs)
            for quantity in in_order
        )
    )


def _component(rows: tuple[int, ...], steps: Sequence[Step]) -> Component:
    """A queue by itself has a walk of its own; every other loop goes bin by bin."""
    last = steps[rows[-1]]
    if isinstance(last, QueueDepth):
        served = [row for row in rows[:-1] if _serves(steps[row], last.backlog)]
        return Component(rows, is_bin_by_bin=len(rows) > 1 + len(served))
    reads_itself = any(row in rows for row, _ in last.inputs)
    return Component(rows, is_bin_by_bin=reads_itself)


def _serves(step: Step, backlog: Backlog) -> bool:
    return isinstance(step, QueueServed) and step.backlog == backlog


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
