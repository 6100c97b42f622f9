"""The few series of each scenario that are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import final

import numpy as np
import numpy.typing as npt

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.errors import DocumentError, RequestInvalidError, did_you_mean
from flowtime_domain.evaluation.calculation import Matrix
from flowtime_domain.evaluation.named_rows import NamedRows
from flowtime_domain.model.value_words import shown_value


@final
@dataclass(frozen=True, slots=True, eq=False)
class ChosenSeries:
    """Names of published series, and their rows in a plan.

    Attributes
    ----------
    position_of
        Name -> position among the chosen ones.
    rows
        shape (chosen,); row numbers, without unit.
    """

    position_of: Mapping[str, int]
    rows: npt.NDArray[np.intp]

    @classmethod
    def of(cls, plan: Plan, names: Sequence[str]) -> "ChosenSeries":
        """The series of these names, in their order.

        Raises
        ------
        RequestInvalidError
            The plan does not publish a series of such a name; `errors` lists all.
        """
        unknown = [
            DocumentError(
                code="unknown_output",
                message=f"There is no series {shown_value(name)}{_hint(name, plan)}",
                pointer=f"/outputs/{index}",
            )
            for index, name in enumerate(names)
            if name not in plan.row_of
        ]
        if unknown:
            raise RequestInvalidError(unknown, "The call")
        distinct = dict.fromkeys(names)
        rows = np.array([plan.row_of[name] for name in distinct], dtype=np.intp)
        return cls({name: position for position, name in enumerate(distinct)}, rows)

    def copied(self, matrix: Matrix) -> NamedRows:
        """Read-only copies of the chosen rows of a matrix: each shape (bins,), in the unit of its series."""
        return NamedRows(self.position_of, matrix.take(self.rows, axis=0))


def _hint(name: str, plan: Plan) -> str:
    return did_you_mean(str(name), plan.row_of) or "."
