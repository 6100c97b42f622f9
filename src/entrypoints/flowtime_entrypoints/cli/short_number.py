"""Numbers as a person reads them; programs ask for ``--json``."""

import math
from typing import Final

NOTHING: Final = "-"
_LARGEST_PLAIN: Final = 1e9


def short_number(value: float) -> str:
    """A number with four significant digits, or all digits of its whole part.

    Examples
    --------
    >>> [short_number(value) for value in (0.0, 12.0, 3.14159, 12345.678, 2.5e12, float("nan"))]
    ['0', '12', '3.142', '12,346', '2.5e+12', '-']
    """
    if math.isnan(value):
        return NOTHING
    if 1000 <= abs(value) < _LARGEST_PLAIN:
        return f"{value:,.0f}"
    return f"{value + 0.0:.4g}"


def percentage(ratio: float) -> str:
    """A ratio as a percentage.

    Examples
    --------
    >>> percentage(0.8754), percentage(float("nan"))
    ('87.5%', '-')
    """
    return NOTHING if math.isnan(ratio) else f"{ratio * 100:,.1f}%"
