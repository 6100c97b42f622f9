"""Gives registers to the values of tasks.

Rule 1: a register is free again after the last instruction that reads it, so a formula needs few; no
instruction writes a register that it reads.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, final

from flowtime_domain.compilation.program.values import ROOM, Operand, Task, Value, needed_values
from flowtime_domain.kernels.tiles.opcodes import PLACES_PER_REGISTER


@final
@dataclass(slots=True)
class Registers:
    """Instructions, and the registers that they use.

    Attributes
    ----------
    slots
        The instructions so far, as `flowtime_domain.kernels.tiles.opcodes` says.
    places
        How many numbers all registers hold.
    """

    slots: list[int] = field(default_factory=list)
    places: int = 0
    _free: list[int] = field(default_factory=list)

    def add(self, task: Task) -> None:
        """Add the instructions of a task."""
        instructions = tuple(_instructions(task))
        last_use = {
            operand: index
            for index, instruction in enumerate(instructions)
            for operand in (instruction.result, *instruction.operands)
            if isinstance(operand, Value)
        }
        register: dict[Value, int] = {}
        for index, (operation, result, operands) in enumerate(instructions):
            if result is not None:
                register[result] = self._register(result)
            if operation != ROOM:
                written = [register[each] if isinstance(each, Value) else each for each in operands]
                own = [] if result is None else [register[result]]
                self.slots += [operation, 2 + len(own) + len(written), *own, *written]
            for each in dict.fromkeys((result, *operands)):
                if isinstance(each, Value) and last_use[each] == index:
                    self._release(each, register[each])

    def _register(self, value: Value) -> int:
        width = _width(value)
        if width == 1 and self._free:
            return heapq.heappop(self._free)
        first = self.places
        self.places += width * PLACES_PER_REGISTER
        return first

    def _release(self, value: Value, register: int) -> None:
        for index in range(_width(value)):
            heapq.heappush(self._free, register + index * PLACES_PER_REGISTER)


class _Instruction(NamedTuple):
    operation: int
    result: Value | None
    operands: tuple[Operand, ...]


def _width(value: Value) -> int:
    width = value.operands[0] if value.operation == ROOM else 1
    assert isinstance(width, int)
    return width


def _instructions(task: Task) -> Iterator[_Instruction]:
    known: dict[Value, None] = {}
    for effect in task.effects:
        for value in needed_values(effect, known):
            known[value] = None
            yield _Instruction(value.operation, value, value.operands)
        yield _Instruction(effect.operation, None, effect.operands)
