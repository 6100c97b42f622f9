"""What kind of value of a document a value is.

Rule 1: a text is no list, and a boolean is no number (model §2.3); nobody else asks Python's types for that.
"""

import math
from collections.abc import Sequence
from typing import Final, TypeGuard

from flowtime_domain.model.document import Value

_LARGEST_NUMBER: Final = math.nextafter(math.inf, 0.0)


def is_list(value: Value) -> TypeGuard[Sequence[Value]]:
    """Whether a value is a list.

    Examples
    --------
    >>> is_list([1]), is_list("ab")
    (True, False)
    """
    return isinstance(value, Sequence) and not isinstance(value, str)


def is_number(value: Value) -> TypeGuard[int | float]:
    """Whether a value is a number, finite or not.

    Examples
    --------
    >>> is_number(2.5), is_number(True)
    (True, False)
    """
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_finite(value: Value) -> bool:
    """Whether a value is no number, or one that binary64 can hold.

    Examples
    --------
    >>> is_finite(10**400), is_finite(float("nan")), is_finite(3), is_finite("inf")
    (False, False, True, True)
    """
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) <= _LARGEST_NUMBER
