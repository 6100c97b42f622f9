"""Values before they have registers."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.compilation.program.values import Effect, Place, Read, Values, bits, needed_values
from flowtime_domain.kernels.tiles import opcodes


@given(st.floats())
def test_a_slot_holds_every_number(number):
    """A slot that is read as a number gives the number back, bit for bit (engine §1.2)."""
    assert struct.pack("=q", bits(number)) == struct.pack("=d", number)


def test_equal_values_are_one():
    """What is computed from the same values in the same way is computed once (engine §1.2)."""
    values = Values(bins=5)
    total = values.value(opcodes.ADD, values.row(1), values.number(2.0))
    assert values.value(opcodes.ADD, values.row(1), values.number(2.0)) is total
    assert values.value(opcodes.ADD, values.number(2.0), values.row(1)) is not total
    assert values.number(0.0) is not values.number(-0.0)
    assert values.room() is not values.room()


def test_each_value_comes_after_those_that_it_needs():
    """An effect needs the values below it, each once, the deepest first (engine §2.5)."""
    values = Values(bins=5)
    a, b = values.row(0), values.row(1)
    total = values.value(opcodes.ADD, a, b)
    product = values.value(opcodes.MULTIPLY, total, a)
    store = Effect(opcodes.STORE, (10, product))
    assert list(needed_values(store, ())) == [a, b, total, product]
    assert list(needed_values(store, (a, total))) == [product]


def test_a_long_sum_needs_no_deep_stack():
    """A sum of thousands of terms is walked in a loop (model §6.1)."""
    values = Values(bins=1)
    total = values.number(0.0)
    for term in range(1, 5000):
        total = values.value(opcodes.ADD, total, values.number(float(term)))
    assert len(list(needed_values(Effect(opcodes.STORE, (0, total)), ()))) == 2 * 5000 - 1


def test_reading_is_remembered():
    """A value knows which series it reads itself, and by how many bins it looks back (engine §2.3)."""
    values = Values(bins=5)
    hidden = values.new_hidden_row()
    assert (hidden, values.hidden_rows) == (Place(0, is_hidden=True), 1)
    assert list(values.read_by(values.loaded(hidden, lag=9))) == [Read(hidden, 5)]
    assert list(values.read_by(values.known_row(2))) == []
    assert list(values.read_by(values.row(2))) == [Read(Place(2), 0)]
