import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from examples.worked_examples import example_text
from flowtime_domain.kernels.random_streams import INCREMENT, MULTIPLIER, draws, pcg32, stream_seed

VECTORS = yaml.safe_load(example_text("E8"))
SEEDS = [key for key in VECTORS if isinstance(key, int)]


def one_at_a_time(seed: int, count: int) -> list[int]:
    """The generator as the contract writes it, in plain integers."""
    state, outputs = seed, []
    for _ in range(count + 1):
        old = state
        state = (old * MULTIPLIER + INCREMENT) % 2**64
        mixed = (((old >> 18) ^ old) >> 27) & 0xFFFFFFFF
        turn = old >> 59
        outputs.append(((mixed >> turn) | (mixed << (32 - turn))) & 0xFFFFFFFF)
    return outputs[1:]


@pytest.mark.parametrize("seed", SEEDS)
def test_outputs_are_those_of_the_vectors(seed):
    """The first six outputs after creation are those of the published vectors (engine E8)."""
    assert pcg32(seed, 6).tolist() == VECTORS[seed]


def test_uniforms_are_those_of_the_vectors():
    """A uniform number is an output over 2^32 (engine E8)."""
    assert (pcg32(42, 4) / 2**32).tolist() == VECTORS["u42"]


@given(seed=st.integers(0, 2**63 - 1), count=st.integers(1, 300))
def test_jumping_ahead_equals_going_step_by_step(seed, count):
    """Outputs found by jumping ahead are those of the generator that steps one by one (engine §4.3)."""
    assert pcg32(seed, count).tolist() == one_at_a_time(seed, count)


def test_each_node_has_a_stream_of_its_own():
    """The seed of a stream comes from the seed and the node's id (engine E9)."""
    assert stream_seed(42, "dice") == 4236114900347584948
    assert stream_seed(42, "coin") == 3569470311047345167


@given(seed=st.integers(0, 2**63 - 1), name=st.text("abcXYZ_0189", min_size=1, max_size=128))
def test_stream_seeds_have_63_bits(seed, name):
    """The top bit of a stream's seed is cleared (engine §4.4)."""
    assert 0 <= stream_seed(seed, name) < 2**63


def test_improbable_values_are_never_drawn():
    """A value of probability 0 is never drawn, wherever it stands (engine §4.4)."""
    drawn = draws((1.0, 2.0, 3.0, 4.0, 5.0), (0.0, 0.5, 0.0, 0.5, 0.0), 7, 1000)
    assert set(drawn.tolist()) == {2.0, 4.0}


@given(seed=st.integers(0, 2**63 - 1), weights=st.lists(st.floats(0.01, 1), min_size=1, max_size=5))
def test_a_draw_is_the_first_value_whose_running_sum_exceeds(seed, weights):
    """A draw is the first value whose running sum of probabilities exceeds u * P (engine §4.4)."""
    values = tuple(float(index) for index in range(len(weights)))
    total = 0.0
    for weight in weights:
        total += weight
    expected = []
    for output in one_at_a_time(seed, 20):
        running = 0.0
        for value, weight in zip(values, weights, strict=True):
            running += weight
            if running > output / 2**32 * total:
                expected.append(value)
                break
    assert draws(values, weights, seed, 20).tolist() == expected
