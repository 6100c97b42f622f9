"""Checks the arguments of a call against the rules of its function (model §6.4).

Rule 1: a call with a wrong number of arguments is reported once; of any other each wrong argument is.
Rule 2: a call that was reported is good only for the names in it; it is never evaluated.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias, final

from flowtime_domain.expressions.findings import Findings
from flowtime_domain.expressions.functions import Function
from flowtime_domain.expressions.signatures import LONGEST_KERNEL, LiteralRule
from flowtime_domain.expressions.syntax import Call, Expression, Negation, Number


@final
@dataclass(frozen=True, slots=True)
class FormulaArgument:
    """A formula as an argument; `start` is its first character, parentheses included."""

    formula: Expression
    start: int


@final
@dataclass(frozen=True, slots=True)
class ArrayArgument:
    """Brackets as an argument; `start` is the opening one."""

    elements: tuple[FormulaArgument, ...]
    start: int


Argument: TypeAlias = FormulaArgument | ArrayArgument


def literal_value(formula: Expression) -> float | None:
    """The number that a literal spells; None if the formula is no literal.

    Examples
    --------
    >>> literal_value(Negation(Number(2.0, 1), 0))
    -2.0
    """
    sign = 1.0
    while isinstance(formula, Negation):
        sign, formula = -sign, formula.operand
    return sign * formula.value if isinstance(formula, Number) else None


def checked_call(function: Function, arguments: Sequence[Argument], offset: int, findings: Findings) -> Call:
    """The call of a known function; what is wrong with its arguments is added to the findings.

    Parameters
    ----------
    function
        What is called.
    arguments
        The arguments as written.
    offset
        Character at which the function's name begins.
    findings
        Takes function_arity, array_not_allowed, argument_not_literal and argument_out_of_range.
    """
    signature = function.signature
    if not signature.accepts_count(len(arguments)):
        message = f"{function.name} takes {signature.count_in_words}, not {len(arguments)}."
        findings.add("function_arity", message, offset)
        return Call(function.name, (), (), offset)
    formulas: list[Expression] = []
    literals: list[float] = []
    for place, argument in enumerate(_with_defaults(function, arguments, offset)):
        if place == signature.array:
            literals.extend(_kernel(function, argument, findings))
        elif isinstance(argument, ArrayArgument):
            message = "Brackets may stand only as the second argument of CONV."
            findings.add("array_not_allowed", message, argument.start)
        elif rule := signature.literals.get(place):
            literals.append(_literal(function, rule, argument, findings))
        else:
            formulas.append(argument.formula)
    return Call(function.name, tuple(formulas), tuple(literals), offset)


def _with_defaults(function: Function, arguments: Sequence[Argument], offset: int) -> list[Argument]:
    signature = function.signature
    missing = signature.defaults[len(arguments) - signature.fewest :]
    return [*arguments, *(FormulaArgument(Number(value, offset), offset) for value in missing)]


def _kernel(function: Function, argument: Argument, findings: Findings) -> list[float]:
    if isinstance(argument, FormulaArgument):
        message = f"{function.name} takes an array of numbers here, such as [0, 0.5, 0.25]."
        findings.add("argument_not_literal", message, argument.start)
        return []
    if len(argument.elements) > LONGEST_KERNEL:
        message = f"The array of {function.name} may hold at most {LONGEST_KERNEL} numbers."
        findings.add("argument_out_of_range", message, argument.start)
    return [_written_number(function, "each element", each, findings) for each in argument.elements]


def _literal(function: Function, rule: LiteralRule, argument: FormulaArgument, findings: Findings) -> float:
    value = _written_number(function, rule.meaning, argument, findings)
    if math.isfinite(value) and not rule.allows(value):
        message = f"{function.name}: {rule.meaning} must be {rule.allowed}."
        findings.add("argument_out_of_range", message, argument.start)
    return value


def _written_number(function: Function, meaning: str, argument: FormulaArgument, findings: Findings) -> float:
    value = literal_value(argument.formula)
    if value is None:
        message = f"{function.name}: {meaning} must be written as a number; it cannot depend on the bin."
        findings.add("argument_not_literal", message, argument.start)
        return math.nan
    return value
