"""How each row of an evaluation comes about.

Rule 1: a step says what is computed and from which rows; how arrays are walked is the evaluator's affair.
Rule 2: what a formula of the language can say is a formula here too: echoes and limits need no kind of step.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple, TypeAlias, final

from flowtime_domain.expressions.syntax import Expression


class RowInput(NamedTuple):
    """A row that a step reads, and by how many bins it looks back."""

    row: int
    lag: int


@final
@dataclass(frozen=True, slots=True)
class Constant:
    """Values that are written down; they repeat until the bins are full (engine §4.1)."""

    values: tuple[float, ...]
    inputs: ClassVar[tuple[RowInput, ...]] = ()


@final
@dataclass(frozen=True, slots=True)
class Draws:
    """Draws from a distribution by the stream of a node (engine §4.4)."""

    node_id: str
    values: tuple[float, ...]
    probabilities: tuple[float, ...]
    inputs: ClassVar[tuple[RowInput, ...]] = ()


@final
@dataclass(frozen=True, slots=True)
class Formula:
    """A formula over other rows (engine §3).

    Attributes
    ----------
    expression
        What is computed.
    inputs
        What it reads.
    fills_gaps
        Whether what is not finite counts as 0 where it is read (engine §1.4).
    """

    expression: Expression
    inputs: tuple[RowInput, ...]
    fills_gaps: bool = False


@final
@dataclass(frozen=True, slots=True)
class Gate:
    """When work may leave, and how much then (engine §6).

    Attributes
    ----------
    period
        Bins from one dispatch to the next, at least 1.
    phase
        First bin that dispatches, 0..period-1.
    capacity
        Row of what a dispatch takes at most, None if all.
    """

    period: int
    phase: int
    capacity: int | None

    @property
    def inputs(self) -> tuple[RowInput, ...]:
        """The capacity, if there is one."""
        return _same_bin(self.capacity)


@final
@dataclass(frozen=True, slots=True)
class Backlog:
    """What fills a queue and what leaves it (engine §5.1, §7.1).

    Attributes
    ----------
    arrivals, outflow
        Rows.
    overflow_in
        Row of what other queues overflow into it, None if none does.
    loss
        Row of what is lost, None if nothing is.
    depth
        Row of the depth that results.
    initial_depth
        Items before bin 0.
    limit
        Most items that may wait: a number, or the row of a series; None without limit.
    """

    arrivals: int
    loss: int | None
    outflow: int
    depth: int
    initial_depth: float
    overflow_in: int | None = None
    limit: "float | LimitRow | None" = None

    @property
    def intake(self) -> tuple[RowInput, ...]:
        """What decides how much is available: arrivals, loss, overflow, and the depth one bin earlier."""
        others = (*_same_bin(self.loss), *_same_bin(self.overflow_in))
        return (RowInput(self.arrivals, 0), *others, RowInput(self.depth, 1))

    @property
    def limit_inputs(self) -> tuple[RowInput, ...]:
        """The limit, if it is a series."""
        return (RowInput(self.limit.row, 0),) if isinstance(self.limit, LimitRow) else ()


class LimitRow(NamedTuple):
    """A limit of work in progress that is a series."""

    row: int


@final
@dataclass(frozen=True, slots=True)
class AuthoredService:
    """A queue puts out what the author says, as far as its schedule lets it (engine §5.3).

    Attributes
    ----------
    served
        Row.
    gate
        Its schedule.
    """

    served: int
    gate: Gate | None

    @property
    def inputs(self) -> tuple[RowInput, ...]:
        """The authored series, and the capacity of the schedule."""
        return (RowInput(self.served, 0), *_inputs_of(self.gate))


@final
@dataclass(frozen=True, slots=True)
class WorkConservingService:
    """A queue puts out all that is available, up to a limit, as far as its schedule lets it (engine §5.3).

    Attributes
    ----------
    backlog
        What is available.
    capacity
        Formula of the items per bin that can be served, at least 0.
    capacity_inputs
        What the formula reads.
    gate
        Its schedule.
    """

    backlog: Backlog
    capacity: Expression
    capacity_inputs: tuple[RowInput, ...]
    gate: Gate | None

    @property
    def inputs(self) -> tuple[RowInput, ...]:
        """Capacity, the capacity of the schedule, and intake."""
        return (*self.capacity_inputs, *_inputs_of(self.gate), *self.backlog.intake)


@final
@dataclass(frozen=True, slots=True)
class NoService:
    """A dead letter queue that nobody serves puts out nothing (engine §5.3, ruling 10)."""

    inputs: ClassVar[tuple[RowInput, ...]] = ()


Demand: TypeAlias = AuthoredService | WorkConservingService | NoService


@final
@dataclass(frozen=True, slots=True)
class Outflow:
    """What leaves a queue: its demand, cut by the last of its constraints (engine §5.3, §8.3).

    Attributes
    ----------
    demand
        What it would put out without constraints.
    allocations
        Rows of its allocations in the order of the constraints; empty if it shares nothing.
    """

    demand: Demand
    allocations: tuple[int, ...]

    @property
    def inputs(self) -> tuple[RowInput, ...]:
        """Demand and allocations."""
        return (*self.demand.inputs, *(RowInput(row, 0) for row in self.allocations))


@final
@dataclass(frozen=True, slots=True)
class Member:
    """A queue that shares a constraint (engine §8.1).

    Attributes
    ----------
    demand
        What it would put out without constraints.
    earlier
        Row of its allocation by the constraint before, which stands for its demand; empty if this is the
        first. That one in turn needs the ones before it, so that a queue may share thousands of constraints.
    allocation
        Row of what it is allotted.
    """

    demand: Demand
    earlier: tuple[int, ...]
    allocation: int


@final
@dataclass(frozen=True, slots=True)
class SharedConstraint:
    """A capacity and those who share it, in the order of members (engine §8).

    Attributes
    ----------
    capacity
        Row; what is below 0 counts as 0.
    policy
        How too little is shared.
    members
        In the order of model §7.7.
    """

    capacity: int
    policy: Literal["proportional", "priority", "maxMin"]
    members: tuple[Member, ...]

    @property
    def inputs(self) -> tuple[RowInput, ...]:
        """The capacity; demands and earlier allocations of all members."""
        return (
            RowInput(self.capacity, 0),
            *(each for member in self.members for each in member.demand.inputs),
            *(RowInput(row, 0) for member in self.members for row in member.earlier),
        )


@final
@dataclass(frozen=True, slots=True)
class Allocation:
    """What one member of a constraint is allotted (engine §8.2).

    Attributes
    ----------
    constraint
        Shared by the steps of all members; whoever computes one of them may compute all.
    member
        Index among the members.
    """

    constraint: SharedConstraint
    member: int

    @property
    def inputs(self) -> tuple[RowInput, ...]:
        """What the constraint reads for all its members."""
        return self.constraint.inputs


@final
@dataclass(frozen=True, slots=True)
class QueueDepth:
    """The depth of a queue at the end of a bin (engine §5.1, §7.1).

    Attributes
    ----------
    backlog
        What fills the queue and what leaves it.
    gate
        The schedule of a series node, which holds back its outflow; that of a topology node is part of its
        `Outflow` already.
    """

    backlog: Backlog
    gate: Gate | None = None

    @property
    def inputs(self) -> tuple[RowInput, ...]:
        """Intake, outflow, the capacity of the schedule, and limit."""
        backlog = self.backlog
        return (
            *backlog.intake,
            RowInput(backlog.outflow, 0),
            *_inputs_of(self.gate),
            *backlog.limit_inputs,
        )


@final
@dataclass(frozen=True, slots=True)
class Overflow:
    """What a limited queue has no room for (engine §7.1)."""

    backlog: Backlog

    @property
    def inputs(self) -> tuple[RowInput, ...]:
        """The depth, which is computed from the same numbers."""
        return (RowInput(self.backlog.depth, 0),)


Step: TypeAlias = Constant | Draws | Formula | Outflow | Allocation | QueueDepth | Overflow


def _same_bin(row: int | None) -> tuple[RowInput, ...]:
    return () if row is None else (RowInput(row, 0),)


def _inputs_of(gate: Gate | None) -> tuple[RowInput, ...]:
    return () if gate is None else gate.inputs
