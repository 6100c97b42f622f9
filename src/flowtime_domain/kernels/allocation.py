"""How members of a shared constraint divide a capacity that is too small.

Rule 1: both forms of a policy give equal bits; sums run over members in their order.
Rule 2: this file knows numbers only; it never sees a node, a model or a name.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Column: TypeAlias = npt.NDArray[np.float64]
Table: TypeAlias = npt.NDArray[np.float64]


@np.errstate(all="ignore")
def allotted(policy: str, demands: Table, capacity: Column) -> Table:
    """What each member is allotted in each bin (engine §8.2).

    Parameters
    ----------
    policy
        proportional, priority or maxMin.
    demands
        shape (members, bins); items per bin; finite, at least 0.
    capacity
        shape (bins,); items per bin; finite; below 0 counts as 0.

    Returns
    -------
    Table
        shape (members, bins); items per bin; at most the demand, and together at most the capacity up to
        rounding.

    References
    ----------
    D. Bertsekas, R. Gallager (1992), "Data Networks", §6.5.2: max-min fairness by filling up the least
    demands first.

    Examples
    --------
    >>> demands = np.array([[10.0], [30.0], [60.0]])
    >>> [allotted(policy, demands, np.array([50.0]))[:, 0].tolist() for policy in POLICIES]
    [[5.0, 15.0, 30.0], [10.0, 30.0, 10.0], [10.0, 20.0, 20.0]]
    """
    room = np.where(capacity > 0.0, capacity, 0.0)
    total = np.zeros_like(room)
    for demand in demands:
        total += demand
    return np.where(total <= room, demands, _OVER_BINS[policy](demands, room, total))


def _proportional(demands: Table, room: Column, total: Column) -> Table:
    return _least(demands, room * demands / total)


def _priority(demands: Table, room: Column, _: Column) -> Table:
    shares = np.empty_like(demands)
    rest = room
    for member, demand in enumerate(demands):
        shares[member] = _least(demand, rest)
        rest = rest - shares[member]
    return shares


def _max_min(demands: Table, room: Column, _: Column) -> Table:
    shares = np.empty_like(demands)
    order = np.argsort(demands, axis=0, kind="stable")
    rest, members = room, len(demands)
    for place, who in enumerate(order):
        demand = np.take_along_axis(demands, who[np.newaxis], axis=0)[0]
        share = _least(demand, rest / (members - place))
        np.put_along_axis(shares, who[np.newaxis], share[np.newaxis], axis=0)
        rest = rest - share
    return shares


def _least(first: Table, second: Table) -> Table:
    """The lesser of two in each place, as Python's `min` finds it."""
    return np.where(second < first, second, first)


def allotted_in_bin(policy: str, demands: Sequence[float], capacity: float) -> list[float]:
    """What each member is allotted in one bin, in items (engine §8.2).

    Examples
    --------
    >>> [allotted_in_bin(policy, [10.0, 30.0, 60.0], 50.0) for policy in POLICIES]
    [[5.0, 15.0, 30.0], [10.0, 30.0, 10.0], [10.0, 20.0, 20.0]]
    """
    room = max(0.0, capacity)
    total = 0.0
    for demand in demands:
        total += demand
    return list(demands) if total <= room else _IN_BIN[policy](demands, room, total)


def _proportional_in_bin(demands: Sequence[float], room: float, total: float) -> list[float]:
    return [min(demand, room * demand / total) for demand in demands]


def _priority_in_bin(demands: Sequence[float], room: float, _: float) -> list[float]:
    shares, rest = [], room
    for demand in demands:
        shares.append(min(demand, rest))
        rest -= shares[-1]
    return shares


def _max_min_in_bin(demands: Sequence[float], room: float, _: float) -> list[float]:
    shares = [0.0] * len(demands)
    rest, members = room, len(demands)
    for place, member in enumerate(sorted(range(members), key=demands.__getitem__)):
        shares[member] = min(demands[member], rest / (members - place))
        rest -= shares[member]
    return shares


_OVER_BINS: Final[Mapping[str, Callable[[Table, Column, Column], Table]]] = MappingProxyType(
    {"proportional": _proportional, "priority": _priority, "maxMin": _max_min}
)
_IN_BIN: Final[Mapping[str, Callable[[Sequence[float], float, float], list[float]]]] = MappingProxyType(
    {
        "proportional": _proportional_in_bin,
        "priority": _priority_in_bin,
        "maxMin": _max_min_in_bin,
    }
)
POLICIES: Final = tuple(_OVER_BINS)
