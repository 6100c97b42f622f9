"""The caret under a character of a formula."""

import pytest

from flowtime_domain.errors.caret import caret


def test_caret_stands_under_the_character():
    """The caret of M4's first error stands under its star (model §6.6, M4)."""
    assert caret("1 + * 2", 4) == "1 + * 2\n    ^"


def test_end_of_a_formula_has_a_caret():
    """The end of a formula is the character behind its last (model §6.6)."""
    assert caret("1 +", 3) == "1 +\n   ^"
    assert caret("", 0) == "\n^"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_only_the_line_of_the_token_is_shown(line_end):
    """Of a formula with several lines only the one with the token is shown (model §6.6)."""
    text = line_end.join(["a +", " b * /", "c"])
    assert caret(text, text.index("/")) == " b * /\n     ^"
    assert caret(text, text.index("a")) == "a +\n^"
    assert caret(text, text.index("c")) == "c\n^"


def test_tabs_indent_both_lines_alike():
    """A tab before the token is a tab before the caret, so that it stands under the token (model §6.6)."""
    assert caret("\ta + *", 5) == "\ta + *\n\t    ^"
