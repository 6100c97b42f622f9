"""The numbers that a model gives, and what is to be said about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.finding import Finding

Column = npt.NDArray[np.float64]


@final
@dataclass(frozen=True, slots=True, eq=False)
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

    matrix: npt.NDArray[np.float64]
    series: Mapping[str, Column]
    metrics: Mapping[str, Mapping[str, npt.NDArray[np.generic]]]
    warnings: tuple[Finding, ...]

    def __repr__(self) -> str:
        """What a notebook shows: its size instead of all its numbers."""
        series, bins = self.matrix.shape
        return f"Evaluation(series={series}, bins={bins}, warnings={len(self.warnings)})"
