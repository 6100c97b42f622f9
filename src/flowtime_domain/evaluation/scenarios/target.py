"""What a scenario can change, and when a change of it is right.

Rule 1: a change keeps the rows and components of a plan.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import TypeAlias, final

from flowtime_domain.evaluation.scenarios.changed_numbers import changed_number
from flowtime_domain.evaluation.scenarios.changes import Change, faults_of_number, faults_over_bins
from flowtime_domain.evaluation.scenarios.plan_draft import PlanDraft
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

    def faults(self, change: Change) -> Iterable[Fault]:
        """What is wrong with a change of it."""
        return faults_over_bins(change, self.bins)


@final
@dataclass(frozen=True, slots=True)
class NumberTarget:
    """A single number of a model.

    Attributes
    ----------
    written
        What it is in the model.
    rows
        Rows that come about by it; those that read them are not named.
    put
        Puts another number in its place.
    minimum
        The least that the language allows.
    is_above_minimum
        Whether the least itself is not allowed.
    """

    written: float
    rows: frozenset[int]
    put: Callable[[PlanDraft, float], None]
    minimum: float = 0.0
    is_above_minimum: bool = False

    def faults(self, change: Change) -> Iterator[Fault]:
        """What is wrong with a change of it."""
        found = list(faults_of_number(change))
        if not found:
            number = changed_number(self.written, change)
            is_allowed = number > self.minimum if self.is_above_minimum else number >= self.minimum
            if not (is_allowed and isfinite(number)):
                least = f"{'above' if self.is_above_minimum else 'of at least'} {self.minimum:g}"
                message = f"it would be {number:g}; it must be a finite number {least}."
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
