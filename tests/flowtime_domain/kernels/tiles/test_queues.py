"""Instructions for queues."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from examples.tile_programs import WAYS, computed, same_bits, segment
from flowtime_domain.compilation.program.values import bits
from flowtime_domain.kernels import dispatch, queueing
from flowtime_domain.kernels.tiles import opcodes

TILES = [1, 3, 512]
BINS = 12
FLOWS = arrays.arrays(np.float64, (4, BINS), elements=st.floats(-50, 50) | st.sampled_from([1.5e308, -0.0]))
LIMITS = arrays.arrays(np.float64, BINS, elements=st.floats(0, 30)) | st.just(np.full(BINS, np.inf))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tile", TILES)
@pytest.mark.parametrize(("period", "phase"), [(1, 0), (3, 2), (12, 5)])
def test_gate(way, tile, period, phase):
    """A schedule lets work leave in its bins, up to its capacity, negative work included (engine §6.2)."""
    wanted, capacity = np.linspace(-3, 8, BINS), np.tile([4.0, -1.0, 0.5], 4)
    expected = dispatch.gated(wanted, period, phase, capacity)
    assert same_bits(computed(way, opcodes.GATE, wanted, capacity, period, phase, tile=tile), expected)


WALKS = (opcodes.SERVE, opcodes.SERVE_ARRIVALS, opcodes.DEPTH, opcodes.DEPTH_OF_ARRIVALS)


def depth_and_result(way, operation, depth, initial, operands, tile):
    """The depth, which is the first series, and what an instruction gives, which is the second."""
    place, count = opcodes.PLACES_PER_REGISTER, len(operands)
    matrix = np.array([depth, np.full(BINS, np.nan), *operands])
    registers = [(index + 2) * place for index in range(count)]
    loads = [slot for index, register in enumerate(registers)
             for slot in (opcodes.LOAD, 6, register, (index + 2) * BINS, 0, 0)]  # fmt: skip
    room = [(count + 2) * place] if operation in (opcodes.SERVE, opcodes.SERVE_ARRIVALS) else []
    instruction = [place, 0, bits(initial), *registers, *room]
    stores = [opcodes.STORE, 4, BINS, place]
    if operation in WALKS:
        stores += [opcodes.STORE, 4, 0, *(room or [place])]
    body = [*loads, operation, 2 + len(instruction), *instruction, *stores]
    program = np.array(segment(tile, body), dtype=np.int64)
    numbers = program.view(np.float64)
    with np.errstate(all="ignore"):
        WAYS[way]()(program, numbers, matrix.reshape(-1), np.empty(16 * place), np.empty(0), BINS)
    return matrix[:2]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tile", TILES)
@given(flows=FLOWS, limit=LIMITS, initial=st.floats(0, 40))
def test_walks(way, tile, flows, limit, initial):
    """Queues put out, hold and overflow as their kernels say, for any tile (engine §5.1, §5.3, §7.1)."""
    arrivals, overflow_in, loss, outflow = flows
    capacity = queueing.at_least_zero(outflow)
    with np.errstate(all="ignore"):
        left, depth = queueing.outflow_and_depth(arrivals, overflow_in, loss, capacity, limit, initial)
        depth_of = queueing.queue_depth(arrivals, overflow_in, loss, outflow, limit, initial)
        raw = queueing.raw_work_over_run(depth_of, initial, arrivals, overflow_in, loss)
        over = queueing.at_least_zero(queueing.at_least_zero(raw - outflow) - limit)
    intake, unknown = (arrivals, overflow_in, loss), np.full(BINS, np.nan)

    def given_by(operation, depth, *operands):
        return depth_and_result(way, operation, depth, initial, (*intake, *operands), tile)

    assert same_bits(given_by(opcodes.SERVE, unknown, capacity, limit), [depth, left])
    assert same_bits(given_by(opcodes.DEPTH, unknown, outflow, limit)[0], depth_of)
    assert same_bits(given_by(opcodes.OVERFLOW, depth_of, outflow, limit)[1], over)
    assert same_bits(given_by(opcodes.DEMAND, depth, capacity)[1], left)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tile", TILES)
@given(flows=FLOWS, limit=LIMITS, initial=st.floats(0, 40))
def test_walks_of_arrivals_alone(way, tile, flows, limit, initial):
    """Queues that take in arrivals only do the same without the rest (engine §5.1, §5.3)."""
    arrivals, _, _, outflow = flows
    capacity = queueing.at_least_zero(outflow)
    left, depth = queueing.outflow_and_depth(arrivals, 0.0, 0.0, capacity, limit, initial)
    depth_of = queueing.queue_depth(arrivals, 0.0, 0.0, outflow, limit, initial)

    def given_by(operation, *operands):
        unknown = np.full(BINS, np.nan)
        return depth_and_result(way, operation, unknown, initial, (arrivals, *operands), tile)

    assert same_bits(given_by(opcodes.SERVE_ARRIVALS, capacity, limit), [depth, left])
    assert same_bits(given_by(opcodes.DEPTH_OF_ARRIVALS, outflow, limit)[0], depth_of)


@pytest.mark.parametrize("way", WAYS)
def test_limits(way):
    """A limit that is negative or not finite is counted, whatever reads it (engine §7.1)."""
    limits = np.array([0.0, 5.0, -1.0, np.nan, np.inf, 1e308])
    body = [opcodes.LOAD, 6, 0, 0, 0, 0, opcodes.LIMITS, 3, 0,
            opcodes.FILL, 4, 0, bits(1.0), opcodes.STORE, 4, 6, 0]  # fmt: skip
    program = np.array(segment(4, body), dtype=np.int64)
    matrix = np.concatenate([limits, np.zeros(6)])
    assert WAYS[way]()(program, program.view(np.float64), matrix, np.empty(520), np.empty(0), 6) == 3
