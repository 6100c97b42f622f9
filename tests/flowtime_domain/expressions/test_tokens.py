"""How the text of a formula divides into tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.expressions.findings import Findings
from flowtime_domain.expressions.tokens import tokens


def divided(text: str) -> list[tuple[str, str, int]]:
    return [(token.type, token.text, token.offset) for token in tokens(text, Findings(text))]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("a<=b", ["NAME", "COMPARISON", "NAME"]),
        ("a<-b", ["NAME", "COMPARISON", "MINUS", "NAME"]),
        ("f([1,.5])", ["NAME", "LPAR", "LSQB", "NUMBER", "COMMA", "NUMBER", "RSQB", "RPAR"]),
        ("2x", ["NUMBER", "NAME"]),
        ("1e", ["NUMBER", "NAME"]),
        ("1.5.2", ["NUMBER", "NUMBER"]),
        ("a = b", ["NAME", "STRAY", "NAME"]),
        ("1_000", ["NUMBER", "NAME"]),
        ("a\u00a0é", ["NAME", "STRAY", "STRAY"]),
    ],
)
def test_text_divides_into_the_longest_tokens(text, types):
    """Each token is as long as it can be, and what begins no token stands alone (model §6.1)."""
    assert [kind for kind, _, _ in divided(text)] == [*types, "$END"]


def test_blanks_belong_to_no_token():
    """Blanks, tabs and line ends lie between tokens, also before the end (model §6.2)."""
    assert divided(" a\t\r\n+ ") == [("NAME", "a", 1), ("PLUS", "+", 5), ("$END", "", 7)]


@given(st.text(alphabet="()[]<>=!+-*/,. \t\r\n019eEaM_é\x00\u0660", max_size=40))
def test_nothing_of_a_text_is_lost(text):
    """The tokens of any text together are the text without its blanks, in order (model §6.2)."""
    found = divided(text)
    assert all(text.startswith(written, offset) for _, written, offset in found)
    assert "".join(written for _, written, _ in found) == "".join(
        char for char in text if char not in " \t\r\n"
    )
