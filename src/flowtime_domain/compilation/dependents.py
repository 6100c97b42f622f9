"""What must be computed again when some rows of a plan have changed.

Rule 1: an answer takes time in proportion to what it names, not to the size of the plan.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import final

from flowtime_domain.compilation.plan import Component, Plan
from flowtime_domain.compilation.steps import Allocation


@final
@dataclass(frozen=True, slots=True, eq=False)
class Dependents:
    """Who reads whom in a plan.

    Attributes
    ----------
    components
        All components of the plan, in order.
    component_of
        By row: the index of its component.
    readers
        By row: the rows that read it, over any lag; for all members of a constraint the first.
    """

    components: tuple[Component, ...]
    component_of: tuple[int, ...]
    readers: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, plan: Plan) -> "Dependents":
        """The dependents of every row of a plan."""
        component_of = [0] * len(plan.steps)
        for index, component in enumerate(plan.components):
            for row in component.rows:
                component_of[row] = index
        readers: list[dict[int, None]] = [{} for _ in plan.steps]
        for reader, step in enumerate(plan.steps):
            # The members of a constraint are one component, and read the same.
            if isinstance(step, Allocation) and step.member > 0:
                continue
            for row, _ in step.inputs:
                readers[row][reader] = None
        return cls(plan.components, tuple(component_of), tuple(map(tuple, readers)))

    def components_reached(self, rows: Iterable[int]) -> tuple[Component, ...]:
        """The components of some rows, and of all that read them over any way, in the order of the plan."""
        reached: set[int] = set()
        waiting = [self.component_of[row] for row in rows]
        while waiting:
            index = waiting.pop()
            if index not in reached:
                reached.add(index)
                for row in self.components[index].rows:
                    waiting.extend(self.component_of[reader] for reader in self.readers[row])
        return tuple(self.components[index] for index in sorted(reached))
