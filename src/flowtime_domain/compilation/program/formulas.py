"""From formulas to values over tiles.

Rule 1: what a function looks back at is a row: a row of the matrix, or a hidden row that another task fills.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, final

from flowtime_domain.compilation.program.values import Effect, Place, Read, Task, Value, Values, bits
from flowtime_domain.expressions.syntax import Call, Expression, Negation, Number, Operation, Reference
from flowtime_domain.expressions.walk import fold
from flowtime_domain.kernels.tiles import opcodes
from flowtime_domain.kernels.time_axis import MICROSECONDS_PER_WEEK, TimeAxis


@final
@dataclass(frozen=True, slots=True)
class FormulaLowering:
    """Turns the formulas of one component into values.

    Attributes
    ----------
    values
        The values of the component.
    row_of, before_first_bin
        As in a plan.
    axis
        The grid as formulas see it.
    tasks
        The tasks that fill hidden rows, in the order in which they were needed.
    """

    values: Values
    row_of: Mapping[str, int]
    before_first_bin: Mapping[str, float]
    axis: TimeAxis
    tasks: list[Task] = field(default_factory=list)

    def value(self, expression: Expression, read: Callable[[int], Value] | None = None) -> Value:
        """The value of a formula; `read` gives a row as the formula shall see it, as it is if None."""
        row = read or self.values.row

        def combined(part: Expression, inner: tuple[Value, ...]) -> Value:
            match part:
                case Number():
                    return self.values.number(part.value)
                case Reference():
                    return row(self.row_of[part.name])
                case Negation():
                    return self.values.value(opcodes.NEGATE, *inner)
                case Operation():
                    return self.values.value(_OPERATION_OF_SIGN[part.operator], *inner)
                case _:
                    return _LOWERING_OF_FUNCTION[part.function](self, part, inner)

        return fold(expression, combined)

    def row_behind(self, call: Call, argument: Value) -> Place:
        """The row that a call looks back at; one that is not seen as it is, is hidden."""
        written = call.arguments[0]
        if isinstance(written, Reference) and argument == self.values.row(self.row_of[written.name]):
            return Place(self.row_of[written.name])
        place = self.values.new_hidden_row()
        keep = Effect(opcodes.KEEP, (self.values.first_slot(place), argument))
        self.tasks.append(Task((keep,), (place,)))
        return place


_Inner: TypeAlias = Sequence[Value]
_Lowering: TypeAlias = Callable[[FormulaLowering, Call, _Inner], Value]


def _plain(operation: int) -> _Lowering:
    def lowered(formulas: FormulaLowering, _: Call, inner: _Inner) -> Value:
        return formulas.values.value(operation, *inner)

    return lowered


def _folded(operation: int) -> _Lowering:
    def lowered(formulas: FormulaLowering, _: Call, inner: _Inner) -> Value:
        best = inner[0]
        for operand in inner[1:]:
            best = formulas.values.value(operation, best, operand)
        return best

    return lowered


def _clamp(formulas: FormulaLowering, _: Call, inner: _Inner) -> Value:
    x, low, high = inner
    values = formulas.values
    return values.value(opcodes.MAX, low, values.value(opcodes.MIN, high, x))


def _on_the_clock(operation: int) -> _Lowering:
    def lowered(formulas: FormulaLowering, _: Call, __: _Inner) -> Value:
        axis = formulas.axis
        start = axis.start_microseconds % MICROSECONDS_PER_WEEK
        return formulas.values.value(operation, start, axis.bin_microseconds % MICROSECONDS_PER_WEEK)

    return lowered


def _pulse(formulas: FormulaLowering, call: Call, inner: _Inner) -> Value:
    values = formulas.values
    period, phase = (min(int(literal), values.bins) for literal in call.literals)
    return values.value(opcodes.PULSE, *inner, period, phase)


def _shift(formulas: FormulaLowering, call: Call, inner: _Inner) -> Value:
    lag = int(call.literals[0])
    argument = call.arguments[0]
    if lag == 0:
        return inner[0]
    initial = formulas.before_first_bin[argument.name] if isinstance(argument, Reference) else 0.0
    return formulas.values.loaded(formulas.row_behind(call, inner[0]), lag, initial)


def _convolve(formulas: FormulaLowering, call: Call, inner: _Inner) -> Value:
    values = formulas.values
    kernel = call.literals[: values.bins]
    taps = [(age, coefficient) for age, coefficient in enumerate(kernel) if coefficient != 0]
    if not taps:
        return values.number(0.0)
    place = formulas.row_behind(call, inner[0])
    operation = opcodes.CONVOLVE_HIDDEN if place.is_hidden else opcodes.CONVOLVE
    slots = [slot for age, coefficient in taps for slot in (age, bits(coefficient))]
    return values.reading(Read(place, taps[0][0]), operation, values.first_slot(place), *slots)


def _average(formulas: FormulaLowering, call: Call, inner: _Inner) -> Value:
    values = formulas.values
    place = formulas.row_behind(call, inner[0])
    operation = opcodes.AVERAGE_HIDDEN if place.is_hidden else opcodes.AVERAGE
    length = min(int(call.literals[0]), values.bins)
    return values.reading(Read(place, 0), operation, values.first_slot(place), length)


def _cumulate(formulas: FormulaLowering, _: Call, inner: _Inner) -> Value:
    values = formulas.values
    return values.value(opcodes.CUMULATE, *inner, values.first_slot(values.new_hidden_row()))


def _smooth(formulas: FormulaLowering, call: Call, inner: _Inner) -> Value:
    values = formulas.values
    memory = values.first_slot(values.new_hidden_row())
    return values.value(opcodes.SMOOTH, *inner, memory, bits(call.literals[0]))


_OPERATION_OF_SIGN: Final[Mapping[str, int]] = {
    "+": opcodes.ADD,
    "-": opcodes.SUBTRACT,
    "*": opcodes.MULTIPLY,
    "/": opcodes.DIVIDE,
    "<": opcodes.LESS,
    "<=": opcodes.LESS_OR_EQUAL,
    ">": opcodes.GREATER,
    ">=": opcodes.GREATER_OR_EQUAL,
    "==": opcodes.EQUAL,
    "!=": opcodes.UNEQUAL,
}
_LOWERING_OF_FUNCTION: Final[Mapping[str, _Lowering]] = {
    "MIN": _folded(opcodes.MIN),
    "MAX": _folded(opcodes.MAX),
    "CLAMP": _clamp,
    "IF": _plain(opcodes.CHOOSE),
    "MOD": _plain(opcodes.MOD),
    "STEP": _plain(opcodes.GREATER_OR_EQUAL),
    "POW": _plain(opcodes.POW),
    "FLOOR": _plain(opcodes.FLOOR),
    "CEIL": _plain(opcodes.CEIL),
    "ROUND": _plain(opcodes.ROUND),
    "ABS": _plain(opcodes.ABS),
    "SQRT": _plain(opcodes.SQRT),
    "EXP": _plain(opcodes.EXP),
    "LN": _plain(opcodes.LN),
    "BIN": _plain(opcodes.BINS),
    "HOUR": _on_the_clock(opcodes.HOURS),
    "WEEKDAY": _on_the_clock(opcodes.WEEKDAYS),
    "PULSE": _pulse,
    "SHIFT": _shift,
    "CONV": _convolve,
    "CUMSUM": _cumulate,
    "EMA": _smooth,
    "AVG": _average,
}
