"""What an unquoted scalar means: a boolean, null, a number or a text (model §2.3).

Rule 1: these are the only scalar rules; whoever reads or writes a document asks here.
Rule 2: a number too large for binary64 becomes an infinity, so that whoever reads a number can refuse it.
"""

import math
import re
from typing import Final

from flowtime_domain.model.document import Scalar

_WORDS: Final[dict[str, Scalar]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((sign + word for sign in ("", "+") for word in (".inf", ".Inf", ".INF")), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
# A number without any of the three groups is an integer.
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+(\.[0-9]*)?|(\.[0-9]+))([eE][-+]?[0-9]+)?")
_NUMBER_STARTS: Final = frozenset("0123456789+-.")
_LONGEST_PLAIN_INTEGER: Final = 300


def plain_scalar(text: str) -> Scalar:
    """The value of an unquoted scalar.

    Examples
    --------
    >>> [plain_scalar(text) for text in ("010", "6.0", "True", "~", "yes", "0x1F", "2025-03-03")]
    [10, 6.0, True, None, 'yes', '0x1F', '2025-03-03']
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    return integer(text) if match.lastindex is None else float(text)


def integer(digits: str) -> int | float:
    """The integer that decimal digits spell, an infinity if binary64 cannot hold it.

    Examples
    --------
    >>> integer("-12"), integer("9" * 5000)
    (-12, inf)
    """
    if len(digits) <= _LONGEST_PLAIN_INTEGER:
        return int(digits)
    nearest = float(digits)
    if math.isinf(nearest):
        return nearest
    sign = "-" if digits[0] == "-" else ""
    return int(sign + (digits.lstrip("+-0") or "0"))
