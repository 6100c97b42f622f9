"""Gives registers to the values of tasks.

Rule 1: a register is free again after the last instruction that reads it, so a formula needs few; no
instruction writes a register that it reads.
Rule 2: what a loop does not change is computed before it, in registers that are held.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, final

from flowtime_domain.compilation.program.values import ROOM, Effect, Operand, Task, Value, needed_values
from flowtime_domain.kernels.tiles import opcodes
from flowtime_domain.kernels.tiles.opcodes import PLACES_PER_REGISTER


class _Instruction(NamedTuple):
    operation: int
    result: Value | None
    operands: tuple[Operand, ...]


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
    _held: dict[Value, int] = field(default_factory=dict)

    def hold(self, value: Value) -> None:
        """Add the instructions of a value whose register is never used again."""
        needed = needed_values(Effect(opcodes.KEEP, (value,)), self._held)
        instructions = [_Instruction(each.operation, each, each.operands) for each in needed]
        self._held[value] = self._write(instructions, kept=value)[value]

    def add(self, task: Task) -> None:
        """Add the instructions of a task, as far as their values are not held."""
        self._write(tuple(_instructions(task, self._held)))

    def _write(self, instructions: Sequence[_Instruction], kept: Value | None = None) -> dict[Value, int]:
        last_use = {
            operand: index
            for index, instruction in enumerate(instructions)
            for operand in (instruction.result, *instruction.operands)
            if isinstance(operand, Value) and operand is not kept and operand not in self._held
        }
        register = dict(self._held)
        for index, (operation, result, operands) in enumerate(instructions):
            if result is not None:
                register[result] = self._register(result)
            if operation != ROOM:
                written = [register[each] if isinstance(each, Value) else each for each in operands]
                own = [] if result is None else [register[result]]
                self.slots += [operation, 2 + len(own) + len(written), *own, *written]
            for each in dict.fromkeys((result, *operands)):
                if isinstance(each, Value) and last_use.get(each) == index:
                    self._release(each, register[each])
        return register

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


def _width(value: Value) -> int:
    width = value.operands[0] if value.operation == ROOM else 1
    assert isinstance(width, int)
    return width


def _instructions(task: Task, held: Mapping[Value, int]) -> Iterator[_Instruction]:
    known: dict[Value, None] = dict.fromkeys(held)
    for effect in task.effects:
        for value in needed_values(effect, known):
            known[value] = None
            yield _Instruction(value.operation, value, value.operands)
        yield _Instruction(effect.operation, None, effect.operands)
