"""Rows as lists of Python floats: reading one number of an array is several times slower.

Rule 1: a row that is being filled has one list, which everyone shares who reads it.
"""

import math
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, final

import numpy as np

from flowtime_domain.compilation.steps import SharedConstraint
from flowtime_domain.evaluation.calculation import Calculation
from flowtime_domain.kernels.gaps import nothing_in_gap

ValueInBin: TypeAlias = Callable[[int], float]
SharesInBin: TypeAlias = Callable[[int], Sequence[float]]


@final
@dataclass(frozen=True, slots=True)
class RowLists:
    """Those rows that are being filled bin by bin, and those that are there, once asked for.

    Attributes
    ----------
    calculation
        Holds the rows that are there.
    filling
        Rows that are being filled.
    """

    calculation: Calculation
    filling: Container[int]
    _known: dict[int, list[float]] = field(default_factory=dict)
    _without_gaps: dict[int, list[float]] = field(default_factory=dict)
    _shares: dict[int, SharesInBin] = field(default_factory=dict)

    def of(self, row: int) -> list[float]:
        """The numbers of a row; those of bins that are not filled yet are NaN."""
        if row not in self._known:
            is_filling = row in self.filling
            self._known[row] = self._unfilled() if is_filling else self.calculation.row(row).tolist()
        return self._known[row]

    def without_gaps(self, row: int) -> list[float]:
        """The same as queues read it: 0 where it is not finite (engine §1.4)."""
        if row not in self._without_gaps:
            self._without_gaps[row] = (
                self._unfilled() if row in self.filling else self.calculation.without_gaps(row).tolist()
            )
        return self._without_gaps[row]

    def shares(
        self, shared: SharedConstraint, made: Callable[[SharedConstraint, "RowLists"], SharesInBin]
    ) -> SharesInBin:
        """What all members of a constraint are allotted; made once, for all of them."""
        if id(shared) not in self._shares:
            self._shares[id(shared)] = made(shared, self)
        return self._shares[id(shared)]

    def constant(self, value: float) -> list[float]:
        """One number for all bins."""
        return [value] * self.calculation.axis.bins

    def fill(self, values: Sequence[tuple[int, ValueInBin]]) -> None:
        """Fill rows: all for bin 0 in their order, then all for bin 1, and so on; then store them."""
        members = [(self.of(row), self._without_gaps.get(row), value_in) for row, value_in in values]
        for t in range(self.calculation.axis.bins):
            for numbers, without_gaps, value_in in members:
                numbers[t] = value = value_in(t) + 0.0
                if without_gaps is not None:
                    without_gaps[t] = nothing_in_gap(value)
        for row, _ in values:
            self.calculation.store(row, np.array(self.of(row)))

    def _unfilled(self) -> list[float]:
        return self.constant(math.nan)
