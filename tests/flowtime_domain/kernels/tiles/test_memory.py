"""Instructions that look at bins before."""

import numpy as np
import pytest

from examples.tile_programs import WAYS, computed, run_program, same_bits, segment
from flowtime_domain.compilation.program.values import bits
from flowtime_domain.kernels import history, time_axis
from flowtime_domain.kernels.tiles import opcodes

TILES = [1, 3, 512]
X = np.array([3.5, -0.0, np.inf, 2.25, -7.0, np.nan, 1e-3, 4.0, 0.1, 0.2])
FINITE = np.where(np.isfinite(X), X, 0.3)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tile", TILES)
@pytest.mark.parametrize(("period", "phase"), [(1, 0), (3, 1), (2, 5), (4, 10), (10, 0)])
def test_pulse(way, tile, period, phase):
    """PULSE gives the amplitude at its beats and lets NaN through (engine §3.2, ruling 2)."""
    expected = time_axis.pulses(time_axis.TimeAxis(len(X)), X, period, phase)
    assert same_bits(computed(way, opcodes.PULSE, X, period, phase, tile=tile), expected)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tile", TILES)
@pytest.mark.parametrize("x", [X, FINITE], ids=["any", "finite"])
def test_weighted_sums_and_means(way, tile, x):
    """CONV and AVG add as their kernels do, over rows of the matrix and hidden rows (engine §3.2)."""
    bins, kernel = len(x), [0.0, 0.6, 0.0, -0.1, 0.7]
    taps = [slot for age in (1, 3, 4) for slot in (age, bits(kernel[age]))]
    body = [opcodes.LOAD, 6, 0, 0, 0, 0, opcodes.KEEP, 4, 0, 0,
            opcodes.CONVOLVE, 10, 0, 0, *taps, opcodes.KEEP, 4, bins, 0,
            opcodes.CONVOLVE_HIDDEN, 10, 0, 0, *taps, opcodes.KEEP, 4, 2 * bins, 0,
            opcodes.AVERAGE, 5, 0, 0, 4, opcodes.KEEP, 4, 3 * bins, 0,
            opcodes.AVERAGE_HIDDEN, 5, 0, 0, 4, opcodes.KEEP, 4, 4 * bins, 0]  # fmt: skip
    hidden = run_program(way, segment(tile, body), x[np.newaxis].copy(), hidden_rows=5)
    for row in (1, 2):
        assert same_bits(hidden[row], history.convolved(x, kernel))
    for row in (3, 4):
        assert same_bits(hidden[row], history.averaged(x, 4))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tile", TILES)
@pytest.mark.parametrize("x", [X, FINITE], ids=["any", "finite"])
def test_sums_and_smoothing(way, tile, x):
    """CUMSUM and EMA go on from tile to tile as if there were none (engine §3.2)."""
    assert same_bits(computed(way, opcodes.CUMULATE, x, 0, tile=tile), history.cumulated(x))
    assert same_bits(computed(way, opcodes.SMOOTH, x, 0, 0.3, tile=tile), history.smoothed(x, 0.3))
