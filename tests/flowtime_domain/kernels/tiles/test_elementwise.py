"""Instructions whose value in a bin needs that bin alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from examples.tile_programs import SPECIAL, WAYS, computed, pairs, same_bits
from flowtime_domain.kernels import formulas, gaps
from flowtime_domain.kernels.tiles import opcodes

ONE_OPERAND = {
    opcodes.NEGATE: np.negative,
    opcodes.FLOOR: formulas.floor,
    opcodes.CEIL: formulas.ceiling,
    opcodes.ROUND: formulas.rounded,
    opcodes.ABS: formulas.magnitude,
    opcodes.SQRT: formulas.square_root,
    opcodes.EXP: formulas.exponential,
    opcodes.LN: formulas.logarithm,
    opcodes.KNOWN: gaps.nothing_in_gaps,
}
TWO_OPERANDS = {
    opcodes.ADD: formulas.total,
    opcodes.SUBTRACT: formulas.difference,
    opcodes.MULTIPLY: formulas.product,
    opcodes.DIVIDE: formulas.quotient,
    opcodes.MIN: formulas.smallest,
    opcodes.MAX: formulas.largest,
    opcodes.LESS: formulas.less,
    opcodes.LESS_OR_EQUAL: formulas.less_or_equal,
    opcodes.GREATER: formulas.greater,
    opcodes.GREATER_OR_EQUAL: formulas.greater_or_equal,
    opcodes.EQUAL: formulas.equal,
    opcodes.UNEQUAL: formulas.unequal,
    opcodes.MOD: formulas.remainder,
    opcodes.POW: formulas.power,
}
numbers = arrays.arrays(np.float64, 64, elements=st.floats())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("operation", ONE_OPERAND)
def test_one_operand(way, operation):
    """Each operation gives the bits of its kernel over bins, for every special number (engine §1.2)."""
    assert same_bits(computed(way, operation, SPECIAL), ONE_OPERAND[operation](SPECIAL))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("operation", TWO_OPERANDS)
def test_two_operands(way, operation):
    """Each operation gives the bits of its kernel, for all pairs of special numbers (engine §1.2)."""
    left, right = pairs()
    assert same_bits(computed(way, operation, left, right), TWO_OPERANDS[operation](left, right))


@pytest.mark.parametrize("operation", ONE_OPERAND)
@given(x=numbers)
def test_one_operand_of_any_value(operation, x):
    """Machine code gives the bits of the kernels for any number (engine §1.3)."""
    assert same_bits(computed("compiled", operation, x), ONE_OPERAND[operation](x))


@pytest.mark.parametrize("operation", TWO_OPERANDS)
@given(left=numbers, right=numbers)
def test_two_operands_of_any_value(operation, left, right):
    """Machine code gives the bits of the kernels for any two numbers (engine §1.3)."""
    expected = TWO_OPERANDS[operation](left, right)
    assert same_bits(computed("compiled", operation, left, right), expected)


@pytest.mark.parametrize(
    ("operation", "operands"),
    [
        (opcodes.EXP, (np.linspace(-750, 712, 30_000),)),
        (opcodes.LN, (np.geomspace(1e-320, 1e308, 30_000),)),
        (opcodes.POW, (np.geomspace(1e-300, 1e300, 30_000), np.tile(np.linspace(-3, 3, 30), 1000))),
    ],
)
def test_routines_of_the_library(operation, operands):
    """EXP, LN and POW are one routine of the C library on either path (engine §1.3)."""
    kernels = {**ONE_OPERAND, **TWO_OPERANDS}
    assert same_bits(computed("compiled", operation, *operands), kernels[operation](*operands))


@pytest.mark.parametrize("way", WAYS)
def test_choice(way):
    """IF takes the first branch where its condition is not 0, and passes on NaN (engine §3.2)."""
    condition, then = pairs()
    otherwise = then[::-1].copy()
    expected = formulas.choice(condition, then, otherwise)
    assert same_bits(computed(way, opcodes.CHOOSE, condition, then, otherwise), expected)
