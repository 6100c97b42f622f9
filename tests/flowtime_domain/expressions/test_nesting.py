"""Counting what is open around a token."""

import pytest

from flowtime_domain.expressions.nesting import Nesting


def depths(text: str) -> list[int]:
    nesting = Nesting()
    return [nesting.after(token) for token in text.split()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("( ( a ) )", [1, 2, 2, 1, 0]),
        ("f ( a , b )", [0, 1, 1, 1, 1, 0]),
        ("CONV ( x , [ 1 , - 2 ] )", [0, 1, 1, 1, 2, 2, 2, 3, 3, 1, 0]),
        ("- - a", [1, 2, 2]),
        ("- a * - b", [1, 1, 0, 1, 1]),
        ("- ( a ) - b", [1, 2, 2, 1, 0, 0]),
        ("- f ( - a )", [1, 1, 2, 3, 3, 1]),
        ("a - b - c", [0, 0, 0, 0, 0]),
        ("a < - 1", [0, 0, 1, 1]),
    ],
)
def test_depth_counts_all_four_signs(text, expected):
    """Parentheses, calls, brackets and minus signs before an operand count, others do not (model §6.3)."""
    assert depths(text) == expected


def test_closing_nothing_is_no_depth():
    """A closing sign without its opening one leaves the depth at 0; the grammar refuses it."""
    assert depths(") a ]") == [0, 0, 0]
