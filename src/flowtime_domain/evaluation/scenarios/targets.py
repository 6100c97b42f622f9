"""What scenarios can change in a model, by name.

Rule 1: a new kind of target is a file of its own and one line here.
"""

from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias, final

from flowtime_domain.compilation.dependents import Dependents
from flowtime_domain.compilation.plan import Plan
from flowtime_domain.errors import did_you_mean
from flowtime_domain.evaluation.scenarios.initial_conditions import InitialConditions
from flowtime_domain.evaluation.scenarios.parallelism import parallelism_target
from flowtime_domain.evaluation.scenarios.route_weights import route_weights
from flowtime_domain.evaluation.scenarios.target import SeriesTarget, Target, Unchangeable
from flowtime_domain.evaluation.scenarios.wip_limits import wip_limit_target
from flowtime_domain.model.nodes import ConstNode, PmfNode
from flowtime_domain.model.topology import TopologyNode

_OfPlace: TypeAlias = Callable[[int, TopologyNode], Target]

# An initial condition holds nothing else, so its key alone says enough.
_ONLY_MEMBER: Final = ".queueDepth"
_WHOLE_PATH: Final = ".initialCondition" + _ONLY_MEMBER
_CHANGEABLE_NODES: Final = (ConstNode, PmfNode)
_NUMBERS_OF_PLACE: Final[dict[str, Callable[[Plan, Dependents], _OfPlace]]] = {
    "initialCondition": lambda plan, dependents: InitialConditions(plan, dependents).target,
    "parallelism": lambda plan, _: partial(parallelism_target, plan),
    "wipLimit": lambda plan, _: partial(wip_limit_target, plan),
}


@final
class Targets:
    """All targets of a plan; each is worked out when it is first asked for."""

    def __init__(self, plan: Plan, dependents: Dependents) -> None:
        self._makers: dict[str, Callable[[], Target]] = {
            **_series_targets(plan),
            **_number_targets(plan, dependents),
            **dict(route_weights(plan)),
        }
        self._known: dict[str, Target] = {}
        self._series = plan.row_of.keys()

    def named(self, name: str) -> Target:
        """The target of a name; for a name that is none, why, with the nearest one."""
        name = other_name(name) or name
        if name not in self._known:
            if name not in self._makers:
                return self._unknown(name)
            self._known[name] = self._makers[name]()
        return self._known[name]

    def _unknown(self, name: str) -> Unchangeable:
        if name in self._series:
            return Unchangeable("this series is computed; only const and pmf nodes can be changed.")
        return Unchangeable(f"there is no such target{did_you_mean(name, self._makers) or '.'}")


def other_name(name: str) -> str | None:
    """The usual name of a target that goes by a longer one; None if there is no other.

    Examples
    --------
    >>> other_name("Desk.initialCondition.queueDepth")
    'Desk.initialCondition'
    """
    return name.removesuffix(_ONLY_MEMBER) if name.endswith(_WHOLE_PATH) else None


def _series_targets(plan: Plan) -> dict[str, Callable[[], Target]]:
    bins = plan.model.grid.bins
    return {
        node.id: partial(SeriesTarget, plan.row_of[node.id], bins)
        for node in plan.model.nodes
        if isinstance(node, _CHANGEABLE_NODES)
    }


def _number_targets(plan: Plan, dependents: Dependents) -> dict[str, Callable[[], Target]]:
    kinds = {key: kind(plan, dependents) for key, kind in _NUMBERS_OF_PLACE.items()}
    return {
        f"{place.id}.{key}": partial(target, index, place)
        for index, place in enumerate(plan.model.topology.nodes)
        for key, target in kinds.items()
    }
