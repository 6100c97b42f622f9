"""The grammar of formulas (model §6.1), and how a formula is built along it.

Rule 1: the only module that knows lark; it is imported when the first formula is read.
Rule 2: neither reading nor building recurses, and the nesting is checked with each token.
Rule 3: parts are built as soon as they end, from left to right; no tree is made first.
"""

import math
from functools import cache
from typing import Any, Final, TypeAlias, cast, final

from lark import Lark, Transformer, UnexpectedToken

from flowtime_domain.errors.nearest_name import did_you_mean
from flowtime_domain.expressions.calls import Argument, ArrayArgument, FormulaArgument, checked_call
from flowtime_domain.expressions.findings import Findings
from flowtime_domain.expressions.functions import FUNCTIONS
from flowtime_domain.expressions.nesting import Nesting
from flowtime_domain.expressions.syntax import (
    ArithmeticOperator,
    Call,
    ComparisonOperator,
    Expression,
    ExpressionErrors,
    Negation,
    Number,
    Operation,
    Reference,
)
from flowtime_domain.expressions.tokens import COMPARISON, END, NUMBER, STRAY, Token, tokens

MAXIMUM_NESTING: Final = 64

GRAMMAR: Final = r"""
?expression: sum
           | sum COMPARISON sum                         -> operation
?sum: product
    | sum (PLUS | MINUS) product                        -> operation
?product: unary
        | product (STAR | SLASH) unary                  -> operation
?unary: primary
      | MINUS unary                                     -> negation
?primary: NUMBER                                        -> number
        | NAME                                          -> reference
        | NAME LPAR [argument (COMMA argument)*] RPAR   -> call
        | LPAR expression RPAR                          -> group
?argument: expression
         | LSQB expression (COMMA expression)* RSQB     -> array

%declare COMPARISON PLUS MINUS STAR SLASH LPAR RPAR LSQB RSQB COMMA NUMBER NAME
"""

_SHOWN_CHARACTERS: Final = 64
_TOO_DEEP: Final = f"More than {MAXIMUM_NESTING} parentheses, calls, brackets and minus signs are open here."


def built_formula(text: str, findings: Findings) -> Expression:
    """The formula that a text spells along the grammar.

    Parameters
    ----------
    text
        The formula, of any length.
    findings
        Takes numbers out of range, unknown functions and wrong calls, and the references.

    Raises
    ------
    ExpressionErrors
        With the first syntax error, or with the first token that is nested too deep.
    """
    parser = _grammar().parse_interactive()
    nesting = Nesting()
    built: FormulaArgument | None = None
    for token in tokens(text, findings):
        if token.type == STRAY:
            raise _error(text, "expression_syntax", _stray_character(token.text), token.offset)
        if nesting.after(token.text) > MAXIMUM_NESTING:
            raise _error(text, "expression_too_deep", _TOO_DEEP, token.offset)
        try:
            built = parser.feed_token(cast(Any, token))
        except UnexpectedToken as stop:
            raise _error(text, "expression_syntax", _misplaced(token, stop.expected), token.offset) from None
    assert built is not None
    return built.formula


def _error(text: str, code: str, message: str, offset: int) -> ExpressionErrors:
    findings = Findings(text)
    findings.add(code, message, offset)
    return ExpressionErrors(findings.in_order())


def _stray_character(character: str) -> str:
    hint = " Equality is written '=='." if character == "=" else ""
    return f"The character {character!r} means nothing in a formula.{hint}"


def _misplaced(token: Token, allowed: set[str]) -> str:
    expected = "a number, a name or '('" if NUMBER in allowed else "an operator"
    if token.type == END:
        missing = expected if NUMBER in allowed else "a closing bracket"
        return f"The formula ends where {missing} is expected."
    found = f"'{token.text[:_SHOWN_CHARACTERS]}' stands where {expected} is expected."
    if token.type == COMPARISON and NUMBER not in allowed:
        return f"{found} Comparisons do not chain; put the first one in parentheses."
    return found


_Operands: TypeAlias = tuple[FormulaArgument, Token, FormulaArgument]


@final
class _FormulaBuilder(Transformer[Any, FormulaArgument]):
    """Builds each part of a formula from its own parts; it keeps nothing, so threads may share it."""

    def number(self, parts: tuple[Token]) -> FormulaArgument:
        """A literal, which must be finite."""
        (token,) = parts
        value = float(token.text)
        if math.isinf(value):
            message = "The number is too large for binary64."
            token.findings.add("number_out_of_range", message, token.offset)
        return FormulaArgument(Number(value, token.offset), token.offset)

    def reference(self, parts: tuple[Token]) -> FormulaArgument:
        """A name that is not called."""
        (token,) = parts
        reference = Reference(token.text, token.offset)
        token.findings.references.append(reference)
        return FormulaArgument(reference, token.offset)

    def negation(self, parts: tuple[Token, FormulaArgument]) -> FormulaArgument:
        """A minus sign before its operand."""
        minus, operand = parts
        return FormulaArgument(Negation(operand.formula, minus.offset), minus.offset)

    def operation(self, parts: _Operands) -> FormulaArgument:
        """Two operands with their sign."""
        left, sign, right = parts
        operator = cast("ArithmeticOperator | ComparisonOperator", sign.text)
        return FormulaArgument(Operation(operator, left.formula, right.formula, left.start), left.start)

    def group(self, parts: tuple[Token, FormulaArgument, Token]) -> FormulaArgument:
        """A formula in parentheses."""
        opening, inner, _ = parts
        return FormulaArgument(inner.formula, opening.offset)

    def array(self, parts: list[Any]) -> ArrayArgument:
        """Brackets around elements."""
        return ArrayArgument(tuple(parts[1:-1:2]), parts[0].offset)

    def call(self, parts: list[Any]) -> FormulaArgument:
        """A name with its arguments."""
        token: Token = parts[0]
        arguments: list[Argument] = parts[2:-1:2]
        function = FUNCTIONS.get(token.text.upper())
        if function is None:
            _report_unknown(token)
            return FormulaArgument(Call(token.text.upper(), (), (), token.offset), token.offset)
        return FormulaArgument(checked_call(function, arguments, token.offset, token.findings), token.offset)


def _report_unknown(token: Token) -> None:
    reported = token.findings.unknown_functions
    if token.text.upper() not in reported:
        reported.add(token.text.upper())
        hint = did_you_mean(token.text, sorted(FUNCTIONS)) or "."
        message = f"There is no function '{token.text[:_SHOWN_CHARACTERS]}'{hint}"
        token.findings.add("unknown_function", message, token.offset)


@cache
def _grammar() -> Lark:
    return Lark(
        GRAMMAR,
        start="expression",
        parser="lalr",
        lexer="basic",
        maybe_placeholders=False,
        transformer=_FormulaBuilder(),
    )
