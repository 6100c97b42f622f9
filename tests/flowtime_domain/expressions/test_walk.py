"""Visiting the parts of a formula."""

from flowtime_domain.expressions.parser import parse_expression
from flowtime_domain.expressions.syntax import Call, Negation, Number, Operation, Reference
from flowtime_domain.expressions.walk import fold, post_order

LONG = "a" + "+a" * 2047


def test_parts_come_before_what_holds_them():
    """Every part comes after its own parts, from left to right."""
    order = [part.offset for part in post_order(parse_expression("MIN(a * b, -c) - 1"))]
    kinds = [type(part) for part in post_order(parse_expression("MIN(a * b, -c) - 1"))]
    assert kinds == [Reference, Reference, Operation, Reference, Negation, Call, Number, Operation]
    assert order == [4, 8, 4, 12, 11, 0, 17, 0]


def test_fold_combines_results_of_parts():
    """A fold hands each part the results of its parts, from left to right."""

    def written(part, inner):
        return f"{type(part).__name__}({', '.join(inner)})" if inner else str(part.head[1])

    assert fold(parse_expression("a - 2 * b"), written) == "Operation(a, Operation(2.0, b))"


def test_deep_formulas_are_walked_without_recursion():
    """A sum of as many terms as fit, 2048 parts deep, is walked to its end (model §6.3)."""
    formula = parse_expression(LONG)
    assert sum(isinstance(part, Reference) for part in post_order(formula)) == 2048
    assert fold(formula, lambda part, inner: 1 + max(inner, default=0)) == 2048
