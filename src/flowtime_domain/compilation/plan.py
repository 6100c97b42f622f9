"""What is to be computed, in which order: a model ready for its numbers.

Rule 1: a plan knows rows by their index and holds no array, so one plan serves many evaluations, and an
axis in front of rows and bins (scenarios, classes of items) changes nothing here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import final

from flowtime_domain.compilation.quantities import Quantity
from flowtime_domain.compilation.steps import (
    Allocation,
    Backlog,
    Outflow,
    Overflow,
    QueueDepth,
    Step,
    WorkConservingService,
)
from flowtime_domain.model.derived import Derived
from flowtime_domain.model.flow_model import FlowModel


@final
@dataclass(frozen=True, slots=True)
class Component:
    """Rows that are evaluated together (engine §2.5).

    Attributes
    ----------
    rows
        Members in evaluation order.
    is_bin_by_bin
        Whether all members are computed for one bin before the next; else all bins of a row are computed
        at once: those of a single row, of a queue with its outflow, or of all allocations of a constraint.
    """

    rows: tuple[int, ...]
    is_bin_by_bin: bool


@final
@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A compiled model.

    Attributes
    ----------
    model
        What was compiled.
    quantities
        By row: what it holds; published series first.
    steps
        By row: how it comes about.
    evaluation_order
        All rows in the order of engine §2.5, which decides which failure is named.
    components
        All rows in groups, each after what it reads over any lag.
    row_of
        Name of a published series -> its row.
    before_first_bin
        Name of a published series -> the value that SHIFT sees before bin 0 (engine §2.6).
    backlogs
        Index of a topology node whose outflow is known -> its queue.
    queue_rows
        The same index -> all rows that are generated for it, in the order of engine §2.1.
    allows_gaps
        Whether what is not finite is a gap, as in telemetry mode, instead of a failure (engine §1.4).
    derived
        What has been worked out from it.
    """

    model: FlowModel
    quantities: tuple[Quantity, ...]
    steps: tuple[Step, ...]
    evaluation_order: tuple[int, ...]
    components: tuple[Component, ...]
    row_of: Mapping[str, int]
    before_first_bin: Mapping[str, float]
    backlogs: Mapping[int, Backlog]
    queue_rows: Mapping[int, tuple[int, ...]]
    allows_gaps: bool = False
    derived: Derived = field(default_factory=Derived, init=False, repr=False)

    def rows_of_backlog(self, index: int) -> tuple[int, ...]:
        """The rows that come about by the backlog of a topology node.

        These are its depth and its overflow and, unless the author says what is served, what it serves and
        all allocations of the constraints that it shares.
        """
        rows: dict[int, None] = {}
        for row in self.queue_rows.get(index, ()):
            step = self.steps[row]
            if isinstance(step, QueueDepth | Overflow) or _follows_backlog(step):
                rows[row] = None
            if isinstance(step, Allocation) and _follows_backlog(step):
                rows.update(dict.fromkeys(member.allocation for member in step.constraint.members))
        return tuple(rows)


def _follows_backlog(step: Step) -> bool:
    """Whether a step asks what is available in the queue that it belongs to."""
    if isinstance(step, Allocation):
        return isinstance(step.constraint.members[step.member].demand, WorkConservingService)
    return isinstance(step, Outflow) and isinstance(step.demand, WorkConservingService)
