"""The numbers that a model gives, and what is to be said about them.

Rule 1: whatever is derived from the numbers is worked out when it is first asked for.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.evaluation.calculation import Column, Matrix
from flowtime_domain.evaluation.derived_metrics import MetricsByPlace
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.evaluation.invariants import invariant_findings
from flowtime_domain.evaluation.named_rows import NamedRows
from flowtime_domain.evaluation.place_numbers import PlaceNumbers, place_numbers


@final
class Evaluation:
    """Result of evaluating a model once.

    Attributes
    ----------
    matrix
        shape (series, bins), read-only; items per bin for flows, items for stocks, ms for times;
        row i is the i-th published series (engine §2.1).
    series
        Series name -> its row, shape (bins,), read-only, in the unit of the series; finite.
    metrics
        Topology node id -> derived metric -> shape (bins,), read-only; ratios, ms and minutes, NaN where
        it is null; `color` is an array of texts (engine §11).
    warnings
        Findings in the order of engine §12.
    """

    def __init__(self, plan: Plan, numbers: Matrix) -> None:
        """Of a filled matrix, shape (rows, bins), in the units of its series; read-only from now on."""
        numbers.flags.writeable = False
        self._plan = plan
        self._numbers = numbers
        self.matrix: Matrix = numbers[: len(plan.row_of)]
        self.series: Mapping[str, Column] = NamedRows(plan.row_of, self.matrix)

    @cached_property
    def metrics(self) -> Mapping[str, Mapping[str, npt.NDArray[np.generic]]]:
        """Topology node id -> derived metric -> shape (bins,); ratios, ms and minutes as the names say."""
        return MetricsByPlace(self._places, self._plan.model.grid)

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """Findings in the order of engine §12."""
        return invariant_findings(self._places, self._plan, self._numbers)

    @cached_property
    def _places(self) -> tuple[PlaceNumbers, ...]:
        return place_numbers(self._plan, self._numbers)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """How it passes from one process to another: what is derived is derived again there."""
        return Evaluation, (self._plan, self._numbers)

    def __repr__(self) -> str:
        """What a notebook shows: its size instead of all its numbers."""
        series, bins = self.matrix.shape
        return f"Evaluation(series={series}, bins={bins}, warnings={len(self.warnings)})"
