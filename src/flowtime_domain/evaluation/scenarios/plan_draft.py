"""A plan in which numbers are being changed.

Rule 1: it keeps the rows and components of the plan that it began with.
Rule 2: steps that share a constraint still share it afterwards.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import final

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.steps import (
    Allocation,
    Backlog,
    Demand,
    Formula,
    Outflow,
    Overflow,
    QueueDepth,
    SharedConstraint,
    WorkConservingService,
)
from flowtime_domain.expressions.syntax import Expression
from flowtime_domain.model.nodes import RouterNode


@final
class PlanDraft:
    """The steps of a plan, and what else it says about numbers, as far as changes have come."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._steps = list(plan.steps)
        self._before_first_bin = dict(plan.before_first_bin)
        self._backlogs = dict(plan.backlogs)
        self._routers: dict[int, RouterNode] = {}

    def plan(self) -> Plan:
        """The plan with all changes."""
        return replace(
            self._plan,
            steps=tuple(self._steps),
            before_first_bin=self._before_first_bin,
            backlogs=self._backlogs,
        )

    def change_backlog(self, index: int, change: Callable[[Backlog], Backlog]) -> None:
        """Change what a topology node whose outflow is known says about its backlog."""
        backlog = self._backlogs[index] = change(self._backlogs[index])
        for row in self._plan.rows_of_backlog(index):
            step = self._steps[row]
            if isinstance(step, QueueDepth | Overflow):
                self._steps[row] = replace(step, backlog=backlog)
        self.change_service(index, partial(replace, backlog=backlog))

    def change_service(
        self, index: int, change: Callable[[WorkConservingService], WorkConservingService]
    ) -> None:
        """Change what a topology node puts out by itself, wherever that is read."""
        depth = self._backlogs[index].depth

        def changed(demand: Demand) -> Demand:
            if isinstance(demand, WorkConservingService) and demand.backlog.depth == depth:
                return change(demand)
            return demand

        shared: dict[int, SharedConstraint] = {}
        for row in self._plan.rows_of_backlog(index):
            step = self._steps[row]
            if isinstance(step, Outflow):
                self._steps[row] = replace(step, demand=changed(step.demand))
            elif isinstance(step, Allocation):
                old = step.constraint
                if id(old) not in shared:
                    members = tuple(replace(each, demand=changed(each.demand)) for each in old.members)
                    shared[id(old)] = replace(old, members=members)
                self._steps[row] = replace(step, constraint=shared[id(old)])

    def start(self, names: Iterable[str], value: float) -> None:
        """Let published series begin elsewhere: what SHIFT sees, and those that are queues themselves."""
        for name in names:
            self._before_first_bin[name] = value
            step = self._steps[row := self._plan.row_of[name]]
            if isinstance(step, QueueDepth):
                self._steps[row] = replace(step, backlog=replace(step.backlog, initial_depth=value))

    def router(self, index: int) -> RouterNode:
        """A series node that is a router, as far as changes have come."""
        node = self._routers.get(index, self._plan.model.nodes[index])
        assert isinstance(node, RouterNode)
        return node

    def change_router(self, index: int, router: RouterNode) -> None:
        """Remember another router; the series that it feeds are changed by themselves."""
        self._routers[index] = router

    def change_formula(self, name: str, expression: Expression) -> None:
        """Compute a published series by another formula, which reads the same rows."""
        step = self._steps[row := self._plan.row_of[name]]
        assert isinstance(step, Formula)
        self._steps[row] = replace(step, expression=expression)
