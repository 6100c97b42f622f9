"""How a queue's depth evolves from bin to bin.

Rule 1: every recurrence over bins that involves a backlog lives in this file.
Rule 2: this file knows numbers only; it never sees a node, a model or a name.
Rule 3: all forms do the same operations in the same order, so they give equal bits; a walk over a whole run
writes them out, `min` and `max` included, because calls cost more than the arithmetic.
Rule 4: a depth that is too large for a number counts as a gap: the next bin begins with nothing.
"""

from collections.abc import Iterable
from itertools import repeat
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Column: TypeAlias = npt.NDArray[np.float64]
NO_LIMIT: Final = float("inf")


def raw_work(depth_before: float, arrivals: float, overflow_in: float, loss: float) -> float:
    """Backlog and what comes in during one bin, without what is lost, in items; may be below 0.

    Examples
    --------
    >>> raw_work(5.0, 3.0, 2.0, 1.0)
    9.0
    """
    return ((depth_before + arrivals) + overflow_in) - loss


def backlog_after(raw: float, outflow: float) -> float:
    """What is left of raw work at the end of one bin, in items, before any limit (engine §5.1).

    Examples
    --------
    >>> backlog_after(9.0, 2.0), backlog_after(1.0, 2.0)
    (7.0, 0.0)
    """
    return max(0.0, raw - outflow)


@np.errstate(all="ignore")
def raw_work_over_run(
    depth: Column, initial_depth: float, arrivals: Column, overflow_in: Column | float, loss: Column | float
) -> Column:
    """Backlog and what came in during each bin of a run whose depths are known, without what was lost.

    Parameters
    ----------
    depth
        shape (bins,); items at the end of each bin; a gap counts as 0.
    initial_depth
        Items before bin 0.
    arrivals, overflow_in, loss
        shape (bins,), or one number for all bins; items per bin; any finite number.

    Returns
    -------
    Column
        shape (bins,); items; may be below 0.
    """
    before = np.concatenate([[initial_depth], depth[:-1]])
    before[~np.isfinite(before)] = 0.0
    return ((before + arrivals) + overflow_in) - loss


def at_least_zero(values: Column) -> Column:
    """The values, shape (bins,), in any unit, with 0 in the place of what is not above 0.

    Examples
    --------
    >>> at_least_zero(np.array([2.0, -1.0])).tolist()
    [2.0, 0.0]
    """
    return np.where(values > 0.0, values, 0.0)


def queue_depth(
    arrivals: Column,
    overflow_in: Column | float,
    loss: Column | float,
    outflow: Column,
    limit: Column | float,
    initial_depth: float,
) -> Column:
    """The depth of a queue whose outflow is known (engine §5.1, §7.1).

    Parameters
    ----------
    arrivals, overflow_in, loss, outflow
        shape (bins,), or one number for all bins; items per bin; any finite number.
    limit
        shape (bins,), or one number; most items that may wait; `NO_LIMIT` if there is none.
    initial_depth
        Items before bin 0.

    Returns
    -------
    Column
        shape (bins,); items at the end of each bin; at least 0 unless the limit is below 0.

    References
    ----------
    D. V. Lindley (1952), "The theory of queues with a single server": the recurrence of a backlog that
    cannot fall below zero.

    Examples
    --------
    >>> queue_depth(np.array([4.0, 12.0]), 0.0, 0.0, np.array([5.0, 6.0]), NO_LIMIT, 1.0).tolist()
    [0.0, 6.0]
    """
    bins, before = len(arrivals), initial_depth
    depths = []
    for arrived, flowed_in, lost, left, most in zip(
        arrivals.tolist(),
        _each_bin(overflow_in, bins),
        _each_bin(loss, bins),
        outflow.tolist(),
        _each_bin(limit, bins),
        strict=True,
    ):
        rest = (((before + arrived) + flowed_in) - lost) - left
        depth = rest if rest > 0.0 else 0.0
        if depth > most:
            depth = most
        depths.append(depth)
        before = depth if depth < NO_LIMIT else 0.0
    return np.array(depths)


def outflow_and_depth(
    arrivals: Column,
    overflow_in: Column | float,
    loss: Column | float,
    capacity: Column,
    limit: Column | float,
    initial_depth: float,
) -> tuple[Column, Column]:
    """What a queue puts out when all available work may leave up to a capacity, and its depth (engine §5.3).

    Parameters
    ----------
    arrivals, overflow_in, loss
        shape (bins,), or one number for all bins; items per bin; any finite number.
    capacity
        shape (bins,); items per bin that can leave; at least 0.
    limit
        shape (bins,), or one number; most items that may wait; `NO_LIMIT` if there is none.
    initial_depth
        Items before bin 0.

    Returns
    -------
    tuple[Column, Column]
        Outflow, shape (bins,), items per bin, between 0 and `capacity`; and depth, shape (bins,), items at
        the end of each bin, at least 0 unless the limit is below 0.

    References
    ----------
    D. V. Lindley (1952), "The theory of queues with a single server", with conservation of work: what is
    not served stays.

    Examples
    --------
    >>> outflow, depth = outflow_and_depth(
    ...     np.array([4.0, 12.0]), 0.0, 0.0, np.array([6.0, 6.0]), NO_LIMIT, 1.0
    ... )
    >>> outflow.tolist(), depth.tolist()
    ([5.0, 6.0], [0.0, 6.0])
    """
    bins, before = len(arrivals), initial_depth
    outflow, depths = [], []
    for arrived, flowed_in, lost, can_leave, most in zip(
        arrivals.tolist(),
        _each_bin(overflow_in, bins),
        _each_bin(loss, bins),
        capacity.tolist(),
        _each_bin(limit, bins),
        strict=True,
    ):
        raw = ((before + arrived) + flowed_in) - lost
        available = raw if raw > 0.0 else 0.0
        left = available if available < can_leave else can_leave
        rest = raw - left
        depth = rest if rest > 0.0 else 0.0
        if depth > most:
            depth = most
        outflow.append(left)
        depths.append(depth)
        before = depth if depth < NO_LIMIT else 0.0
    return np.array(outflow), np.array(depths)


def _each_bin(values: Column | float, bins: int) -> Iterable[float]:
    return repeat(values, bins) if isinstance(values, float) else values.tolist()
