"""Bins in which nothing is known."""

import numpy as np

from flowtime_domain.evaluation.calculation import Column
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.evaluation.invariants.observation import finding_in_bins


def non_finite_values(series: str, values: Column) -> Finding | None:
    """A published series has gaps (engine §1.4).

    Parameters
    ----------
    series
        Its name.
    values
        shape (bins,); unit of the series; NaN in gaps.

    Examples
    --------
    >>> non_finite_values("visits", np.array([1.0, np.nan])).message
    "Series 'visits' has no finite value in 1 of 2 bins."
    """
    return finding_in_bins(
        "non_finite_values",
        "warning",
        np.isnan(values),
        lambda where: f"Series '{series}' has no finite value {where}.",
    )
