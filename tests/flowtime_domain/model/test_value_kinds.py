import math

import pytest

from flowtime_domain.model.value_kinds import is_finite, is_list, is_number


@pytest.mark.parametrize("value", [(), [1], [[]]])
def test_lists(value):
    """Lists of documents are Python's lists and tuples (model §2.3)."""
    assert is_list(value)
    assert not is_number(value)


@pytest.mark.parametrize("value", ["", "12", {}, None, True])
def test_neither_list_nor_number(value):
    """Texts are no lists; texts, booleans and nulls are no numbers (model §2.3)."""
    assert not is_list(value)
    assert not is_number(value)
    assert is_finite(value)


@pytest.mark.parametrize(
    ("value", "finite"),
    [(0, True), (-2.5, True), (10**308, True), (2**1024, False), (-(10**400), False), (math.inf, False)],
)
def test_numbers_are_finite_if_binary64_can_hold_them(value, finite):
    """A number that is too large for binary64 is not finite (model §2.3)."""
    assert is_number(value)
    assert is_finite(value) is finite
