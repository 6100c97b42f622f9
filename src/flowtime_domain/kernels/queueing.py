"""How a queue's depth evolves from bin to bin.

Rule 1: every recurrence over bins that involves a backlog lives in this file.
Rule 2: this file knows numbers only; it never sees a node, a model or a name.
Rule 3: a walk over a whole run does the same operations in the same order as single steps do, so both give
equal bits; it writes them out, `min` and `max` included, because calls cost more than the arithmetic.
"""

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float64]


def available_work(depth_before: float, arrivals: float, loss: float) -> float:
    """What could leave a queue in one bin, in items: the backlog and the arrivals without what was lost.

    Examples
    --------
    >>> available_work(5.0, 3.0, 1.0)
    7.0
    """
    return max(0.0, (depth_before + arrivals) - loss)


def depth_after(depth_before: float, arrivals: float, loss: float, outflow: float) -> float:
    """The depth of a queue at the end of one bin, in items, never below 0 (engine §5.1).

    Examples
    --------
    >>> depth_after(5.0, 3.0, 1.0, 2.0)
    5.0
    """
    return max(0.0, ((depth_before + arrivals) - loss) - outflow)


def queue_depth(arrivals: Column, loss: Column, outflow: Column, initial_depth: float) -> Column:
    """The depth of a queue whose outflow is known (engine §5.1).

    Parameters
    ----------
    arrivals, loss, outflow
        shape (bins,); items per bin; any finite number.
    initial_depth
        Items before bin 0.

    Returns
    -------
    Column
        shape (bins,); items at the end of each bin; at least 0.

    References
    ----------
    D. V. Lindley (1952), "The theory of queues with a single server": the recurrence of a backlog that
    cannot fall below zero.

    Examples
    --------
    >>> queue_depth(np.array([4.0, 12.0]), np.zeros(2), np.array([5.0, 6.0]), 1.0).tolist()
    [0.0, 6.0]
    """
    depth = initial_depth
    depths = []
    for arrived, lost, left in zip(arrivals.tolist(), loss.tolist(), outflow.tolist(), strict=True):
        rest = ((depth + arrived) - lost) - left
        depth = rest if rest > 0.0 else 0.0
        depths.append(depth)
    return np.array(depths)


def served_and_depth(
    arrivals: Column, loss: Column, limit: Column, initial_depth: float
) -> tuple[Column, Column]:
    """What a queue puts out when all available work may leave up to a limit, and its depth (engine §5.3).

    Parameters
    ----------
    arrivals, loss
        shape (bins,); items per bin; any finite number.
    limit
        shape (bins,); items per bin that can be served; at least 0.
    initial_depth
        Items before bin 0.

    Returns
    -------
    tuple[Column, Column]
        Served, shape (bins,), items per bin, between 0 and `limit`; and depth, shape (bins,), items at
        the end of each bin, at least 0.

    References
    ----------
    D. V. Lindley (1952), "The theory of queues with a single server", with conservation of work: what is
    not served stays.

    Examples
    --------
    >>> served, depth = served_and_depth(np.array([4.0, 12.0]), np.zeros(2), np.array([6.0, 6.0]), 1.0)
    >>> served.tolist(), depth.tolist()
    ([5.0, 6.0], [0.0, 6.0])
    """
    depth = initial_depth
    served, depths = [], []
    for arrived, lost, most in zip(arrivals.tolist(), loss.tolist(), limit.tolist(), strict=True):
        raw = (depth + arrived) - lost
        available = raw if raw > 0.0 else 0.0
        left = available if available < most else most
        rest = raw - left
        depth = rest if rest > 0.0 else 0.0
        served.append(left)
        depths.append(depth)
    return np.array(served), np.array(depths)
