"""Instructions for queues: what can leave, what stays, what finds no room.

Rule 1: the same operations in the same order as in `flowtime_domain.kernels.queueing`, with equal bits.
Rule 2: operands are finite; only a depth that is too large for a number counts as a gap (engine §1.4).
"""

from flowtime_domain.kernels.formulas import Column
from flowtime_domain.kernels.tiles.elementwise import LARGEST


def invalid_limits(a: Column) -> int:
    """How many limits of work in progress, shape (n,), in items, are negative or not finite (engine §7.1)."""
    valid = 0
    for i in range(len(a)):
        valid += 0.0 <= a[i] <= LARGEST
    return len(a) - valid


def gate(y: Column, a: Column, capacity: Column, t: int, period: int, phase: int) -> None:
    """Write to y what passes a dispatch schedule (engine §6.2).

    Parameters
    ----------
    y, a, capacity
        shape (n,); items per bin; y shares no memory with the others.
    t
        First bin of all.
    period, phase
        Bins from one dispatch to the next, at least 1, and the first that dispatches.
    """
    for i in range(len(y)):
        y[i] = 0.0
    for i in range((phase - t) % period, len(y), period):
        room = capacity[i] if capacity[i] > 0.0 else 0.0
        y[i] = room if room < a[i] else a[i]


def depth_before(series: Column, t: int, initial: float) -> float:
    """The depth, in items, with which bin t begins; shape (bins,), items at the end of each bin."""
    if t == 0:
        return initial
    depth: float = series[t - 1]
    return depth if abs(depth) <= LARGEST else 0.0


def demand(
    y: Column,
    series: Column,
    t: int,
    initial: float,
    arrivals: Column,
    overflow_in: Column,
    loss: Column,
    capacity: Column,
) -> None:
    """Write to y what a queue can put out, up to a capacity, if its depths are known (engine §5.3).

    Parameters
    ----------
    y, arrivals, overflow_in, loss, capacity
        shape (n,); items per bin; y shares no memory with the others.
    series
        shape (bins,); items; the depth, written up to bin ``t + n - 2``.
    t
        First bin of y.
    initial
        Items before bin 0.
    """
    for i in range(len(y)):
        before = depth_before(series, t + i, initial)
        raw = ((before + arrivals[i]) + overflow_in[i]) - loss[i]
        available = raw if raw > 0.0 else 0.0
        y[i] = available if available < capacity[i] else capacity[i]


def depth(
    y: Column,
    before: float,
    arrivals: Column,
    overflow_in: Column,
    loss: Column,
    outflow: Column,
    limit: Column,
) -> None:
    """Write to y the depth of a queue whose outflow is known (engine §5.1, §7.1).

    Parameters
    ----------
    y
        shape (n,); items; shares no memory with the others.
    before
        Items before the first bin.
    arrivals, overflow_in, loss, outflow, limit
        shape (n,); items per bin; the limit in items, infinite if there is none.
    """
    for i in range(len(y)):
        rest = (((before + arrivals[i]) + overflow_in[i]) - loss[i]) - outflow[i]
        backlog = rest if rest > 0.0 else 0.0
        backlog = limit[i] if backlog > limit[i] else backlog
        y[i] = backlog
        before = backlog if abs(backlog) <= LARGEST else 0.0


def serve(
    y: Column,
    depths: Column,
    before: float,
    arrivals: Column,
    overflow_in: Column,
    loss: Column,
    capacity: Column,
    limit: Column,
) -> None:
    """Write to y what a queue puts out when all available work may leave, and its depths (engine §5.3).

    Parameters
    ----------
    y, depths
        shape (n,); items per bin and items; they share no memory with the others.
    before
        Items before the first bin.
    arrivals, overflow_in, loss, capacity, limit
        shape (n,); items per bin; the limit in items, infinite if there is none.
    """
    for i in range(len(y)):
        raw = ((before + arrivals[i]) + overflow_in[i]) - loss[i]
        available = raw if raw > 0.0 else 0.0
        left = available if available < capacity[i] else capacity[i]
        rest = raw - left
        backlog = rest if rest > 0.0 else 0.0
        backlog = limit[i] if backlog > limit[i] else backlog
        y[i] = left
        depths[i] = backlog
        before = backlog if abs(backlog) <= LARGEST else 0.0


def depth_of_arrivals(y: Column, before: float, arrivals: Column, outflow: Column, limit: Column) -> None:
    """Write to y what `depth` writes, for a queue that takes in arrivals only; most queues do.

    Parameters
    ----------
    y
        shape (n,); items; shares no memory with the others.
    before
        Items before the first bin.
    arrivals, outflow, limit
        shape (n,); items per bin; the limit in items, infinite if there is none.
    """
    first = before
    for i in range(len(y)):
        rest = (before + arrivals[i]) - outflow[i]
        before = rest if rest > 0.0 else 0.0
        before = limit[i] if before > limit[i] else before
        y[i] = before
    # Only a depth without limit can leave the numbers, and then it never comes back.
    if before > LARGEST:
        before = first
        for i in range(len(y)):
            rest = (before + arrivals[i]) - outflow[i]
            y[i] = rest if rest > 0.0 else 0.0
            before = y[i] if y[i] <= LARGEST else 0.0


def serve_arrivals(
    y: Column, depths: Column, before: float, arrivals: Column, capacity: Column, limit: Column
) -> None:
    """Write to y and depths what `serve` writes, for a queue that takes in arrivals only; most queues do.

    Parameters
    ----------
    y, depths
        shape (n,); items per bin and items; they share no memory with the others.
    before
        Items before the first bin.
    arrivals, capacity, limit
        shape (n,); items per bin; the limit in items, infinite if there is none.
    """
    first = before
    for i in range(len(y)):
        raw = before + arrivals[i]
        available = raw if raw > 0.0 else 0.0
        left = available if available < capacity[i] else capacity[i]
        rest = raw - left
        before = rest if rest > 0.0 else 0.0
        before = limit[i] if before > limit[i] else before
        y[i] = left
        depths[i] = before
    # Only a depth without limit can leave the numbers, and then it never comes back.
    if before > LARGEST:
        before = first
        for i in range(len(y)):
            raw = before + arrivals[i]
            available = raw if raw > 0.0 else 0.0
            y[i] = available if available < capacity[i] else capacity[i]
            rest = raw - y[i]
            depths[i] = rest if rest > 0.0 else 0.0
            before = depths[i] if depths[i] <= LARGEST else 0.0


def overflow(
    y: Column,
    series: Column,
    t: int,
    initial: float,
    arrivals: Column,
    overflow_in: Column,
    loss: Column,
    outflow: Column,
    limit: Column,
) -> None:
    """Write to y what a limited queue has no room for, if its depths are known (engine §7.1).

    Parameters
    ----------
    y, arrivals, overflow_in, loss, outflow, limit
        shape (n,); items per bin, the limit in items; y shares no memory with the others.
    series
        shape (bins,); items; the depth, written up to bin ``t + n - 2``.
    t
        First bin of y.
    initial
        Items before bin 0.
    """
    for i in range(len(y)):
        before = depth_before(series, t + i, initial)
        rest = (((before + arrivals[i]) + overflow_in[i]) - loss[i]) - outflow[i]
        backlog = rest if rest > 0.0 else 0.0
        over = backlog - limit[i]
        y[i] = over if over > 0.0 else 0.0
