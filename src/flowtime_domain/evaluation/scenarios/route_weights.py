"""Changing how a router divides its series (engine §10.1)."""

from collections.abc import Callable, Iterator
from functools import partial

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.routing import routed_series
from flowtime_domain.evaluation.scenarios.plan_draft import PlanDraft
from flowtime_domain.evaluation.scenarios.target import NumberTarget
from flowtime_domain.model.nodes import RouterNode


def route_weights(plan: Plan) -> Iterator[tuple[str, Callable[[], NumberTarget]]]:
    """The weights of all routes of a plan, by name; another weight changes the shares of all routes."""
    routers = [(index, node) for index, node in enumerate(plan.model.nodes) if isinstance(node, RouterNode)]
    feeding: dict[str, dict[int, None]] = {}
    for index, router in routers:
        for route in router.routes:
            feeding.setdefault(route.target, {})[index] = None
    for index, router in routers:
        fed = {route.target: None for route in router.routes}
        others = sorted({feeder for target in fed for feeder in feeding[target]})
        rows = frozenset(plan.row_of[target] for target in fed)
        for position, route in enumerate(router.routes):
            weighed = partial(_weighed, index, position, tuple(fed), tuple(others))
            name = f"{router.id}.routes[{position}].weight"
            yield name, partial(NumberTarget, route.weight, rows, weighed, is_above_minimum=True)


def _weighed(
    index: int, position: int, fed: tuple[str, ...], feeders: tuple[int, ...], draft: PlanDraft, weight: float
) -> None:
    """Give a route another weight; `feeders` are all routers that feed what this one feeds."""
    router = draft.router(index)
    routes = list(router.routes)
    routes[position] = routes[position].model_copy(update={"weight": weight})
    draft.change_router(index, router.model_copy(update={"routes": tuple(routes)}))
    formulas = routed_series(map(draft.router, feeders))
    for name in fed:
        draft.change_formula(name, formulas[name])
