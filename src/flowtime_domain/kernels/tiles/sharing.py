"""The instruction that divides the capacity of a shared constraint among its members.

Rule 1: the same operations in the same order as in `flowtime_domain.kernels.allocation`, with equal bits.
"""

import numpy as np
from numpy.typing import NDArray

from flowtime_domain.kernels.formulas import Column
from flowtime_domain.kernels.tiles import opcodes

Slots = NDArray[np.int64]


def share(registers: Column, n: int, policy: int, capacity: int, order: int, members: Slots) -> None:
    """Write what each member is allotted in each bin (engine §8.2).

    Parameters
    ----------
    registers
        shape (places,); items per bin; all registers.
    n
        Number of bins.
    policy
        One of the policies of `opcodes`.
    capacity
        Register of what can be shared; finite.
    order
        Place where as many numbers may be written as there are members.
    members
        shape (2 k,); no unit; for each member the register of its demand, finite, and that of its share.
    """
    for i in range(n):
        room = registers[capacity + i] if registers[capacity + i] > 0.0 else 0.0
        total = 0.0
        for m in range(0, len(members), 2):
            wanted = registers[members[m] + i]
            wanted = wanted if wanted > 0.0 else 0.0
            registers[members[m + 1] + i] = wanted
            total += wanted
        if total > room:
            if policy == opcodes.PROPORTIONAL:
                _proportional(registers, i, room, total, members)
            elif policy == opcodes.PRIORITY:
                _priority(registers, i, room, members)
            else:
                _max_min(registers, i, room, order, members)


def _proportional(registers: Column, i: int, room: float, total: float, members: Slots) -> None:
    for m in range(1, len(members), 2):
        wanted = registers[members[m] + i]
        part = room * wanted / total
        registers[members[m] + i] = part if part < wanted else wanted


def _priority(registers: Column, i: int, room: float, members: Slots) -> None:
    rest = room
    for m in range(1, len(members), 2):
        wanted = registers[members[m] + i]
        part = rest if rest < wanted else wanted
        registers[members[m] + i] = part
        rest -= part


def _max_min(registers: Column, i: int, room: float, order: int, members: Slots) -> None:
    count = len(members) // 2
    _sort(registers, i, order, members)
    rest = room
    for place in range(count):
        at = members[2 * int(registers[order + place]) + 1] + i
        wanted = registers[at]
        part = rest / (count - place)
        part = part if part < wanted else wanted
        registers[at] = part
        rest -= part


def _sort(registers: Column, i: int, order: int, members: Slots) -> None:
    """Write the members by rising demand, equal ones in their order, to the room for the order."""
    for member in range(len(members) // 2):
        wanted = registers[members[2 * member + 1] + i]
        place = member
        while place > 0 and registers[members[2 * int(registers[order + place - 1]) + 1] + i] > wanted:
            registers[order + place] = registers[order + place - 1]
            place -= 1
        registers[order + place] = member
