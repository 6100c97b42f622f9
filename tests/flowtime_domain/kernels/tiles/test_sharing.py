"""The instruction that divides the capacity of a shared constraint."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from examples.tile_programs import WAYS, same_bits, segment
from flowtime_domain.kernels import allocation
from flowtime_domain.kernels.queueing import at_least_zero
from flowtime_domain.kernels.tiles import opcodes

POLICIES = {
    "proportional": opcodes.PROPORTIONAL,
    "priority": opcodes.PRIORITY,
    "maxMin": opcodes.MAX_MIN,
}
BINS, MEMBERS = 6, 4
WANTED = st.floats(-5, 50) | st.sampled_from([0.0, -0.0, 10.0, 1.5e308])
DEMANDS = arrays.arrays(np.float64, (MEMBERS, BINS), elements=WANTED)
CAPACITY = arrays.arrays(np.float64, BINS, elements=st.floats(-5, 100))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("policy", POLICIES)
@given(demands=DEMANDS, capacity=CAPACITY)
def test_shares(way, policy, demands, capacity):
    """Each policy gives the shares of its kernel, equal demands in the order of members (engine §8.2)."""
    place = opcodes.PLACES_PER_REGISTER
    matrix = np.array([*demands, capacity, *np.full((MEMBERS, BINS), np.nan)])
    loads = [slot for index in range(MEMBERS + 1)
             for slot in (opcodes.LOAD, 6, index * place, index * BINS, 0, 0)]  # fmt: skip
    members = [slot for index in range(MEMBERS) for slot in (index * place, (6 + index) * place)]
    stores = [slot for index in range(MEMBERS)
              for slot in (opcodes.STORE, 4, (MEMBERS + 1 + index) * BINS, (6 + index) * place)]  # fmt: skip
    body = [*loads, opcodes.SHARE, 5 + 2 * MEMBERS, POLICIES[policy], MEMBERS * place, 5 * place, *members,
            *stores]  # fmt: skip
    program = np.array(segment(512, body), dtype=np.int64)
    with np.errstate(all="ignore"):
        WAYS[way]()(
            program, program.view(np.float64), matrix.reshape(-1), np.empty(12 * place), np.empty(0), BINS
        )
    expected = allocation.allotted(policy, at_least_zero(demands), capacity)
    assert same_bits(matrix[MEMBERS + 1 :], expected + 0.0)
