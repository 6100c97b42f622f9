"""Running programs over tiles."""

import numpy as np
import pytest

from examples.tile_programs import WAYS, segment
from flowtime_domain.compilation.program.values import bits
from flowtime_domain.kernels.tiles import interpreter, opcodes

BINS = 5
COUNT = [opcodes.BINS, 3, 0, opcodes.STORE, 4, 0, 0]
DOUBLE = [opcodes.LOAD, 6, 0, 0, 0, 0, opcodes.ADD, 5, 520, 0, 0, opcodes.STORE, 4, BINS, 520]


@pytest.mark.parametrize("way", WAYS)
def test_segments_run_one_after_the_other(way):
    """A segment finds what those before it wrote, over all bins (engine §2.5)."""
    program = np.array([*segment(2, COUNT), *segment(512, DOUBLE)], dtype=np.int64)
    matrix = np.full(2 * BINS, np.nan)
    faults = WAYS[way]()(program, program.view(np.float64), matrix, np.empty(1040), np.empty(0), BINS)
    assert (faults, matrix.tolist()) == (0, [0, 1, 2, 3, 4, 0, 2, 4, 6, 8])


@pytest.mark.parametrize("way", WAYS)
def test_numbers_beyond_finite_are_counted(way):
    """The report tells how many numbers are not finite (engine §13.1)."""
    body = [opcodes.FILL, 4, 0, bits(np.inf), opcodes.STORE, 4, 0, 0]
    program = np.array([*segment(2, body), *segment(2, COUNT)], dtype=np.int64)
    matrix = np.zeros(BINS)
    assert WAYS[way]()(program, program.view(np.float64), matrix, np.empty(520), np.empty(0), BINS) == BINS


@pytest.mark.parametrize("way", WAYS)
def test_nothing_to_do(way):
    """A program without segments leaves everything as it was (engine §2.5)."""
    program = np.empty(0, dtype=np.int64)
    matrix = np.full(BINS, 7.0)
    assert WAYS[way]()(program, program.view(np.float64), matrix, np.empty(0), np.empty(0), BINS) == 0
    assert matrix.tolist() == [7.0] * BINS


def test_arrays_are_borrowed():
    """What is borrowed is the array itself (design §6)."""
    array = np.arange(3.0)
    assert interpreter.borrowed(array) is array
