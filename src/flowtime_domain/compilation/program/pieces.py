"""From the steps of a component to a piece of a program.

Rule 1: in a loop, tasks stand in an order in which each finds what it reads in the same bin, and a step is
not longer than the least lag by which the loop looks back (engine §2.5).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.compilation.graph import DependencyGraph, Input
from flowtime_domain.compilation.plan import Component, Plan
from flowtime_domain.compilation.program.formulas import FormulaLowering
from flowtime_domain.compilation.program.queue_steps import QueueLowering
from flowtime_domain.compilation.program.registers import Registers
from flowtime_domain.compilation.program.values import (
    ROOM,
    Effect,
    Operand,
    Place,
    Task,
    Value,
    Values,
    needed_values,
)
from flowtime_domain.compilation.steps import (
    Allocation,
    Constant,
    Draws,
    Formula,
    Outflow,
    Overflow,
    QueueDepth,
    SharedConstraint,
    Step,
    WorkConservingService,
)
from flowtime_domain.kernels.tiles import opcodes
from flowtime_domain.kernels.time_axis import TimeAxis

_HEAD: Final = 4
_MOST_HELD: Final = 128
"""Registers that a loop may hold, so that they stay in a cache however large it is."""

Slots: TypeAlias = npt.NDArray[np.int64]


@final
@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """What computes a component.

    Attributes
    ----------
    slots
        shape (slots,), no unit; one segment, as `opcodes` says, or none.
    places
        How many numbers its registers hold.
    hidden_rows
        How many hidden rows it needs.
    """

    slots: Slots
    places: int
    hidden_rows: int


def piece_of(component: Component, plan: Plan, axis: TimeAxis) -> Piece:
    """The piece of a program that computes a component of a plan."""
    lowering = _ComponentLowering.of(plan, axis)
    steps = [plan.steps[row] for row in component.rows]
    first = steps[0]
    if isinstance(first, Draws):
        return Piece(np.empty(0, dtype=np.int64), 0, 0)
    if isinstance(first, Constant) and len(first.values) > 1:
        return _values(component.rows[0], first, axis.bins)
    if isinstance(first, Outflow) and not component.is_bin_by_bin and len(steps) > 1:
        assert isinstance(first.demand, WorkConservingService)
        lowering.serve(first.demand)
    else:
        for row, step in zip(component.rows, steps, strict=True):
            lowering.add(row, step)
    return lowering.piece(component)


def _head(step: int, length: int, before_loop: int) -> list[int]:
    """The head of a segment whose instructions have some length in all, and some before its loop."""
    return [opcodes.TILE, step, length + _HEAD, before_loop + _HEAD]


def _values_among(operands: Iterable[Operand]) -> dict[Value, None]:
    return {operand: None for operand in operands if isinstance(operand, Value)}


def _values(row: int, step: Constant, bins: int) -> Piece:
    """Numbers that are written down stand in the program itself."""
    numbers = np.resize(np.array(step.values, dtype=np.float64), bins)
    instruction = [opcodes.VALUES, bins + 3, row * bins]
    head = [*_head(opcodes.TILE, bins + 3, bins + 3), *instruction]
    return Piece(np.concatenate([np.array(head, dtype=np.int64), numbers.view(np.int64)]), 0, 0)


@final
@dataclass(slots=True)
class _ComponentLowering:
    """The tasks of a component, as far as its steps have come."""

    values: Values
    formulas: FormulaLowering
    queues: QueueLowering
    tasks: list[Task]
    shared: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, plan: Plan, axis: TimeAxis) -> "_ComponentLowering":
        values = Values(axis.bins)
        formulas = FormulaLowering(values, plan.row_of, plan.before_first_bin, axis)
        return cls(values, formulas, QueueLowering(values, formulas), formulas.tasks)

    def add(self, row: int, step: Step) -> None:
        """Compute a row."""
        match step:
            case Constant():
                self._store(row, self.values.number(step.values[0]))
            case Formula():
                read = self.values.known_row if step.fills_gaps else None
                self._store(row, self.formulas.value(step.expression, read))
            case Outflow():
                self._store(row, self.queues.outflow(step))
            case QueueDepth():
                self._store(row, self.queues.depth(step), self.queues.limits(step.backlog))
            case Overflow():
                self._store(row, self.queues.overflow(step))
            case _:  # what is drawn reads nothing, so it is a component of its own
                assert isinstance(step, Allocation)
                self._share(step.constraint)

    def serve(self, demand: WorkConservingService) -> None:
        """Compute the outflow and the depth of a queue together."""
        backlog = demand.backlog
        served, depth = self.queues.served_and_depth(demand)
        self._task(
            (*self.queues.limits(backlog), self._stored(backlog.outflow, served)),
            self._stored(backlog.depth, depth),
            rows=(backlog.outflow, backlog.depth),
        )

    def _share(self, shared: SharedConstraint) -> None:
        """Compute what all members are allotted; the step of the first one does it for all."""
        if id(shared) in self.shared:
            return
        self.shared.add(id(shared))
        share, shares = self.queues.shares(shared)
        rows = tuple(member.allocation for member in shared.members)
        stores = (self._stored(row, value) for row, value in zip(rows, shares, strict=True))
        self._task((share,), *stores, rows=rows)

    def _store(self, row: int, value: Value, before: Sequence[Effect] = ()) -> None:
        self._task(before, self._stored(row, value), rows=(row,))

    def _stored(self, row: int, value: Value) -> Effect:
        return Effect(opcodes.STORE, (self.values.first_slot(Place(row)), value))

    def _task(self, before: Sequence[Effect], *stores: Effect, rows: Sequence[int]) -> None:
        self.tasks.append(Task((*before, *stores), tuple(map(Place, rows))))

    def piece(self, component: Component) -> Piece:
        """All tasks, put into registers."""
        tasks, step, before_loop = self.tasks, opcodes.TILE, None
        registers = Registers()
        if component.is_bin_by_bin:
            tasks, step = self._in_loop()
            for value in self._unchanged():
                registers.hold(value)
            before_loop = len(registers.slots)
        for task in tasks:
            registers.add(task)
        length = len(registers.slots)
        head = _head(step, length, length if before_loop is None else before_loop)
        slots = np.array([*head, *registers.slots], dtype=np.int64)
        return Piece(slots, registers.places, self.values.hidden_rows)

    def _unchanged(self) -> list[Value]:
        """What the loop needs and does not change: the first few values that are used by those it changes."""
        written = {place for task in self.tasks for place in task.writes}
        changing: set[Value] = set()
        unchanged: dict[Value, None] = {}
        for effect in (effect for task in self.tasks for effect in task.effects):
            for value in needed_values(effect, changing):
                reads_loop = any(read.place in written for read in self.values.read_by(value))
                if value.operation == ROOM or reads_loop or not changing.isdisjoint(value.operands):
                    changing.add(value)
                    unchanged.update(_values_among(value.operands))
            unchanged.update(_values_among(effect.operands))
        return [value for value in unchanged if value not in changing][:_MOST_HELD]

    def _in_loop(self) -> tuple[list[Task], int]:
        """The tasks in the order of one bin, and how many bins of each can be computed at once."""
        writer = {place: index for index, task in enumerate(self.tasks) for place in task.writes}
        inputs = [self._inputs(task, writer) for task in self.tasks]
        order = DependencyGraph(tuple(inputs)).evaluation_order()
        lags = [each.lag for own in inputs for each in own if each.lag > 0]
        return [self.tasks[index] for index in order], min([opcodes.TILE, *lags])

    def _inputs(self, task: Task, writer: Mapping[Place, int]) -> tuple[Input, ...]:
        reads = (
            read
            for effect in task.effects
            for value in needed_values(effect, ())
            for read in self.values.read_by(value)
        )
        return tuple(Input(writer[read.place], read.lag) for read in reads if read.place in writer)
