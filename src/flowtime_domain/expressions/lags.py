"""How far back in time a formula looks at each series it names (engine §2.3).

Rule 1: a lag is found from the formula alone; where a name leads is somebody else's question.
"""

from dataclasses import dataclass
from typing import final

from flowtime_domain.expressions.functions import FUNCTIONS
from flowtime_domain.expressions.syntax import Call, Expression, Reference
from flowtime_domain.expressions.walk import post_order


@final
@dataclass(frozen=True, slots=True)
class LaggedReference:
    """One mention of a series in a formula.

    Attributes
    ----------
    name
        The name as written.
    lag
        Number of bins by which the formula looks back at this mention, at least 0.
    offset
        Zero-based character at which the name begins.
    """

    name: str
    lag: int
    offset: int


def call_lag(call: Call) -> int:
    """By how many bins a call looks back at its argument (engine §2.3).

    SHIFT by k: k. CONV: the number of zeros at the start of its kernel, the whole length if all are zero.
    Everything else: 0. The value of a call with lag k in bin t needs its argument up to bin t - k only.
    """
    return FUNCTIONS[call.function].lag(call.literals)


def references(expression: Expression) -> tuple[LaggedReference, ...]:
    """Every mention of a series in a formula with its lag, in the order of the text (engine §2.3).

    Examples
    --------
    >>> from flowtime_domain.expressions.parser import parse_expression
    >>> [(each.name, each.lag) for each in references(parse_expression("y + SHIFT(CONV(y, [0, 1]), 2)"))]
    [('y', 0), ('y', 3)]
    """
    found: list[LaggedReference] = []
    waiting: list[tuple[Expression, int]] = [(expression, 0)]
    while waiting:
        part, lag = waiting.pop()
        if isinstance(part, Reference):
            found.append(LaggedReference(part.name, lag, part.offset))
        elif isinstance(part, Call):
            lag += call_lag(part)
        waiting.extend((inner, lag) for inner in reversed(part.parts))
    return tuple(found)


def first_use_of_time(expression: Expression) -> Call | None:
    """The first call that asks for the time of day or week, so that the grid needs a start (model §4.3).

    Examples
    --------
    >>> from flowtime_domain.expressions.parser import parse_expression
    >>> first_use_of_time(parse_expression("IF(HOUR() < 8, 0, x)"))
    Call('HOUR', (), 3)
    >>> first_use_of_time(parse_expression("BIN()")) is None
    True
    """
    calls = (part for part in post_order(expression) if isinstance(part, Call))
    return next((call for call in calls if FUNCTIONS[call.function].uses_time), None)
