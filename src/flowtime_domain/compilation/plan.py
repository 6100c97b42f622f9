"""What is to be computed, in which order: a model ready for its numbers.

Rule 1: a plan knows rows by their index and holds no array, so one plan serves many evaluations, and an
axis in front of rows and bins (scenarios, classes of items) changes nothing here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from flowtime_domain.compilation.quantities import Quantity
from flowtime_domain.compilation.steps import Backlog, QueueDepth, QueueServed, Step
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
        Whether all members are computed for one bin before the next; else each is one whole-array
        operation, a queue and what it serves are one together.
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
    """

    model: FlowModel
    quantities: tuple[Quantity, ...]
    steps: tuple[Step, ...]
    evaluation_order: tuple[int, ...]
    components: tuple[Component, ...]
    row_of: Mapping[str, int]
    before_first_bin: Mapping[str, float]
    backlogs: Mapping[int, Backlog]

    def rows_of_backlog(self, index: int) -> tuple[int, ...]:
        """The rows that the queue of a topology node fills: its depth, and what it serves if not authored."""
        backlog = self.backlogs.get(index)
        candidates = () if backlog is None else (backlog.outflow, backlog.depth)
        return tuple(row for row in candidates if _backlog_of(self.steps[row]) == backlog)


def _backlog_of(step: Step) -> Backlog | None:
    return step.backlog if isinstance(step, QueueDepth | QueueServed) else None
