"""The grammar of formulas (model §6.1), and how a formula is built along it.

Rule 1: the only module that knows lark; it is imported when the first formula is read.
Rule 2: neither reading nor building recurses, and the nesting is checked with each token.
"""

import math
from functools import cache
from typing import Final, cast, final

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedToken, v_args
from lark.visitors import Transformer_NonRecursive

from flowtime_domain.errors.nearest_name import did_you_mean
from flowtime_domain.expressions.calls import Argument, ArrayArgument, FormulaArgument, checked_call
from flowtime_domain.expressions.findings import Findings
from flowtime_domain.expressions.functions import FUNCTIONS
from flowtime_domain.expressions.nesting import Nesting
from flowtime_domain.expressions.syntax import (
    ArithmeticOperator,
    Call,
    ComparisonOperator,
    ExpressionErrors,
    Negation,
    Number,
    Operation,
    Reference,
)

MAXIMUM_NESTING: Final = 64

GRAMMAR: Final = r"""
?expression: sum
           | sum COMPARISON sum                       -> operation
?sum: product
    | sum (PLUS | MINUS) product                      -> operation
?product: unary
        | product (STAR | SLASH) unary                -> operation
?unary: primary
      | MINUS unary                                   -> negation
?primary: NUMBER                                      -> number
        | NAME                                        -> reference
        | NAME "(" [argument ("," argument)*] ")"     -> call
        | LPAR expression ")"                         -> group
?argument: expression
         | LSQB expression ("," expression)* "]"      -> array

COMPARISON: "<=" | ">=" | "==" | "!=" | "<" | ">"
PLUS: "+"
MINUS: "-"
STAR: "*"
SLASH: "/"
LPAR: "("
LSQB: "["
NUMBER: /([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?/
NAME: /[A-Za-z_][A-Za-z0-9_]*/
%ignore /[ \t\r\n]+/
"""

_SHOWN_CHARACTERS: Final = 64
_TOO_DEEP: Final = f"More than {MAXIMUM_NESTING} parentheses, calls, brackets and minus signs are open here."


@cache
def _grammar() -> Lark:
    return Lark(GRAMMAR, start="expression", parser="lalr", lexer="basic", maybe_placeholders=False)


def syntax_tree(text: str) -> Tree[Token]:
    """How a formula divides along the grammar.

    Parameters
    ----------
    text
        The formula, of any length.

    Raises
    ------
    ExpressionErrors
        With the first syntax error, or with the first token that is nested too deep.
    """
    parser = _grammar().parse_interactive(text)
    nesting = Nesting()
    try:
        for token in parser.iter_parse():
            if nesting.after(token) > MAXIMUM_NESTING:
                raise _error(text, "expression_too_deep", _TOO_DEEP, _start(token))
        tree: Tree[Token] = parser.feed_token(Token("$END", "", start_pos=len(text)))
        return tree
    except UnexpectedCharacters as stop:
        offset = cast(int, stop.pos_in_stream)
        raise _error(text, "expression_syntax", _stray_character(text[offset]), offset) from None
    except UnexpectedToken as stop:
        raise _error(text, "expression_syntax", _misplaced(stop), _start(stop.token)) from None


def _error(text: str, code: str, message: str, offset: int) -> ExpressionErrors:
    findings = Findings(text)
    findings.add(code, message, offset)
    return ExpressionErrors(findings.in_order())


def _stray_character(character: str) -> str:
    hint = " Equality is written '=='." if character == "=" else ""
    return f"The character {character!r} means nothing in a formula.{hint}"


def _misplaced(stop: UnexpectedToken) -> str:
    expected = "a number, a name or '('" if "NUMBER" in stop.expected else "an operator"
    if stop.token.type == "$END":
        missing = expected if "NUMBER" in stop.expected else "a closing bracket"
        return f"The formula ends where {missing} is expected."
    found = f"'{stop.token[:_SHOWN_CHARACTERS]}' stands where {expected} is expected."
    if stop.token.type == "COMPARISON" and "NUMBER" not in stop.expected:
        return f"{found} Comparisons do not chain; put the first one in parentheses."
    return found


def _start(token: Token) -> int:
    assert token.start_pos is not None
    return token.start_pos


@final
@v_args(inline=True)
class FormulaBuilder(Transformer_NonRecursive[Token, FormulaArgument]):
    """Builds a formula from its tree, from the leaves up and from left to right.

    Parameters
    ----------
    findings
        Takes numbers out of range, unknown functions and wrong calls.

    Attributes
    ----------
    references
        The references met so far, in order.
    """

    def __init__(self, findings: Findings) -> None:
        super().__init__(visit_tokens=False)
        self.references: list[Reference] = []
        self._findings = findings
        self._unknown: set[str] = set()

    def number(self, token: Token) -> FormulaArgument:
        """A literal, which must be finite."""
        value, offset = float(token), _start(token)
        if math.isinf(value):
            self._findings.add("number_out_of_range", "The number is too large for binary64.", offset)
        return FormulaArgument(Number(value, offset), offset)

    def reference(self, token: Token) -> FormulaArgument:
        """A name that is not called."""
        offset = _start(token)
        self.references.append(Reference(str(token), offset))
        return FormulaArgument(self.references[-1], offset)

    def negation(self, minus: Token, operand: FormulaArgument) -> FormulaArgument:
        """A minus sign before its operand."""
        offset = _start(minus)
        return FormulaArgument(Negation(operand.formula, offset), offset)

    def operation(self, left: FormulaArgument, sign: Token, right: FormulaArgument) -> FormulaArgument:
        """Two operands with their sign."""
        operator = cast("ArithmeticOperator | ComparisonOperator", str(sign))
        return FormulaArgument(Operation(operator, left.formula, right.formula, left.start), left.start)

    def group(self, opening: Token, inner: FormulaArgument) -> FormulaArgument:
        """A formula in parentheses."""
        return FormulaArgument(inner.formula, _start(opening))

    def array(self, opening: Token, *elements: FormulaArgument) -> ArrayArgument:
        """Brackets around elements."""
        return ArrayArgument(elements, _start(opening))

    def call(self, token: Token, *arguments: Argument) -> FormulaArgument:
        """A name with its arguments."""
        name, offset = token.upper(), _start(token)
        function = FUNCTIONS.get(name)
        if function is None:
            self._report_unknown(name, str(token), offset)
            return FormulaArgument(Call(name, (), (), offset), offset)
        return FormulaArgument(checked_call(function, arguments, offset, self._findings), offset)

    def _report_unknown(self, name: str, written: str, offset: int) -> None:
        if name not in self._unknown:
            self._unknown.add(name)
            hint = did_you_mean(written, sorted(FUNCTIONS)) or "."
            message = f"There is no function '{written[:_SHOWN_CHARACTERS]}'{hint}"
            self._findings.add("unknown_function", message, offset)
