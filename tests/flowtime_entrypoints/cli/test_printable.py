"""Text from outside made safe."""

import pytest

from flowtime_entrypoints.cli.printable import columns, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("naïve 漢字", "naïve 漢字"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("two\nlines\r", "two\\nlines\\r"),
        ("a\tb", "a b"),
        ("\u202eevil\u2028", "\\u202eevil\\u2028"),
        ("\udc80", "\\udc80"),
    ],
)
def test_what_would_act_is_escaped(text: str, shown: str) -> None:
    """Control characters can neither end a line nor colour a terminal (operations §2.1)."""
    assert printable(text) == shown


def test_columns_of_wide_and_combining_characters() -> None:
    """A caret stands right also below wide characters and accents (operations §4.3)."""
    assert columns("abc") == 3
    assert columns("漢字") == 4
    assert columns("e\u0301") == 1
