"""When a dispatch schedule lets work leave.

Rule 1: both forms of a gate give equal bits.
Rule 2: this file knows numbers only; it never sees a node, a model or a name.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Column: TypeAlias = npt.NDArray[np.float64]


def dispatch_bins(bins: int, period: int, phase: int) -> npt.NDArray[np.bool_]:
    """In which bins work leaves: shape (bins,), true or false (engine §6.1).

    Examples
    --------
    >>> dispatch_bins(5, 2, 1).tolist()
    [False, True, False, True, False]
    """
    leaves = np.zeros(bins, dtype=np.bool_)
    leaves[phase::period] = True
    return leaves


def gated(wanted: Column, period: int, phase: int, capacity: Column | None) -> Column:
    """What passes a gate (engine §6.2).

    Parameters
    ----------
    wanted
        shape (bins,); items per bin; any finite number.
    period
        Bins from one dispatch to the next, at least 1.
    phase
        First bin that dispatches, 0..period-1.
    capacity
        shape (bins,); items per bin that a dispatch takes at most, below 0 counts as 0; None if all.

    Returns
    -------
    Column
        shape (bins,); items per bin; 0 between dispatches.

    Examples
    --------
    >>> gated(np.array([4.0, 5.0, 6.0]), 2, 0, np.array([9.0, 9.0, 3.0])).tolist()
    [4.0, 0.0, 3.0]
    """
    if capacity is not None:
        room = np.where(capacity > 0.0, capacity, 0.0)
        wanted = np.where(room < wanted, room, wanted)
    return np.where(dispatch_bins(len(wanted), period, phase), wanted, 0.0)


def gated_in_bin(wanted: float, capacity: float) -> float:
    """What passes an open gate that takes so many items at most, below 0 counts as 0 (engine §6.2).

    Examples
    --------
    >>> gated_in_bin(5.0, 3.0), gated_in_bin(5.0, -1.0)
    (3.0, 0.0)
    """
    return min(wanted, max(0.0, capacity))
