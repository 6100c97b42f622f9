"""Numbers as ECMAScript writes them (runs §1.4).

Rule 1: this is the only place that turns a number into text for a document, a cell or a hash.
"""

import math
from typing import Final

_FIRST_EXPONENT_FORM: Final = 21
_LAST_DECIMAL_FORM: Final = -7


def number_text(value: int | float) -> str:
    """The shortest text that reads back to the same number; an integer keeps all its digits.

    Parameters
    ----------
    value
        An integer, or a finite binary64 number.

    Raises
    ------
    ValueError
        The number is not finite.

    References
    ----------
    A. Rundgren, B. Jordan, S. Erdtman, 2020, RFC 8785 "JSON Canonicalization Scheme", §3.2.2.3, after
    ECMA-262 `Number::toString`: where the exponent form begins and how it looks. The shortest digits are
    Python's own.

    Examples
    --------
    >>> [number_text(value) for value in (20.0, 0.1, -0.0, 1e21, 1e-6, 1e-7, 10**21)]
    ['20', '0.1', '0', '1e+21', '0.000001', '1e-7', '1000000000000000000000']
    """
    if isinstance(value, int):
        return str(value)
    text = repr(float(value))
    if text.endswith(".0"):
        return text[:-2] if value else "0"
    if "e" not in text:
        if not math.isfinite(value):
            raise ValueError(f"{text} has no text in a document")
        return text
    return _ecmascript(text)


def _ecmascript(text: str) -> str:
    """Python's exponent form as ECMAScript writes the same digits."""
    mantissa, _, exponent_text = text.partition("e")
    sign, digits = ("-", mantissa[1:]) if mantissa[0] == "-" else ("", mantissa)
    exponent = int(exponent_text)
    bare = digits.replace(".", "")
    if _LAST_DECIMAL_FORM < exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{bare}"
    if 0 < exponent < _FIRST_EXPONENT_FORM:
        return sign + bare.ljust(exponent + 1, "0")
    return f"{sign}{digits}e{exponent:+d}"
