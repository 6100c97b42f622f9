"""Registers of values."""

from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.compilation.program.registers import Registers
from flowtime_domain.compilation.program.values import Effect, Task, Values
from flowtime_domain.kernels.tiles import opcodes
from flowtime_domain.kernels.tiles.opcodes import PLACES_PER_REGISTER


def stored(value):
    return Task((Effect(opcodes.STORE, (0, value)),), ())


def test_registers_are_used_again():
    """A sum from left to right needs three registers, however long it is (engine §1.2)."""
    values, registers = Values(bins=1), Registers()
    total = values.row(0)
    for row in range(1, 100):
        total = values.value(opcodes.ADD, total, values.row(row))
    registers.add(stored(total))
    assert registers.places == 3 * PLACES_PER_REGISTER


@given(st.data())
def test_no_instruction_writes_what_it_reads(data):
    """The register of a result is none of its operands, and each operand still holds its value."""
    values, registers = Values(bins=1), Registers()
    known = [values.row(row) for row in range(3)]
    for _ in range(data.draw(st.integers(1, 30))):
        known.append(values.value(opcodes.ADD, *(data.draw(st.sampled_from(known)) for _ in range(2))))
    registers.add(stored(known[-1]))
    held = {}
    at = 0
    while at < len(registers.slots):
        operation, length, *operands = registers.slots[at : at + registers.slots[at + 1]]
        if operation == opcodes.LOAD:
            held[operands[0]] = values.row(operands[1])
        elif operation == opcodes.ADD:
            result, left, right = operands
            assert result not in (left, right)
            held[result] = values.value(opcodes.ADD, held[left], held[right])
        else:
            assert held[operands[1]] is known[-1]
        at += length


def test_room_for_many_is_in_one_piece():
    """What an instruction writes besides its own may be wider than a register (engine §8.2)."""
    values, registers = Values(bins=1), Registers()
    wide, narrow = values.room(3), values.room()
    share = Effect(opcodes.SHARE, (0, values.number(1.0), wide, narrow))
    registers.add(Task((share, Effect(opcodes.STORE, (0, narrow))), ()))
    fill = [opcodes.FILL, 4, 0]
    first = PLACES_PER_REGISTER
    assert registers.slots[:3] == fill
    assert registers.slots[4:10] == [opcodes.SHARE, 6, 0, 0, first, 4 * first]
    registers.add(stored(values.room(2)))
    assert registers.places == 7 * PLACES_PER_REGISTER


def test_what_is_held_is_written_once():
    """A held value keeps its register, and no task computes it again (engine §2.5)."""
    values, registers = Values(bins=1), Registers()
    half = values.number(0.5)
    held = values.value(opcodes.MULTIPLY, values.row(0), half)
    registers.hold(held)
    before = len(registers.slots)
    registers.add(stored(values.value(opcodes.ADD, held, values.row(1))))
    operations = [registers.slots[before], registers.slots[before + 6], registers.slots[before + 11]]
    assert operations == [opcodes.LOAD, opcodes.ADD, opcodes.STORE]
    assert registers.slots[before + 9] == registers.slots[before - 3]
