"""Filling matrices by machine code."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.models import model_of, place_model
from examples.plans import filled_matrix
from examples.tile_programs import WAYS
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.compiled_fill import fill_by_code, program_of
from flowtime_domain.model.flow_model import FlowModel
from oracle.random_models import random_model


def filled(way, plan, seed=None):
    matrix = np.full((len(plan.steps), plan.model.grid.bins), np.nan)
    return fill_by_code(WAYS[way](), program_of(plan).whole, matrix, seed), matrix


@pytest.mark.parametrize("way", WAYS)
@given(seed=st.integers(0, 2**32))
def test_every_feature(way, seed):
    """Any model has the bits of the other path, published or not (engine §1.2)."""
    model = FlowModel.from_mapping(random_model(seed))
    plan = compile_model(model)
    with np.errstate(all="ignore"):
        is_sound, matrix = filled(way, plan, model.seed)
        expected = filled_matrix(plan, model.seed)
    if is_sound:
        assert matrix.tobytes() == expected.tobytes()


@pytest.mark.parametrize("way", WAYS)
def test_draws(way):
    """What is drawn depends on the seed, as on the other path (engine §4.4)."""
    plan = compile_model(
        model_of("""
grid: {bins: 50, binSize: 1, binUnit: hours}
rng: {seed: 7}
nodes: [{id: dice, kind: pmf, mode: sample, pmf: {1: 0.5, 2: 0.5}}, {id: twice, kind: expr, expr: dice * 2}]
""")
    )
    for seed in (1, 2):
        assert filled(way, plan, seed)[1].tobytes() == filled_matrix(plan, seed).tobytes()


def test_programs_are_made_once():
    """A plan that is evaluated again is not translated again (engine §1.6)."""
    plan = compile_model(place_model(2, {"a": 1}))
    assert program_of(plan) is program_of(plan)


def test_threads_do_not_disturb_each_other():
    """Threads that run one program at once each get its numbers (engine §1.6)."""
    places = [
        {"id": f"Q{i}", "kind": "queue", "semantics": {"arrivals": "a", "capacity": "c"}} for i in range(9)
    ]
    plan = compile_model(place_model(3000, {"a": 5, "c": 4}, *places))
    expected = filled("compiled", plan)[1].tobytes()
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: filled("compiled", plan)[1].tobytes(), range(20)))
    assert found == [expected] * 20
