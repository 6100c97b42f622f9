"""Instructions over a tile whose value in a bin needs that bin alone.

Rule 1: the same operations as in `flowtime_domain.kernels.formulas`, with equal bits.
Rule 2: one plain loop for each operation, so that the compiler finds several bins for one step of the
machine; EXP, LN and POW call the C library for each bin (engine §1.3).
"""

import math
from typing import Final

import numpy as np

from flowtime_domain.kernels.formulas import Column
from flowtime_domain.kernels.tiles import opcodes

LARGEST: Final = 1.7976931348623157e308
LARGEST_EXPONENT: Final = 709.782712893384
"""Above it, EXP is beyond all numbers."""


def with_one_operand(operation: int, y: Column, a: Column) -> None:
    """Write ``operation(a)`` to y.

    Parameters
    ----------
    operation
        Between `opcodes.NEGATE` and `opcodes.LAST_WITH_ONE_OPERAND`.
    y, a
        shape (n,); any unit; any value; they share no memory.
    """
    if operation == opcodes.NEGATE:
        for i in range(len(y)):
            y[i] = -a[i]
    elif operation == opcodes.FLOOR:
        for i in range(len(y)):
            y[i] = np.floor(a[i])
    elif operation == opcodes.CEIL:
        for i in range(len(y)):
            y[i] = np.ceil(a[i])
    elif operation == opcodes.ROUND:
        for i in range(len(y)):
            cut = np.trunc(a[i])
            y[i] = cut + math.copysign(1.0, a[i]) if abs(a[i] - cut) >= 0.5 else cut
    elif operation == opcodes.ABS:
        for i in range(len(y)):
            y[i] = abs(a[i])
    elif operation == opcodes.SQRT:
        for i in range(len(y)):
            y[i] = np.sqrt(a[i])
    elif operation == opcodes.KNOWN:
        for i in range(len(y)):
            y[i] = a[i] if abs(a[i]) <= LARGEST else 0.0
    else:
        _by_the_library(operation, y, a)


def _by_the_library(operation: int, y: Column, a: Column) -> None:
    if operation == opcodes.EXP:
        for i in range(len(y)):
            y[i] = math.inf if a[i] > LARGEST_EXPONENT else math.exp(a[i])
    else:
        for i in range(len(y)):
            if a[i] > 0.0:
                y[i] = math.log(a[i])
            else:
                y[i] = -math.inf if a[i] == 0.0 else math.nan


def with_two_operands(operation: int, y: Column, a: Column, b: Column) -> None:
    """Write ``operation(a, b)`` to y.

    Parameters
    ----------
    operation
        Between `opcodes.ADD` and `opcodes.LAST_WITH_TWO_OPERANDS`.
    y, a, b
        shape (n,); any unit; any value; y shares no memory with the others.
    """
    if operation == opcodes.ADD:
        for i in range(len(y)):
            y[i] = a[i] + b[i]
    elif operation == opcodes.SUBTRACT:
        for i in range(len(y)):
            y[i] = a[i] - b[i]
    elif operation == opcodes.MULTIPLY:
        for i in range(len(y)):
            y[i] = a[i] * b[i]
    elif operation == opcodes.DIVIDE:
        for i in range(len(y)):
            y[i] = a[i] / b[i] if b[i] != 0.0 else a[i] * 0.0
    elif operation == opcodes.MIN:
        for i in range(len(y)):
            y[i] = b[i] if b[i] < a[i] or b[i] != b[i] else a[i]
    elif operation == opcodes.MAX:
        for i in range(len(y)):
            y[i] = b[i] if b[i] > a[i] or b[i] != b[i] else a[i]
    elif operation <= opcodes.UNEQUAL:
        _compared(operation, y, a, b)
    elif operation == opcodes.MOD:
        for i in range(len(y)):
            y[i] = _remainder(a[i], b[i])
    else:
        for i in range(len(y)):
            y[i] = math.nan if a[i] != a[i] or b[i] != b[i] else a[i] ** b[i]


def _remainder(left: float, right: float) -> float:
    if right == 0.0:
        return left * 0.0
    rest: float = np.fmod(left, right)
    if rest != 0.0 and math.copysign(1.0, rest) != math.copysign(1.0, right):
        return rest + right
    return rest


def _compared(operation: int, y: Column, a: Column, b: Column) -> None:
    if operation == opcodes.LESS:
        for i in range(len(y)):
            y[i] = 1.0 if a[i] < b[i] else 0.0
    elif operation == opcodes.LESS_OR_EQUAL:
        for i in range(len(y)):
            y[i] = 1.0 if a[i] <= b[i] else 0.0
    elif operation == opcodes.GREATER:
        for i in range(len(y)):
            y[i] = 1.0 if a[i] > b[i] else 0.0
    elif operation == opcodes.GREATER_OR_EQUAL:
        for i in range(len(y)):
            y[i] = 1.0 if a[i] >= b[i] else 0.0
    elif operation == opcodes.EQUAL:
        for i in range(len(y)):
            y[i] = 1.0 if a[i] == b[i] else 0.0
    else:
        for i in range(len(y)):
            y[i] = 1.0 if a[i] != b[i] else 0.0
    for i in range(len(y)):
        if a[i] != a[i] or b[i] != b[i]:
            y[i] = math.nan


def choose(y: Column, condition: Column, then: Column, otherwise: Column) -> None:
    """Write `then` where the condition is not 0, else `otherwise`, to y; NaN where the condition is NaN.

    Parameters
    ----------
    y, condition, then, otherwise
        shape (n,); any unit; any value; y shares no memory with the others.
    """
    for i in range(len(y)):
        chosen = then[i] if condition[i] != 0.0 else otherwise[i]
        y[i] = math.nan if condition[i] != condition[i] else chosen
