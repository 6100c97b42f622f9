"""From the elements of a model to the steps that compute its series.

Rule 1: a new kind of node, or of generated series, is one function and one row in a table here.
Rule 2: references of a model that has been read lead somewhere; nothing is checked again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias, final

from flowtime_domain.compilation.quantities import Quantity
from flowtime_domain.compilation.queues import Queues, gate_of
from flowtime_domain.compilation.steps import (
    Allocation,
    Backlog,
    Constant,
    Draws,
    Formula,
    Outflow,
    Overflow,
    QueueDepth,
    RowInput,
    Step,
)
from flowtime_domain.expressions.lags import references
from flowtime_domain.expressions.syntax import Call, Expression, Number, Operation, Reference
from flowtime_domain.kernels import distributions
from flowtime_domain.kernels.retries import retry_kernel
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.nodes import BufferNode, ConstNode, ExprNode, PmfNode, RouterNode
from flowtime_domain.model.published_series import SeriesRole
from flowtime_domain.model.topology import Semantics, TopologyNode

_ZERO: Final = Number(0.0, offset=0)


@final
@dataclass(frozen=True, slots=True)
class Rows:
    """Where the steps of a model find what they read.

    Attributes
    ----------
    row_of
        Name of a published series -> its row.
    before_first_bin
        Name of a published series -> its value before bin 0 (engine §2.6).
    queues
        The queues of the topology nodes.
    routed
        Name of a target of a router -> its formula.
    overflowing
        Index of a topology node that others overflow into -> the formula of what flows in.
    captured
        As `compile_model` says.
    """

    model: FlowModel
    row_of: Mapping[str, int]
    before_first_bin: Mapping[str, float]
    queues: Queues
    routed: Mapping[str, Expression]
    overflowing: Mapping[int, Expression]
    captured: Mapping[str, Sequence[float]] | None = None

    @property
    def allows_gaps(self) -> bool:
        """Whether what is not finite is a gap."""
        return self.captured is not None

    def inputs(self, expression: Expression) -> tuple[RowInput, ...]:
        """What a formula reads."""
        return tuple(RowInput(self.row_of[each.name], each.lag) for each in references(expression))

    def formula(self, expression: Expression) -> Formula:
        """The step of a formula."""
        return Formula(expression, self.inputs(expression))

    def flow(self, expression: Expression) -> Formula:
        """The step of a formula that moves work, for which a gap is no work (engine §1.4)."""
        return replace(self.formula(expression), fills_gaps=self.allows_gaps)


def step_of(quantity: Quantity, rows: Rows) -> Step:
    """How a quantity of a model comes about."""
    if quantity.role is SeriesRole.NODE:
        node = rows.model.nodes[quantity.owner]
        return _STEP_OF_NODE[type(node)](node, quantity, rows)
    if quantity.role is SeriesRole.ROUTER_TARGET:
        return rows.flow(rows.routed[quantity.name])
    place = rows.model.topology.nodes[quantity.owner]
    return _STEP_OF_ROLE[quantity.role](place, quantity, rows)


def _const(node: ConstNode, _: Quantity, rows: Rows) -> Constant:
    if rows.captured is not None and node.source is not None:
        return Constant(tuple(rows.captured[node.id]))
    assert node.values is not None
    return Constant(node.values if isinstance(node.values, tuple) else (node.values,))


def _expr(node: ExprNode, _: Quantity, rows: Rows) -> Formula:
    return rows.formula(rows.model.expressions[node.id])


def _pmf(node: PmfNode, _: Quantity, __: Rows) -> Constant | Draws:
    values, probabilities = node.pmf.values, node.pmf.probabilities
    if node.mode == "sample":
        return Draws(node.id, values, probabilities)
    return Constant((distributions.mean(values, probabilities),))


def _buffer(node: BufferNode, quantity: Quantity, rows: Rows) -> QueueDepth:
    backlog = Backlog(
        arrivals=rows.row_of[node.inflow],
        loss=None if node.loss is None else rows.row_of[node.loss],
        outflow=rows.row_of[node.outflow],
        depth=quantity.row,
        initial_depth=rows.before_first_bin[quantity.name],
    )
    return QueueDepth(backlog, gate_of(node.dispatch_schedule, rows.row_of))


def _router(node: RouterNode, _: Quantity, rows: Rows) -> Formula:
    """The router's own series is what it divides (engine §10.1)."""
    return rows.formula(_reference(node.inputs.queue))


def _retry_echo(place: TopologyNode, _: Quantity, rows: Rows) -> Formula:
    """What failed comes back as the kernel says (engine §9.1)."""
    given = place.semantics
    failed = given.failures or given.errors
    assert failed is not None
    return rows.flow(Call("CONV", (_reference(failed),), retry_kernel(given.retry_kernel), offset=0))


def _overflow_in(_: TopologyNode, quantity: Quantity, rows: Rows) -> Formula:
    return rows.flow(rows.overflowing[quantity.owner])


def _allocation(_: TopologyNode, quantity: Quantity, rows: Rows) -> Allocation:
    return rows.queues.allotments[quantity.row]


def _served(place: TopologyNode, quantity: Quantity, rows: Rows) -> Outflow | Formula:
    """What the engine serves itself (engine §5.3, §5.7)."""
    if place.kind == "sink":
        return rows.formula(_served_by_sink(place.semantics))
    return _outflow(place, quantity, rows)


def _outflow(_: TopologyNode, quantity: Quantity, rows: Rows) -> Outflow:
    queues, owner = rows.queues, quantity.owner
    return Outflow(queues.demands[owner], queues.allocations.get(owner, ()))


def _queue_depth(_: TopologyNode, quantity: Quantity, rows: Rows) -> QueueDepth:
    return QueueDepth(rows.queues.backlogs[quantity.owner])


def _overflow(_: TopologyNode, quantity: Quantity, rows: Rows) -> Overflow:
    return Overflow(rows.queues.backlogs[quantity.owner])


def _served_by_sink(given: Semantics) -> Expression:
    assert given.arrivals is not None
    arrivals = _reference(given.arrivals)
    if given.errors is None:
        return arrivals
    return _call("MAX", _ZERO, Operation("-", arrivals, _reference(given.errors), offset=0))


def _reference(name: str) -> Reference:
    return Reference(name, offset=0)


def _call(function: str, *arguments: Expression) -> Call:
    return Call(function, arguments, literals=(), offset=0)


_StepWriter: TypeAlias = Callable[[Any, Quantity, Rows], Step]

_STEP_OF_NODE: Final[Mapping[type, _StepWriter]] = {
    ConstNode: _const,
    ExprNode: _expr,
    PmfNode: _pmf,
    BufferNode: _buffer,
    RouterNode: _router,
}
_STEP_OF_ROLE: Final[Mapping[SeriesRole, _StepWriter]] = {
    SeriesRole.RETRY_ECHO: _retry_echo,
    SeriesRole.OVERFLOW_IN: _overflow_in,
    SeriesRole.ALLOCATION: _allocation,
    SeriesRole.SERVED: _served,
    SeriesRole.GATED_OUTFLOW: _outflow,
    SeriesRole.QUEUE_DEPTH: _queue_depth,
    SeriesRole.OVERFLOW: _overflow,
}
