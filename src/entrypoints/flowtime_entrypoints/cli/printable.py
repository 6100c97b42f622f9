"""Text from outside, made safe to print.

Rule 1: what a person reads on a terminal can neither end a line nor colour it (operations §2.1).
"""

import unicodedata


def printable(text: str) -> str:
    r"""The text with every character that would not show as itself written as an escape; a tab is a blank.

    Examples
    --------
    >>> print(printable("a\tb\x1b[31m\u202e"))
    a b\x1b[31m\u202e
    """
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() else " " if one == "\t" else one.encode("unicode_escape").decode()
        for one in text
    )


def columns(text: str) -> int:
    """How many columns of a terminal a printable text takes.

    Examples
    --------
    >>> columns("a漢b")
    4
    """
    if text.isascii():
        return len(text)
    return sum(_columns_of(one) for one in text)


def _columns_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
