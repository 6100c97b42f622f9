"""The table of operators."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.expressions.operators import OPERATORS, either_form
from flowtime_domain.kernels import bin_formulas, formulas

ANY_FLOAT = st.floats() | st.sampled_from([0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, math.nan])
PAIRS = st.lists(st.tuples(ANY_FLOAT, ANY_FLOAT), min_size=1, max_size=40)


def same_bits(first: float, second: float) -> bool:
    """Equal bits, where one NaN is as good as another."""
    both_nan = math.isnan(first) and math.isnan(second)
    return both_nan or (first == second and math.copysign(1, first) == math.copysign(1, second))


def test_every_sign_of_the_grammar_has_a_row():
    """The language has four arithmetic operators and six comparisons (model §6.1)."""
    assert set(OPERATORS) == {"+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!="}


@pytest.mark.parametrize("sign", list(OPERATORS))
@given(pairs=PAIRS)
def test_both_forms_give_equal_bits(sign, pairs):
    """An operator gives the same over all bins and in one, whatever its operands (engine §1.2, §2.5)."""
    row = OPERATORS[sign]
    left, right = (np.array(column) for column in zip(*pairs, strict=True))
    whole = row.over_bins(left, right).tolist()
    assert all(same_bits(each, row.in_bin(*pair)) for each, pair in zip(whole, pairs, strict=True))


@pytest.mark.parametrize("sign", list(OPERATORS))
@given(pairs=PAIRS, number=ANY_FLOAT)
def test_number_holds_in_every_bin(sign, pairs, number):
    """A number against a series counts as a series of that number, on either side (engine §3.1)."""
    row = OPERATORS[sign]
    column = np.array([left for left, _ in pairs])
    right, left = row.over_bins(column, number).tolist(), row.over_bins(number, column).tolist()
    assert all(same_bits(each, row.in_bin(x, number)) for each, x in zip(right, column.tolist(), strict=True))
    assert all(same_bits(each, row.in_bin(number, x)) for each, x in zip(left, column.tolist(), strict=True))


@pytest.mark.parametrize("sign", list(OPERATORS))
@given(left=ANY_FLOAT, right=ANY_FLOAT)
def test_two_numbers_give_a_number(sign, left, right):
    """Where no operand is a series the result is a Python float, and NaN if an operand is (engine §1.4)."""
    row = OPERATORS[sign]
    result = row.over_bins(left, right)
    assert type(result) is float
    assert same_bits(result, row.in_bin(left, right))
    assert math.isnan(result) or not (math.isnan(left) or math.isnan(right))


def test_either_form_follows_its_operands():
    """The form over bins serves as soon as one operand is a series."""
    largest = either_form(formulas.largest, bin_formulas.largest)
    assert largest(1.0, 2.0, 0.5) == 2.0
    assert largest(1.0, np.array([0.0, 3.0])).tolist() == [1.0, 3.0]
