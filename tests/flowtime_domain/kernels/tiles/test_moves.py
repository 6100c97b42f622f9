"""Instructions that bring numbers into registers, and from there to their series."""

import numpy as np
import pytest

from examples.tile_programs import SPECIAL, WAYS, computed, run_program, same_bits, segment
from flowtime_domain.compilation.program.values import bits
from flowtime_domain.kernels import history, time_axis
from flowtime_domain.kernels.tiles import opcodes

PLACE = opcodes.PLACES_PER_REGISTER
SERIES = np.arange(1.0, 8.0)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tile", [1, 3, 512])
def test_numbers_and_indices(way, tile):
    """A literal holds in every bin, and BIN counts them (engine §3.1, §3.2)."""
    assert computed(way, opcodes.FILL, -0.0, tile=tile).tolist() == [-0.0] * 7
    assert computed(way, opcodes.BINS, tile=tile).tolist() == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tile", [1, 5, 512])
@pytest.mark.parametrize("minutes", [7, 90, 1440, 10_000])
def test_clock(way, tile, minutes):
    """HOUR and WEEKDAY follow the clock over the end of a week (engine §3.2)."""
    axis = time_axis.TimeAxis(40, minutes * 60_000_000, 1_736_000_123_456_789)
    week = time_axis.MICROSECONDS_PER_WEEK
    clock = (axis.start_microseconds % week, axis.bin_microseconds % week)
    for operation, kernel in [(opcodes.HOURS, time_axis.hours), (opcodes.WEEKDAYS, time_axis.weekdays)]:
        body = [operation, 5, 0, *clock, opcodes.KEEP, 4, 0, 0]
        hidden = run_program(way, segment(tile, body), np.zeros((1, axis.bins)))
        assert same_bits(hidden[0], kernel(axis))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tile", [1, 3, 512])
@pytest.mark.parametrize("lag", [0, 1, 2, 5, 7])
def test_looking_back(way, tile, lag):
    """SHIFT reads a series some bins ago, and its initial value before bin 0 (engine §2.6)."""
    body = [opcodes.LOAD, 6, 0, 0, 0, 0, opcodes.KEEP, 4, 0, 0,
            opcodes.LOAD, 6, 0, 0, lag, bits(9.0), opcodes.KEEP, 4, 7, 0,
            opcodes.RECALL, 6, PLACE, 0, lag, bits(9.0), opcodes.KEEP, 4, 14, PLACE]  # fmt: skip
    hidden = run_program(way, segment(tile, body), SERIES[np.newaxis], hidden_rows=3)
    expected = history.shifted(SERIES, lag, 9.0)
    assert same_bits(hidden[1], expected)
    assert same_bits(hidden[2], expected)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tile", [1, 4, 512])
def test_storing(way, tile):
    """A stored number is never negative zero, and everything else as it was (engine §1.5)."""
    bins = len(SPECIAL)
    matrix = np.array([SPECIAL, np.zeros(bins), np.zeros(bins)])
    written = SPECIAL.view(np.int64).tolist()
    body = [opcodes.LOAD, 6, 0, 0, 0, 0, opcodes.STORE, 4, bins, 0,
            opcodes.VALUES, bins + 3, 2 * bins, *written]  # fmt: skip
    run_program(way, segment(tile, body), matrix)
    assert same_bits(matrix[1], SPECIAL + 0.0)
    assert same_bits(matrix[2], SPECIAL + 0.0)
