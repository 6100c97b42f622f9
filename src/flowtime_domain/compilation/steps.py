"""How each row of an evaluation comes about.

Rule 1: a step says what is computed and from which rows; how arrays are walked is the evaluator's affair.
Rule 2: what a formula of the language can say is a formula here too: echoes and limits need no kind of step.
"""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple, TypeAlias, final

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
    """A formula over other rows (engine §3)."""

    expression: Expression
    inputs: tuple[RowInput, ...]


@final
@dataclass(frozen=True, slots=True)
class Backlog:
    """What fills a queue and what leaves it (engine §5.1).

    Attributes
    ----------
    arrivals, outflow
        Rows.
    loss
        Row of what is lost, None if nothing is.
    depth
        Row of the depth that results.
    initial_depth
        Items before bin 0.
    """

    arrivals: int
    loss: int | None
    outflow: int
    depth: int
    initial_depth: float

    @property
    def intake(self) -> tuple[RowInput, ...]:
        """What decides how much is available: arrivals, loss, and the depth one bin earlier."""
        lost = () if self.loss is None else (RowInput(self.loss, 0),)
        return (RowInput(self.arrivals, 0), *lost, RowInput(self.depth, 1))


@final
@dataclass(frozen=True, slots=True)
class QueueDepth:
    """The depth of a queue (engine §5.1)."""

    backlog: Backlog

    @property
    def inputs(self) -> tuple[RowInput, ...]:
        """Intake and outflow."""
        return (*self.backlog.intake, RowInput(self.backlog.outflow, 0))


@final
@dataclass(frozen=True, slots=True)
class QueueServed:
    """What a queue puts out: all that is available, up to a limit (engine §5.3).

    Attributes
    ----------
    served
        Its own row.
    limit
        Formula of the items per bin that can be served, at least 0.
    limit_inputs
        What the formula reads.
    """

    backlog: Backlog
    served: int
    limit: Expression
    limit_inputs: tuple[RowInput, ...]

    @property
    def inputs(self) -> tuple[RowInput, ...]:
        """Limit and intake."""
        return (*self.limit_inputs, *self.backlog.intake)


Step: TypeAlias = Constant | Draws | Formula | QueueDepth | QueueServed
