"""The engine against a second reading of its contract, written without it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.plans import in_one_loop
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.errors import NonFiniteSeriesError, WipLimitInvalidError
from flowtime_domain.evaluation.evaluator import evaluate
from flowtime_domain.model.flow_model import FlowModel
from oracle.bin_by_bin import Oracle
from oracle.random_models import random_formulas, random_model
from properties.paths import PATHS, outcome_of

SEEDS = st.integers(0, 2**32)


def both_ways(document, path):
    """What a model comes to, evaluated at once where possible, and bin by bin."""
    plan = compile_model(FlowModel.from_mapping(document))
    for ordered in (plan, in_one_loop(plan)):
        yield outcome_of(ordered, path)


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=400)
@given(seed=SEEDS)
def test_engine_agrees_with_the_oracle(path, seed):
    """Every feature equals a second reading bit for bit, and fails as it does (engine §1.2, §13)."""
    document = random_model(seed)
    oracle = Oracle(document)
    failure = oracle.failure()
    sound = document["grid"]["bins"] if failure is None else failure[2]
    for result in both_ways(document, path):
        assert result.failure == failure
        for name, row in result.rows.items():
            expected = [oracle.value(name, t) for t in range(sound)]
            assert row[:sound].tobytes() == np.array(expected).tobytes(), name


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=300)
@given(seed=SEEDS)
def test_formulas_beyond_numbers_agree_with_the_oracle(path, seed):
    """NaN and infinities go through formulas as a second reading has them (engine §1.4, §3)."""
    document = random_formulas(seed)
    oracle = Oracle(document)
    for result in both_ways(document, path):
        for name, row in result.rows.items():
            expected = [oracle.value(name, t) for t in range(len(row))]
            assert np.array_equal(row, expected, equal_nan=True), name


@settings(max_examples=200)
@given(seed=SEEDS)
def test_evaluations_agree_with_the_oracle(seed):
    """An evaluation has the series of a second reading, in its order, or its failure (engine §2.1, §13)."""
    document = random_model(seed)
    oracle, model = Oracle(document), FlowModel.from_mapping(document)
    failure = oracle.failure()
    if failure is None:
        series = evaluate(model).series
        assert list(series) == oracle.published
        for name, row in series.items():
            expected = [oracle.value(name, t) for t in range(len(row))]
            assert row.tobytes() == np.array(expected).tobytes(), name
    else:
        with pytest.raises((NonFiniteSeriesError, WipLimitInvalidError)) as caught:
            evaluate(model)
        assert (caught.value.code, caught.value.bin_index) == failure[::2]
