"""A plain second reading of queues and of capacities that they share (engine §5-§8).

Rule 1: written from the specification alone; nothing of FlowTime is imported.
Rule 2: a queue asks for the numbers of other series by name and bin; it remembers nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from oracle.formulas import at_least, summed


@dataclass
class Queue:
    """One queue: the names of what it reads, and the numbers that are written at it."""

    read: Callable[[str, int], float]
    depth_name: str
    start: float
    arrivals: str
    errors: str | None
    overflow_in: str | None
    served: str | None
    capacity: str | None
    parallelism: float | str
    schedule: dict[str, Any] | None
    limit: float | str | None
    outflow_name: str | None
    overflow_name: str | None = None
    allocations: list[str] = field(default_factory=list)

    def number(self, given, t):
        return self.read(given, t) if isinstance(given, str) else float(given)

    def raw(self, t):
        raw = (self.read(self.depth_name, t - 1) if t else self.start) + self.read(self.arrivals, t)
        if self.overflow_in is not None:
            raw = raw + self.read(self.overflow_in, t)
        return raw - self.read(self.errors, t) if self.errors is not None else raw

    def gate(self, amount, t):
        if self.schedule is None:
            return amount
        period, dock = self.schedule["periodBins"], self.schedule.get("capacitySeries")
        most = amount if dock is None else min(amount, at_least(0.0, self.read(dock, t)))
        return most if t % period == self.schedule.get("phaseOffset", 0) % period else 0.0

    def demand(self, t):
        if self.served is not None:
            return self.gate(self.read(self.served, t), t)
        if self.capacity is None:
            return 0.0
        available = at_least(0.0, self.raw(t))
        servers = self.number(self.parallelism, t)
        return self.gate(min(at_least(0.0, self.read(self.capacity, t) * servers), available), t)

    def asked_of(self, index, t):
        """What it brings to its constraint of this index: its demand, or what an earlier one left of it."""
        return self.read(self.allocations[index - 1], t) if index else at_least(0.0, self.demand(t))

    def outflow(self, t):
        allotted = [self.read(name, t) for name in self.allocations]
        return min([self.demand(t), *allotted[-1:]])

    def left_over(self, t):
        put_out = self.demand(t) if self.outflow_name is None else self.read(self.outflow_name, t)
        return at_least(0.0, self.raw(t) - put_out)

    def depth(self, t):
        left = self.left_over(t)
        return left if self.limit is None else min(left, self.number(self.limit, t))

    def overflow(self, t):
        # The depth is asked for first, since the overflow stands behind it (engine §2.2).
        self.read(self.depth_name, t)
        return at_least(0.0, self.left_over(t) - self.number(self.limit, t))


def shares(policy, demands, capacity):
    """What each member of a constraint is allotted (engine §8.2)."""
    total = summed(demands)
    if total <= capacity:
        return list(demands)
    if policy == "proportional":
        return [min(demand, capacity * demand / total) for demand in demands]
    members = list(range(len(demands)))
    if policy == "maxMin":
        members.sort(key=lambda member: demands[member])
    rest, allotted = capacity, {}
    for turn, member in enumerate(members):
        most = rest if policy == "priority" else rest / (len(members) - turn)
        allotted[member] = min(demands[member], most)
        rest = rest - allotted[member]
    return [allotted[member] for member in range(len(demands))]
