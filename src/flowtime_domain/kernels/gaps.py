"""Where nothing is known: numbers that are not finite.

Rule 1: queues and what they share read a gap as nothing, so that one gap does not erase a whole run.
"""

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float64]


def nothing_in_gaps(values: Column) -> Column:
    """A series with 0 where it is not finite (engine §1.4).

    Parameters
    ----------
    values
        shape (bins,); any unit; any number.

    Returns
    -------
    Column
        shape (bins,); same unit; finite; the series itself if that is finite.

    Examples
    --------
    >>> nothing_in_gaps(np.array([1.0, np.nan, -np.inf])).tolist()
    [1.0, 0.0, 0.0]
    """
    is_finite = np.isfinite(values)
    return values if is_finite.all() else np.where(is_finite, values, 0.0)


def nothing_in_gap(value: float) -> float:
    """A number, or 0 if it is not finite (engine §1.4).

    Examples
    --------
    >>> nothing_in_gap(2.5), nothing_in_gap(float("inf"))
    (2.5, 0.0)
    """
    return value if value - value == 0.0 else 0.0
