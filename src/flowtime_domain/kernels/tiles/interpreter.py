"""Runs programs over tiles: fills the rows of a matrix.

Rule 1: the few functions of this folder are compiled once for all models; a program is data.
Rule 2: a program is not changed, and two threads may run it at once, each with registers of its own.
"""

from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from flowtime_domain.kernels.formulas import Column
from flowtime_domain.kernels.tiles import opcodes
from flowtime_domain.kernels.tiles.elementwise import choose, with_one_operand, with_two_operands
from flowtime_domain.kernels.tiles.memory import average, convolve, cumulate, pulse, smooth
from flowtime_domain.kernels.tiles.moves import bins, fill, hours, keep, load, store, weekdays
from flowtime_domain.kernels.tiles.queues import (
    demand,
    depth,
    depth_before,
    depth_of_arrivals,
    gate,
    invalid_limits,
    overflow,
    serve,
    serve_arrivals,
)
from flowtime_domain.kernels.tiles.sharing import share

Slots: TypeAlias = NDArray[np.int64]
Array = TypeVar("Array", Column, Slots)


def borrowed(array: Array) -> Array:
    """An array whose owner outlives its use; counting references to its parts would cost more than they do.

    Parameters
    ----------
    array
        shape (n,); any unit.
    """
    return array


def run(slots: Slots, numbers: Column, matrix: Column, registers: Column, hidden: Column, length: int) -> int:
    """Run a program over all bins.

    Parameters
    ----------
    slots, numbers
        shape (slots,); no unit; the program, and the same memory as binary64 numbers.
    matrix
        shape (rows * bins,); items or items per bin; row after row; rows that the program does not write
        must be there if it reads them.
    registers
        shape (places,); any unit; may hold anything.
    hidden
        shape (hidden rows * bins,); any unit; may hold anything.
    length
        Number of bins.

    Returns
    -------
    int
        How many numbers are not finite, or limits that are none; 0 if all is well.
    """
    slots, numbers, matrix = borrowed(slots), borrowed(numbers), borrowed(matrix)
    registers, hidden = borrowed(registers), borrowed(hidden)
    faults = 0
    at = 0
    while at < len(slots):
        tile, step = slots[at], slots[at + 1]
        end, loop = at + slots[at + 2], at + slots[at + 3]
        for t in range(0, length, tile):
            n = min(tile, length - t)
            faults += _run_tile(slots, numbers, matrix, registers, hidden, length, at + 4, loop, t, n)
            for i in range(0, n, step):
                faults += _run_tile(
                    slots, numbers, matrix, registers[i:], hidden, length, loop, end, t + i, min(step, n - i)
                )
        at = end
    return faults


def _run_tile(
    slots: Slots,
    numbers: Column,
    matrix: Column,
    registers: Column,
    hidden: Column,
    length: int,
    at: int,
    end: int,
    t: int,
    n: int,
) -> int:
    """Run the instructions from `at` to `end` over the bins t..t+n-1."""
    faults = 0
    while at < end:
        operation = slots[at]
        if operation <= opcodes.LAST_MOVE:
            faults += _move(operation, slots, numbers, matrix, registers, hidden, length, at, t, n)
        elif operation <= opcodes.LAST_WITH_TWO_OPERANDS:
            y, a, b = slots[at + 2], slots[at + 3], slots[at + 4]
            if operation <= opcodes.LAST_WITH_ONE_OPERAND:
                with_one_operand(operation, registers[y : y + n], registers[a : a + n])
            else:
                with_two_operands(operation, registers[y : y + n], registers[a : a + n], registers[b : b + n])
        elif operation <= opcodes.LAST_MEMORY:
            _look_back(operation, slots, numbers, matrix, registers, hidden, length, at, t, n)
        elif operation <= opcodes.LAST_QUEUE:
            faults += _queue(operation, slots, numbers, matrix, registers, length, at, t, n)
        else:
            members = slots[at + 5 : at + slots[at + 1]]
            share(registers, n, slots[at + 2], slots[at + 3], slots[at + 4], members)
        at += slots[at + 1]
    return faults


def _move(
    operation: int,
    slots: Slots,
    numbers: Column,
    matrix: Column,
    registers: Column,
    hidden: Column,
    length: int,
    at: int,
    t: int,
    n: int,
) -> int:
    first, second = slots[at + 2], slots[at + 3]
    if operation == opcodes.STORE:
        return store(matrix[first + t : first + t + n], registers[second : second + n])
    if operation == opcodes.VALUES:
        return store(matrix[first + t : first + t + n], numbers[at + 3 + t : at + 3 + t + n])
    if operation == opcodes.KEEP:
        keep(hidden[first + t : first + t + n], registers[second : second + n])
        return 0
    y = registers[first : first + n]
    if operation == opcodes.FILL:
        fill(y, numbers[at + 3])
    elif operation == opcodes.LOAD:
        load(y, matrix[second : second + length], t, slots[at + 4], numbers[at + 5])
    elif operation == opcodes.RECALL:
        load(y, hidden[second : second + length], t, slots[at + 4], numbers[at + 5])
    elif operation == opcodes.BINS:
        bins(y, t)
    elif operation == opcodes.HOURS:
        hours(y, t, second, slots[at + 4])
    else:
        weekdays(y, t, second, slots[at + 4])
    return 0


def _look_back(
    operation: int,
    slots: Slots,
    numbers: Column,
    matrix: Column,
    registers: Column,
    hidden: Column,
    length: int,
    at: int,
    t: int,
    n: int,
) -> None:
    y = registers[slots[at + 2] : slots[at + 2] + n]
    source, third, fourth = slots[at + 3], slots[at + 4], slots[at + 5]
    end = at + slots[at + 1]
    if operation == opcodes.CHOOSE:
        choose(
            y, registers[source : source + n], registers[third : third + n], registers[fourth : fourth + n]
        )
    elif operation == opcodes.PULSE:
        pulse(y, registers[source : source + n], t, third, fourth)
    elif operation == opcodes.CONVOLVE:
        convolve(y, matrix[source : source + length], t, slots[at + 4 : end], numbers[at + 4 : end])
    elif operation == opcodes.CONVOLVE_HIDDEN:
        convolve(y, hidden[source : source + length], t, slots[at + 4 : end], numbers[at + 4 : end])
    elif operation == opcodes.AVERAGE:
        average(y, matrix[source : source + length], t, third)
    elif operation == opcodes.AVERAGE_HIDDEN:
        average(y, hidden[source : source + length], t, third)
    elif operation == opcodes.CUMULATE:
        cumulate(y, registers[source : source + n], hidden[third : third + length], t)
    else:
        smooth(y, registers[source : source + n], hidden[third : third + length], t, numbers[at + 5])


def _queue(
    operation: int,
    slots: Slots,
    numbers: Column,
    matrix: Column,
    registers: Column,
    length: int,
    at: int,
    t: int,
    n: int,
) -> int:
    y = registers[slots[at + 2] : slots[at + 2] + n]
    if operation == opcodes.LIMITS:
        return invalid_limits(y)
    if operation == opcodes.GATE:
        a, capacity = slots[at + 3], slots[at + 4]
        gate(y, registers[a : a + n], registers[capacity : capacity + n], t, slots[at + 5], slots[at + 6])
        return 0
    depths = matrix[slots[at + 3] : slots[at + 3] + length]
    initial = numbers[at + 4]
    arrivals = registers[slots[at + 5] : slots[at + 5] + n]
    if operation >= opcodes.DEPTH_OF_ARRIVALS:
        before = depth_before(depths, t, initial)
        outflow = registers[slots[at + 6] : slots[at + 6] + n]
        limit = registers[slots[at + 7] : slots[at + 7] + n]
        if operation == opcodes.DEPTH_OF_ARRIVALS:
            depth_of_arrivals(y, before, arrivals, outflow, limit)
        else:
            z = registers[slots[at + 8] : slots[at + 8] + n]
            serve_arrivals(y, z, before, arrivals, outflow, limit)
        return 0
    overflow_in = registers[slots[at + 6] : slots[at + 6] + n]
    loss = registers[slots[at + 7] : slots[at + 7] + n]
    capacity_or_outflow = registers[slots[at + 8] : slots[at + 8] + n]
    if operation == opcodes.DEMAND:
        demand(y, depths, t, initial, arrivals, overflow_in, loss, capacity_or_outflow)
        return 0
    limit = registers[slots[at + 9] : slots[at + 9] + n]
    if operation == opcodes.OVERFLOW:
        overflow(y, depths, t, initial, arrivals, overflow_in, loss, capacity_or_outflow, limit)
        return 0
    before = depth_before(depths, t, initial)
    if operation == opcodes.DEPTH:
        depth(y, before, arrivals, overflow_in, loss, capacity_or_outflow, limit)
    else:
        z = registers[slots[at + 10] : slots[at + 10] + n]
        serve(y, z, before, arrivals, overflow_in, loss, capacity_or_outflow, limit)
    return 0
