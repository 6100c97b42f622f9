"""Changing what stood in a queue before bin 0 (engine §2.6, §5.2)."""

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TypeAlias, final

from flowtime_domain.compilation.dependents import Dependents
from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.steps import Backlog, QueueDepth
from flowtime_domain.evaluation.scenarios.plan_draft import PlanDraft
from flowtime_domain.evaluation.scenarios.target import NumberTarget, Unchangeable
from flowtime_domain.model.initial_values import names_of_depth, starting_depths
from flowtime_domain.model.published_series import SeriesRole
from flowtime_domain.model.topology import TopologyNode

Names: TypeAlias = frozenset[str]


@final
class InitialConditions:
    """The backlogs of the topology nodes of a plan before bin 0, as targets.

    One number stands for the start of the queue, and for what SHIFT sees of its series; where the model
    lets others have a say in that, it cannot be changed.
    """

    def __init__(self, plan: Plan, dependents: Dependents) -> None:
        self._plan = plan
        self._dependents = dependents
        self._names = _names_before(plan)
        self._owners = Counter(name for names in self._names for name in names)
        self._starts = starting_depths(plan.model)
        self._own = {node.id: node.initial for node in plan.model.nodes if node.initial is not None}

    def target(self, index: int, place: TopologyNode) -> NumberTarget | Unchangeable:
        """The backlog of a topology node before bin 0."""
        names, start = self._names[index], self._starts[place.id]
        for name in sorted(names):
            if self._owners[name] > 1:
                return Unchangeable(f"'{name}' is the depth of another topology node, too.")
            if self._own.get(name, start) != start:
                return Unchangeable(f"series '{name}' has an initial value of its own, which differs.")
        starting = frozenset({*self._plan.rows_of_backlog(index), *self._buffers(names)})
        looking_back = {
            reader for name in names for reader in self._dependents.readers[self._plan.row_of[name]]
        }
        has_queue = index in self._plan.backlogs
        return NumberTarget(start, starting | looking_back, partial(_started, index, names, has_queue))

    def _buffers(self, names: Names) -> set[int]:
        """The rows of those series that are queues themselves."""
        rows = {self._plan.row_of[name] for name in names}
        return {row for row in rows if isinstance(self._plan.steps[row], QueueDepth)}


def _names_before(plan: Plan) -> list[Names]:
    """By topology node: the published series that its backlog before bin 0 stands for."""
    generated = {
        series.owner: series.name for series in plan.model.series if series.role is SeriesRole.QUEUE_DEPTH
    }
    published = frozenset(plan.row_of)
    return [
        published.intersection(names_of_depth(place.id, place.semantics.queue_depth, generated.get(index)))
        for index, place in enumerate(plan.model.topology.nodes)
    ]


def _started(index: int, names: Names, has_queue: bool, draft: PlanDraft, depth: float) -> None:
    """Begin with another backlog: the series that it stands for, and the queue if there is one."""

    def started(backlog: Backlog) -> Backlog:
        return replace(backlog, initial_depth=depth)

    draft.start(names, depth)
    if has_queue:
        draft.change_backlog(index, started)
