"""Which series must be known before which: order, feedback and cycles.

Rule 1: this file knows positions and lags only; position is the order of engine §2.1.
Rule 2: a hub is where one reads for many; it has a position behind all series and appears in no answer.
Rule 3: every algorithm is a loop and takes time in proportion to the number of inputs, whatever the depth.
"""

import heapq
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, final

_UNSEEN: Final = -1


class Input(NamedTuple):
    """A series that another one reads, and by how many bins it looks back."""

    position: int
    lag: int


@final
@dataclass(frozen=True, slots=True)
class DependencyGraph:
    """The inputs of every series, in the order of engine §2.1.

    Attributes
    ----------
    inputs
        By position: what it reads, each mention on its own; hubs come last.
    hubs
        Number of hubs. Who reads a hub reads what the hub reads in the same bin. A hub reads no hubs, and
        looks back at one of its readers at least, so that it is in their component.

    Examples
    --------
    A queue that answers to its own depth one bin earlier:

    >>> graph = DependencyGraph(((Input(1, 1),), (Input(0, 0), Input(1, 1)), (Input(1, 0),)))
    >>> graph.evaluation_order(), graph.components(), graph.shortest_cycles()
    ((0, 1, 2), ((0, 1), (2,)), ())
    """

    inputs: tuple[tuple[Input, ...], ...]
    hubs: int = 0

    @property
    def _first_hub(self) -> int:
        return len(self.inputs) - self.hubs

    def evaluation_order(self) -> tuple[int, ...]:
        """Positions so that no one comes before what it reads in the same bin (engine §2.5).

        Among several that are ready the first by position goes first. Those on a cycle are missing.

        References
        ----------
        A. B. Kahn (1962), "Topological sorting of large networks".
        """
        readers: list[list[int]] = [[] for _ in self.inputs]
        unknown = [0] * len(self.inputs)
        for position, sources in enumerate(self._inputs_of_same_bin()):
            unknown[position] = len(sources)
            # Counted from the end a hub goes before all series: its readers wait for what it reads only.
            is_hub = position >= self._first_hub
            reader = position - len(self.inputs) if is_hub else position
            for source in sources:
                readers[source].append(reader)
        ready = [position for position in range(-self.hubs, self._first_hub) if unknown[position] == 0]
        order = []
        while ready:
            position = heapq.heappop(ready)
            if position >= 0:
                order.append(position)
            for reader in readers[position]:
                unknown[reader] -= 1
                if unknown[reader] == 0:
                    heapq.heappush(ready, reader)
        return tuple(order)

    def components(self) -> tuple[tuple[int, ...], ...]:
        """Groups that feed back into themselves over any lag, each after what it reads (engine §2.5).

        A series outside every loop is a group of its own. Members stand in evaluation order.
        """
        rank = {position: place for place, position in enumerate(self.evaluation_order())}
        sources = [sorted({source for source, _ in inputs}) for inputs in self.inputs]
        return tuple(
            tuple(sorted((each for each in group if each < self._first_hub), key=rank.__getitem__))
            for group in strongly_connected_groups(sources)
        )

    def shortest_cycles(self) -> tuple[tuple[int, ...], ...]:
        """For each group that needs itself in the same bin, the shortest way round (engine §2.4).

        Each way begins at the group's first series and ends there: ``(a, b, a)`` reads "a needs b needs a".
        Among equally short ones the first by position is taken.
        """
        sources = self._inputs_of_same_bin()
        groups = sorted(map(sorted, strongly_connected_groups(sources)))
        return tuple(
            _shortest_cycle(group, sources, self._first_hub)
            for group in groups
            if len(group) > 1 or group[0] in sources[group[0]]
        )

    def _inputs_of_same_bin(self) -> list[list[int]]:
        return [sorted({source for source, lag in inputs if lag == 0}) for inputs in self.inputs]


def strongly_connected_groups(sources: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Groups in which everyone needs everyone, each group after the groups that it needs.

    References
    ----------
    R. Tarjan (1972), "Depth-first search and linear graph algorithms", with a stack of its own instead of
    recursion.

    Examples
    --------
    >>> list(strongly_connected_groups([[1], [0, 2], []]))
    [[2], [1, 0]]
    """
    number = [_UNSEEN] * len(sources)
    lowest = [0] * len(sources)
    is_open = [False] * len(sources)
    opened: list[int] = []
    count = 0
    for root in range(len(sources)):
        path = [(root, iter(sources[root]))] if number[root] == _UNSEEN else []
        while path:
            current, unread = path[-1]
            if number[current] == _UNSEEN:
                number[current] = lowest[current] = count
                count += 1
                opened.append(current)
                is_open[current] = True
            for source in unread:
                if number[source] == _UNSEEN:
                    path.append((source, iter(sources[source])))
                    break
                if is_open[source]:
                    lowest[current] = min(lowest[current], number[source])
            else:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[current])
                if lowest[current] == number[current]:
                    group = _closed_group(opened, current)
                    for member in group:
                        is_open[member] = False
                    yield group


def _closed_group(opened: list[int], root: int) -> list[int]:
    """Takes everything opened since the root of a group, and the root, from the stack."""
    group = [opened.pop()]
    while group[-1] != root:
        group.append(opened.pop())
    return group


def _shortest_cycle(
    group: Sequence[int], sources: Sequence[Sequence[int]], first_hub: int
) -> tuple[int, ...]:
    """The shortest way from the group's first series back to it, by breadth-first search."""
    first = group[0]
    inside = set(group)
    came_from: dict[int, int] = {}
    asked: set[int] = set()
    waiting = deque([first])
    while True:
        current = waiting.popleft()
        for source in _read_by(current, sources, first_hub, asked):
            if source == first:
                return (*_way_from(first, current, came_from), first)
            if source in inside and source not in came_from:
                came_from[source] = current
                waiting.append(source)


def _read_by(current: int, sources: Sequence[Sequence[int]], first_hub: int, asked: set[int]) -> list[int]:
    """What a series reads, itself or through a hub that was not asked before, in order."""
    found: list[int] = []
    for source in sources[current]:
        if source < first_hub:
            found.append(source)
        elif source not in asked:
            asked.add(source)
            found.extend(sources[source])
    return sorted(found)


def _way_from(first: int, last: int, came_from: dict[int, int]) -> tuple[int, ...]:
    way = [last]
    while way[-1] != first:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))
