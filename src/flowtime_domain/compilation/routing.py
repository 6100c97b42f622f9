"""What series become where they are divided by weight, and where they flow together (engine §7.2, §10).

Rule 1: both are formulas of the language; a sum begins at 0 and adds from left to right.
"""

from collections.abc import Iterable, Iterator, Mapping

from flowtime_domain.expressions.syntax import Expression, Number, Operation, Reference
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.nodes import RouterNode, SeriesNode
from flowtime_domain.model.published_series import SeriesRole


def routed_series(nodes: Iterable[SeriesNode]) -> dict[str, Expression]:
    """For every target of a router among some series nodes in document order: its formula.

    Several routes of one router are added in their order, then the sums of several routers in document
    order (ruling 3).
    """
    sums: dict[str, list[Expression]] = {}
    for node in nodes:
        if isinstance(node, RouterNode):
            for target, own_sum in _own_sums(node):
                sums.setdefault(target, []).append(own_sum)
    return {target: _added(own_sums[0], own_sums[1:]) for target, own_sums in sums.items()}


def _own_sums(router: RouterNode) -> Iterator[tuple[str, Expression]]:
    """What a single router gives to each of its targets."""
    source = Reference(router.inputs.queue, offset=0)
    total = 0.0
    for route in router.routes:
        total += route.weight
    shares: dict[str, list[Expression]] = {}
    for route in router.routes:
        weighted = Operation("*", source, Number(route.weight, offset=0), offset=0)
        shares.setdefault(route.target, []).append(
            Operation("/", weighted, Number(total, offset=0), offset=0)
        )
    for target, parts in shares.items():
        yield target, _total(parts)


def overflow_flows(model: FlowModel) -> dict[int, Expression]:
    """For every topology node that others overflow into, by index: its formula, in topology order."""
    index_of = {place.id: index for index, place in enumerate(model.topology.nodes)}
    overflows: Mapping[int, str] = {
        series.owner: series.name for series in model.series if series.role is SeriesRole.OVERFLOW
    }
    flowing: dict[int, list[Expression]] = {}
    for index, name in overflows.items():
        target = index_of.get(model.topology.nodes[index].wip_overflow or "")
        if target is not None:
            flowing.setdefault(target, []).append(Reference(name, offset=0))
    return {target: _total(parts) for target, parts in flowing.items()}


def _total(parts: Iterable[Expression]) -> Expression:
    return _added(Number(0.0, offset=0), parts)


def _added(first: Expression, others: Iterable[Expression]) -> Expression:
    total = first
    for other in others:
        total = Operation("+", total, other, offset=0)
    return total
