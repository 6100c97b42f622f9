import numpy as np
import pytest

from examples.models import example_model
from flowtime_domain.errors import RequestInvalidError
from flowtime_domain.evaluation.evaluator import evaluate
from flowtime_domain.evaluation.scenarios.many_evaluations import evaluate_many
from flowtime_domain.evaluation.seeds import MAXIMUM_SEED, checked_seed


@pytest.mark.parametrize("seed", [None, 0, 42, MAXIMUM_SEED])
def test_a_seed_is_taken_as_it_is(seed):
    """Whole numbers from 0 to 2^63 - 1 are seeds, and none is needed (model §8.2)."""
    assert checked_seed(seed) == seed


def test_integers_of_numpy_are_seeds():
    """What counts as an integer is one, whatever its class; draws are the same (engine §4.4)."""
    assert type(checked_seed(np.uint16(7))) is int
    model = example_model("E9")
    assert evaluate(model, np.int64(7)).matrix.tobytes() == evaluate(model, 7).matrix.tobytes()


@pytest.mark.parametrize(
    ("seed", "code"),
    [
        (-1, "out_of_range"),
        (2**63, "out_of_range"),
        (10**400, "out_of_range"),
        (1.5, "invalid_type"),
        (True, "invalid_type"),
        ("7", "invalid_type"),
        ([7], "invalid_type"),
    ],
)
def test_what_is_no_seed_is_refused(seed, code):
    """A seed that no document could write is refused, by whatever is called (model §8.2)."""
    model = example_model("E9")
    for call in (
        lambda: checked_seed(seed),
        lambda: evaluate(model, seed),
        lambda: evaluate_many(model, [{}], ["dice"], seed=seed),
    ):
        with pytest.raises(RequestInvalidError) as raised:
            call()
        (error,) = raised.value.errors
        assert (error.code, error.pointer) == (code, "/seed")
