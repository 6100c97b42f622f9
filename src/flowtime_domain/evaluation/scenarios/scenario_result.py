"""What one scenario gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from flowtime_domain.errors import FlowTimeError
from flowtime_domain.evaluation.calculation import Column


@final
@dataclass(frozen=True, slots=True, eq=False)
class ScenarioResult:
    """The chosen series of one scenario, or why it has none.

    Attributes
    ----------
    index
        Which scenario, counted from 0 in the order in which they were given.
    series
        Name of each chosen series -> shape (bins,), read-only, in the unit of the series and in the order
        of the choice; empty if the scenario failed.
    failure
        Why it failed: numbers that are not finite or, with a template, values that give no right model;
        None if it did not.
    """

    index: int
    series: Mapping[str, Column]
    failure: FlowTimeError | None = None

    def __repr__(self) -> str:
        """What a notebook shows: names instead of numbers."""
        found = ", ".join(self.series) if self.failure is None else self.failure.code
        return f"ScenarioResult({self.index}: {found})"
