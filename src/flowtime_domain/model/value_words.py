"""Values of documents in the words of messages."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Final

from flowtime_domain.model.number_text import number_text

_LONGEST_SHOWN: Final = 80
# Python refuses to write out integers of thousands of digits.
_MOST_BITS_SHOWN: Final = 1024


def kind_of_value(value: object) -> str:
    """What kind of value it is.

    Examples
    --------
    >>> [kind_of_value(value) for value in (True, "a", 1.5, {}, [], None)]
    ['a boolean', 'a text', 'a number', 'a mapping', 'a list', 'null']
    """
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, Sequence) else "null"


def shown_value(value: object) -> str:
    """A scalar as a document would write it, cut if long; of anything else its kind.

    Examples
    --------
    >>> [shown_value(value) for value in ("hour", 6.0, True, 10**5000, [1])]
    ["'hour'", '6', 'true', 'a number that is too large', 'a list']
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{_cut(value)}'"
    if isinstance(value, int):
        return _cut(str(value)) if value.bit_length() <= _MOST_BITS_SHOWN else "a number that is too large"
    if isinstance(value, float):
        return number_text(value) if isfinite(value) else "a number that is not finite"
    return kind_of_value(value)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
