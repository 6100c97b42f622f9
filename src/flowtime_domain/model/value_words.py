"""Values of documents in the words of messages."""

from collections.abc import Mapping, Sequence
from typing import Final

_LONGEST_SHOWN: Final = 80
# Python refuses to write out integers of thousands of digits.
_MOST_BITS_SHOWN: Final = 1024


def kind_of_value(value: object) -> str:
    """What kind of value it is.

    Examples
    --------
    >>> [kind_of_value(value) for value in (True, "a", 1.5, {}, [], None)]
    ['a boolean', 'a text', 'a number', 'a mapping', 'a list', 'nothing']
    """
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, Sequence) else "nothing"


def shown_value(value: object) -> str:
    """A scalar as it is shown, cut if long.

    Examples
    --------
    >>> shown_value("hour"), shown_value(2.5), shown_value(10**5000)
    ("'hour'", '2.5', 'a number that is too large')
    """
    if isinstance(value, int) and value.bit_length() > _MOST_BITS_SHOWN:
        return "a number that is too large"
    if isinstance(value, str):
        return f"'{_cut(value)}'"
    return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
