"""What a scenario can change, and when a change of it is right.

Rule 1: a changed plan has the rows and components of the plan that it was made from.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import TypeAlias, final

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.evaluation.scenarios.changes import (
    Change,
    changed_number,
    faults_of_number,
    faults_over_bins,
)
from flowtime_domain.model.shape_errors import Fault


@final
@dataclass(frozen=True, slots=True)
class SeriesTarget:
    """A series that is written down or drawn.

    Attributes
    ----------
    row
        Its row, which reads no other.
    bins
        How many numbers it has.
    """

    row: int
    bins: int

    def faults(self, change: Change) -> Iterator[Fault]:
        """What is wrong with a change of it."""
        return faults_over_bins(change, self.bins)


@final
@dataclass(frozen=True, slots=True)
class NumberTarget:
    """A single number of a topology node.

    Attributes
    ----------
    written
        What it is in the model.
    minimum
        The least that the language allows.
    rows
        Rows that come about by it; those that read them are not named.
    with_number
        A plan -> the same with another number there.
    """

    written: float
    minimum: float
    rows: frozenset[int]
    with_number: Callable[[Plan, float], Plan]

    def faults(self, change: Change) -> Iterator[Fault]:
        """What is wrong with a change of it."""
        found = list(faults_of_number(change))
        if not found:
            number = changed_number(self.written, change)
            if not isfinite(number) or number < self.minimum:
                message = f"it would be {number:g}; it must be a finite number of at least {self.minimum:g}."
                found.append(Fault("out_of_range", message, ()))
        yield from found


@final
@dataclass(frozen=True, slots=True)
class Unchangeable:
    """A name that stands for nothing that a scenario can change."""

    reason: str

    def faults(self, _: Change) -> Iterator[Fault]:
        """That it cannot be changed, and why."""
        yield Fault("unknown_target", self.reason, ())


Target: TypeAlias = SeriesTarget | NumberTarget | Unchangeable
