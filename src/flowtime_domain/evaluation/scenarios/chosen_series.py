"""The few series of each scenario that are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import final

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.errors import DocumentError, RequestInvalidError, did_you_mean
from flowtime_domain.evaluation.calculation import Column, Matrix
from flowtime_domain.model.value_words import shown_value


@final
@dataclass(frozen=True, slots=True)
class ChosenSeries:
    """Names of published series, and their rows in a plan."""

    names: tuple[str, ...]
    rows: list[int]

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
        return cls(tuple(names), [plan.row_of[name] for name in names])

    def copied(self, matrix: Matrix) -> Mapping[str, Column]:
        """Read-only copies of the chosen rows of a matrix: each shape (bins,), in the unit of its series."""
        kept = matrix[self.rows]
        kept.flags.writeable = False
        return MappingProxyType(dict(zip(self.names, kept, strict=True)))


def _hint(name: str, plan: Plan) -> str:
    return did_you_mean(str(name), plan.row_of) or "."
