"""What a formula consists of once it has been read.

Rule 1: a parsed formula is complete and right in itself (model §6); names may still lead nowhere.
Rule 2: every part knows the zero-based character at which it begins, for errors.
Rule 3: a sum of two thousand terms is two thousand parts deep: whoever visits parts does so in a loop, with
`flowtime_domain.expressions.walk`; comparing, hashing and showing a part do not recurse either.
"""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from flowtime_domain.errors.caret import caret

ArithmeticOperator: TypeAlias = Literal["+", "-", "*", "/"]
ComparisonOperator: TypeAlias = Literal["<", "<=", ">", ">=", "==", "!="]


class _Part:
    """Equality, hash and text of a part of a formula, without recursion."""

    __slots__ = ()

    @property
    def parts(self) -> "tuple[Expression, ...]":
        """The formulas directly inside this one, from left to right."""
        return ()

    @property
    @abstractmethod
    def head(self) -> tuple[object, ...]:
        """The kind of this part and what it says by itself, without its parts."""

    def __eq__(self, other: object) -> bool:
        pairs: list[tuple[object, object]] = [(self, other)]
        while pairs:
            left, right = pairs.pop()
            if not (isinstance(left, _Part) and isinstance(right, _Part)):
                return NotImplemented
            if left.head != right.head or len(left.parts) != len(right.parts):
                return False
            pairs.extend(zip(left.parts, right.parts, strict=True))
        return True

    def __hash__(self) -> int:
        return hash(self.head)

    def __repr__(self) -> str:
        name, *own = self.head
        return f"{name}({', '.join(map(repr, own))})"


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Number(_Part):
    """A literal that holds in every bin; finite."""

    value: float
    offset: int

    @property
    def head(self) -> tuple[object, ...]:
        """Value and offset."""
        return ("Number", self.value, self.offset)


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reference(_Part):
    """The name of a series."""

    name: str
    offset: int

    @property
    def head(self) -> tuple[object, ...]:
        """Name and offset."""
        return ("Reference", self.name, self.offset)


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Negation(_Part):
    """``-operand``; begins at its minus sign."""

    operand: "Expression"
    offset: int

    @property
    def parts(self) -> "tuple[Expression, ...]":
        """The operand."""
        return (self.operand,)

    @property
    def head(self) -> tuple[object, ...]:
        """The offset."""
        return ("Negation", self.offset)


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Operation(_Part):
    """``left operator right``; begins where its left operand begins."""

    operator: ArithmeticOperator | ComparisonOperator
    left: "Expression"
    right: "Expression"
    offset: int

    @property
    def parts(self) -> "tuple[Expression, ...]":
        """Left and right operand."""
        return (self.left, self.right)

    @property
    def head(self) -> tuple[object, ...]:
        """Operator and offset."""
        return ("Operation", self.operator, self.offset)


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Call(_Part):
    """A function of the language with its arguments, which suit the function's rules.

    ================================  ============================  =====================================
    function                          arguments                     literals
    ================================  ============================  =====================================
    MIN, MAX                          two or more                   none
    CLAMP                             x, low, high                  none
    IF                                condition, then, otherwise    none
    MOD, STEP, POW                    a, b                          none
    FLOOR, CEIL, ROUND, ABS, SQRT,    x                             none
    EXP, LN, CUMSUM
    BIN, HOUR, WEEKDAY                none                          none
    PULSE                             amplitude (1 if not written)  period, phase (0 if not written)
    SHIFT                             x                             k, the lag in bins
    CONV                              x                             the coefficients, 1 to 1000
    EMA                               x                             alpha
    AVG                               x                             n, the number of bins
    ================================  ============================  =====================================

    Attributes
    ----------
    function
        Name in upper case, a key of `flowtime_domain.expressions.functions.FUNCTIONS`.
    arguments
        The arguments that are formulas over bins, in order.
    literals
        The arguments that must be literals, in order; whole ones are floats too, and have no upper limit
        except AVG's.
    offset
        Character at which the function's name begins.
    """

    function: str
    arguments: "tuple[Expression, ...]"
    literals: tuple[float, ...]
    offset: int

    @property
    def parts(self) -> "tuple[Expression, ...]":
        """The arguments that are formulas."""
        return self.arguments

    @property
    def head(self) -> tuple[object, ...]:
        """Function, literals and offset."""
        return ("Call", self.function, self.literals, self.offset)


Expression: TypeAlias = Number | Reference | Negation | Operation | Call


@final
@dataclass(frozen=True, slots=True)
class ExpressionFinding:
    """One error of a formula (model §6.6).

    Attributes
    ----------
    code
        Stable name of the broken rule.
    message
        What is wrong and what to do, for a person.
    offset
        Zero-based character at which the offending token stands, or the length of the formula.
    formula
        The text in which it stands.
    """

    code: str
    message: str
    offset: int
    formula: str

    @property
    def caret(self) -> str:
        """The line of the formula with that token, a line end, and ``^`` under the token."""
        return caret(self.formula, self.offset)


@final
class ExpressionErrors(Exception):  # noqa: N818 - one exception carries all findings of a formula
    """A formula is wrong in itself.

    Attributes
    ----------
    findings
        One syntax error, or every wrong call, unknown function and number out of range, by offset.
    references
        The names in a formula whose syntax holds, in order: they count although its calls are wrong, so
        that unknown ones are reported together with the findings. Empty after a syntax error.
    """

    def __init__(
        self, findings: tuple[ExpressionFinding, ...], references: tuple[Reference, ...] = ()
    ) -> None:
        super().__init__(" ".join(finding.message for finding in findings))
        self.findings = findings
        self.references = references
