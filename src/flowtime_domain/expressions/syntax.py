"""What a formula consists of once it has been read.

Rule 1: a parsed formula is complete and right in itself (model §6); names may still lead nowhere.
Rule 2: every part knows the zero-based character at which it begins, for errors.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, final

ArithmeticOperator: TypeAlias = Literal["+", "-", "*", "/"]
ComparisonOperator: TypeAlias = Literal["<", "<=", ">", ">=", "==", "!="]


@final
@dataclass(frozen=True, slots=True)
class Number:
    """A literal that holds in every bin."""

    value: float
    offset: int


@final
@dataclass(frozen=True, slots=True)
class Reference:
    """The name of a series."""

    name: str
    offset: int


@final
@dataclass(frozen=True, slots=True)
class Negation:
    """``-operand``."""

    operand: "Expression"
    offset: int


@final
@dataclass(frozen=True, slots=True)
class Operation:
    """``left operator right``."""

    operator: ArithmeticOperator | ComparisonOperator
    left: "Expression"
    right: "Expression"
    offset: int


@final
@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language, its name in upper case.

    Attributes
    ----------
    function
        Name in upper case, a key of the table of functions.
    arguments
        The arguments that are expressions over bins, in order.
    literals
        The arguments that must be literals, as numbers in order: SHIFT's lag, EMA's alpha, AVG's length,
        PULSE's period and phase (as given), the coefficients of CONV's array.
    offset
        Character at which the function's name begins.
    """

    function: str
    arguments: "tuple[Expression, ...]"
    literals: tuple[float, ...]
    offset: int


Expression: TypeAlias = Number | Reference | Negation | Operation | Call
