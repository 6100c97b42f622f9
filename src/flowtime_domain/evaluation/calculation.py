"""What an evaluation has at hand while it fills its rows.

Rule 1: a row is written once and read only afterwards; negative zero is never written (engine §1.5).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.expressions.functions import Setting
from flowtime_domain.expressions.syntax import Call, Reference
from flowtime_domain.kernels.gaps import nothing_in_gaps
from flowtime_domain.kernels.time_axis import TimeAxis
from flowtime_domain.model.grid import Grid

Column: TypeAlias = npt.NDArray[np.float64]
Matrix: TypeAlias = npt.NDArray[np.float64]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@final
@dataclass(frozen=True, slots=True, eq=False)
class Calculation:
    """A plan, and the matrix that is being filled.

    Attributes
    ----------
    plan
        What is computed.
    matrix
        shape (rows, bins); items per bin for flows, items for stocks; published series first.
    axis
        The grid as formulas see it.
    seed
        Where random streams start; None if nothing is drawn.
    """

    plan: Plan
    matrix: Matrix
    axis: TimeAxis
    seed: int | None

    @classmethod
    def of(cls, plan: Plan, matrix: Matrix, seed: int | None) -> "Calculation":
        """A calculation that holds nothing yet, in a matrix of shape (rows, bins), each row in its unit."""
        return cls(plan, matrix, time_axis(plan.model.grid), seed)

    def setting(self, call: Call) -> Setting:
        """What is the same for a call in all bins; SHIFT of a plain reference knows its initial value."""
        argument = call.arguments[0] if call.arguments else None
        initial = 0.0
        if isinstance(argument, Reference):
            initial = self.plan.before_first_bin[argument.name]
        return Setting(self.axis, call.literals, initial)

    def row(self, row: int) -> Column:
        """A row that is there, shape (bins,), in the unit of its series."""
        values: Column = self.matrix[row]
        return values

    def without_gaps(self, row: int) -> Column:
        """A row that is there as queues read it: shape (bins,), in its unit, 0 where it is not finite."""
        return nothing_in_gaps(self.row(row))

    def store(self, row: int, values: Column | float) -> None:
        """Write a row: a series of shape (bins,), or one number for all bins."""
        np.add(values, 0.0, out=self.matrix[row])


def time_axis(grid: Grid) -> TimeAxis:
    """The bins of a grid on the clock."""
    start = 0 if grid.start is None else (grid.start - _EPOCH) // _MICROSECOND
    return TimeAxis(grid.bins, grid.bin_seconds * 1_000_000, start)
