"""What a program computes before registers are given: values, and what is done with them.

Rule 1: a value that is computed from the same values in the same way is the same object, so it is computed
once per task.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from struct import pack, unpack
from typing import TypeAlias, final

from flowtime_domain.kernels.tiles import opcodes


@final
@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """One number for each bin of a tile, in a register.

    Attributes
    ----------
    operation
        A code of `opcodes`; `ROOM` for a register that some instruction writes besides its own.
    operands
        What follows the register in the instruction.
    """

    operation: int
    operands: "tuple[Operand, ...]"


Operand: TypeAlias = Value | int
ROOM = -1


def bits(number: float) -> int:
    """The slot that holds a binary64 number.

    Examples
    --------
    >>> bits(0.0), bits(-0.0) < 0
    (0, True)
    """
    slot: int = unpack("=q", pack("=d", number))[0]
    return slot


@final
@dataclass(frozen=True, slots=True)
class Place:
    """A series that a task reads or writes: a row of the matrix, or a hidden row."""

    index: int
    is_hidden: bool = False


@final
@dataclass(frozen=True, slots=True)
class Read:
    """A series that a value reads, and by how many bins it looks back at least."""

    place: Place
    lag: int


@final
@dataclass(slots=True)
class Values:
    """The values of a component, each once.

    Attributes
    ----------
    bins
        Length of a series.
    hidden_rows
        How many hidden rows are in use.
    """

    bins: int
    hidden_rows: int = 0
    _known: dict[tuple[object, ...], Value] = field(default_factory=dict)
    _read_by: dict[Value, Read] = field(default_factory=dict)

    def value(self, operation: int, *operands: Operand) -> Value:
        """The value of an instruction without the register that it writes."""
        return self._known.setdefault((operation, *operands), Value(operation, operands))

    def number(self, number: float) -> Value:
        """The same number in each bin."""
        return self.value(opcodes.FILL, bits(number))

    def room(self, width: int = 1) -> Value:
        """Registers that an instruction writes besides its own; a new one each time."""
        return Value(ROOM, (width,))

    def new_hidden_row(self) -> Place:
        """A row for numbers that are no series of the model."""
        self.hidden_rows += 1
        return Place(self.hidden_rows - 1, is_hidden=True)

    def first_slot(self, place: Place) -> int:
        """Where a series begins."""
        return place.index * self.bins

    def loaded(self, place: Place, lag: int = 0, initial: float = 0.0) -> Value:
        """A series as it was some bins ago."""
        reach = min(lag, self.bins)
        operation = opcodes.RECALL if place.is_hidden else opcodes.LOAD
        return self.reading(Read(place, reach), operation, self.first_slot(place), reach, bits(initial))

    def row(self, row: int) -> Value:
        """A row of the matrix in the same bin."""
        return self.loaded(Place(row))

    def known_row(self, row: int) -> Value:
        """A row of the matrix in the same bin, 0 where it is not finite (engine §1.4)."""
        return self.value(opcodes.KNOWN, self.row(row))

    def reading(self, read: Read, operation: int, *operands: Operand) -> Value:
        """A value that reads a series."""
        return self.also_reading(read, self.value(operation, *operands))

    def also_reading(self, read: Read, value: Value) -> Value:
        """The value, which reads a series by itself."""
        self._read_by[value] = read
        return value

    def read_by(self, value: Value) -> Iterator[Read]:
        """What a value reads by itself."""
        if value in self._read_by:
            yield self._read_by[value]


@final
@dataclass(frozen=True, slots=True)
class Effect:
    """An instruction that writes no register of its own: STORE, KEEP, LIMITS, SHARE."""

    operation: int
    operands: tuple[Operand, ...]


@final
@dataclass(frozen=True, slots=True)
class Task:
    """What is done in one go for a tile.

    Attributes
    ----------
    effects
        In order; the last one writes a series.
    writes
        The series that are written.
    """

    effects: tuple[Effect, ...]
    writes: tuple[Place, ...]


def needed_values(effect: Effect, known: Iterable[Value]) -> Iterator[Value]:
    """The values that an effect needs and that are not known yet, each after those that it needs."""
    seen = set(known)
    waiting: list[tuple[Operand, bool]] = [(operand, False) for operand in reversed(effect.operands)]
    while waiting:
        operand, is_ready = waiting.pop()
        if isinstance(operand, int) or operand in seen:
            continue
        if is_ready:
            seen.add(operand)
            yield operand
        else:
            waiting.append((operand, True))
            waiting.extend((inner, False) for inner in reversed(operand.operands))
