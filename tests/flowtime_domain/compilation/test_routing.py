from typing import Any

from examples.models import place_model
from flowtime_domain.compilation.routing import overflow_flows, routed_series
from flowtime_domain.expressions.syntax import Expression, Number, Operation, Reference
from flowtime_domain.model.flow_model import FlowModel


def router_model(*routers: tuple[str, str, list[dict[str, Any]]]) -> FlowModel:
    """A model of one series and some routers: id, source and routes of each."""
    nodes = [
        {"id": name, "kind": "router", "inputs": {"queue": source}, "routes": routes}
        for name, source, routes in routers
    ]
    grid = {"bins": 2, "binSize": 1, "binUnit": "hours"}
    return FlowModel.from_mapping({"grid": grid, "nodes": [{"id": "s", "values": 1}, *nodes]})


def share(source: str, weight: float, total: float) -> Expression:
    weighted = Operation("*", Reference(source, 0), Number(weight, 0), 0)
    return Operation("/", weighted, Number(total, 0), 0)


def plus(left: Expression, right: Expression) -> Expression:
    return Operation("+", left, right, 0)


ZERO = Number(0.0, 0)


def test_a_target_adds_its_routes_in_their_order():
    """A target is the sum over its routes of source times weight over all weights (engine §10.1)."""
    routes = [{"target": "x", "weight": 0.5}, {"target": "y"}, {"target": "x", "weight": 0.25}]
    total = (0.5 + 1) + 0.25
    assert routed_series(router_model(("r", "s", routes)).nodes) == {
        "x": plus(plus(ZERO, share("s", 0.5, total)), share("s", 0.25, total)),
        "y": plus(ZERO, share("s", 1.0, total)),
    }


def test_several_routers_add_their_own_sums():
    """A target of several routers is the sum of each router's own sum (ruling 3)."""
    twice = [{"target": "x"}, {"target": "x"}]
    found = routed_series(router_model(("r", "s", twice), ("q", "s", [{"target": "x", "weight": 3}])).nodes)
    own = plus(plus(ZERO, share("s", 1.0, 2.0)), share("s", 1.0, 2.0))
    assert found == {"x": plus(own, plus(ZERO, share("s", 3.0, 3.0)))}


def test_overflow_adds_in_topology_order():
    """Overflow of several queues adds in topology order; what is lost flows nowhere (engine §7.2)."""
    semantics = {"arrivals": "a", "served": "a"}
    places = [
        {"id": name, "kind": "queue", "semantics": semantics, "wipLimit": 1, **overflow}
        for name, overflow in (
            ("A", {"wipOverflow": "B"}),
            ("B", {"wipOverflow": "LOSS"}),
            ("C", {"wipOverflow": "B"}),
            ("D", {}),
        )
    ]
    flows = overflow_flows(place_model(2, {"a": 1}, *places))
    assert flows == {1: plus(plus(ZERO, Reference("a_overflow", 0)), Reference("c_overflow", 0))}
