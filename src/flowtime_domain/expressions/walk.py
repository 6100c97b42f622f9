"""Visits the parts of a formula in a loop, so that no depth of a formula can exhaust the stack.

Rule 1: nobody outside this file follows the parts of a formula by calling himself.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from flowtime_domain.expressions.syntax import Expression

Result = TypeVar("Result")


def post_order(expression: Expression) -> Iterator[Expression]:
    """Every part of a formula, each after its own parts, from left to right.

    An evaluator keeps a stack of values: each part takes ``len(part.parts)`` values from its top and puts
    its own value there; the last value is that of the formula.

    Examples
    --------
    >>> from flowtime_domain.expressions.parser import parse_expression
    >>> [part.head[:2] for part in post_order(parse_expression("a - 2 * b"))][:3]
    [('Reference', 'a'), ('Number', 2.0), ('Reference', 'b')]
    """
    waiting: list[tuple[Expression, bool]] = [(expression, False)]
    while waiting:
        part, parts_done = waiting.pop()
        if parts_done or not part.parts:
            yield part
        else:
            waiting.append((part, True))
            waiting.extend((inner, False) for inner in reversed(part.parts))


def fold(expression: Expression, combine: Callable[[Expression, tuple[Result, ...]], Result]) -> Result:
    """What a formula amounts to, if each part is combined from the results of its own parts.

    Parameters
    ----------
    expression
        The formula.
    combine
        Called once per part with the part and the results of its parts, from left to right.

    Returns
    -------
    Result
        The result for the formula itself.

    Examples
    --------
    >>> from flowtime_domain.expressions.parser import parse_expression
    >>> fold(parse_expression("a + MIN(b, c)"), lambda part, inner: 1 + sum(inner))  # number of parts
    5
    """
    results: list[Result] = []
    for part in post_order(expression):
        first = len(results) - len(part.parts)
        inner = tuple(results[first:])
        del results[first:]
        results.append(combine(part, inner))
    return results[0]
