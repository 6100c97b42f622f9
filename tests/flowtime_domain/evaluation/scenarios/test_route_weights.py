from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.evaluator import evaluate_plan
from flowtime_domain.evaluation.scenarios.plan_draft import PlanDraft
from flowtime_domain.evaluation.scenarios.route_weights import route_weights
from flowtime_domain.model.flow_model import FlowModel


def routed_plan(first=(0.1, 0.3, None), second=(2, 0.7)):
    """Two routers that meet in `sea`; the first has two routes to `air`."""
    targets = {"one": ("air", "sea", "air"), "two": ("sea", "land")}
    routers = [
        {
            "id": router,
            "kind": "router",
            "inputs": {"queue": "x"},
            "routes": [
                {"target": target} | ({} if weight is None else {"weight": weight})
                for target, weight in zip(targets[router], weights, strict=True)
            ],
        }
        for router, weights in (("one", first), ("two", second))
    ]
    grid = {"bins": 3, "binSize": 1, "binUnit": "hours"}
    return compile_model(
        FlowModel.from_mapping({"grid": grid, "nodes": [{"id": "x", "values": [7, 0.1, 3]}, *routers]})
    )


def test_each_route_has_a_weight():
    """Weights are named by the router and the place of the route, 1 where none is written (model §5.7)."""
    targets = {name: make() for name, make in route_weights(routed_plan())}
    assert {name: target.written for name, target in targets.items()} == {
        "one.routes[0].weight": 0.1,
        "one.routes[1].weight": 0.3,
        "one.routes[2].weight": 1.0,
        "two.routes[0].weight": 2.0,
        "two.routes[1].weight": 0.7,
    }
    assert {(target.minimum, target.is_above_minimum) for target in targets.values()} == {(0.0, True)}


def test_all_series_of_a_router_come_about_by_each_weight():
    """Another weight changes the sum of the weights, and so every share (engine §10.1)."""
    plan = routed_plan()
    rows = {name: make().rows for name, make in route_weights(plan)}
    assert rows["one.routes[1].weight"] == {plan.row_of["air"], plan.row_of["sea"]}
    assert rows["two.routes[1].weight"] == {plan.row_of["sea"], plan.row_of["land"]}


def test_other_weights_divide_as_written():
    """Changes of several weights and routers give what a model gives that is written so (engine §10.1)."""
    plan = routed_plan()
    targets = dict(route_weights(plan))
    draft = PlanDraft(plan)
    for name, weight in [
        ("two.routes[0].weight", 5),
        ("one.routes[2].weight", 1 / 3),
        ("one.routes[0].weight", 4),
    ]:
        targets[name]().put(draft, weight)
    expected = routed_plan(first=(4, 0.3, 1 / 3), second=(5, 0.7))
    changed = draft.plan()
    assert changed.steps == expected.steps
    assert evaluate_plan(changed).matrix.tobytes() == evaluate_plan(expected).matrix.tobytes()
