"""The engine against a second reading of its contract, written without it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.plans import in_one_loop
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.errors import NonFiniteSeriesError
from flowtime_domain.evaluation.evaluator import evaluate_plan, fill_matrix
from flowtime_domain.model.flow_model import FlowModel
from oracle.bin_by_bin import Oracle
from oracle.random_models import random_formulas, random_model


def both_ways(document):
    """The rows of a model, evaluated at once where possible, and bin by bin."""
    plan = compile_model(FlowModel.from_mapping(document))
    for ordered in (plan, in_one_loop(plan)):
        matrix = np.full((len(plan.steps), plan.model.grid.bins), np.nan)
        fill_matrix(ordered, matrix, document["rng"]["seed"])
        yield {quantity.name: row for quantity, row in zip(plan.quantities, matrix, strict=True)}


def assert_engine_agrees(document):
    """All rows have equal bits up to the bin before a failure, and the failure is the same."""
    plan, oracle = compile_model(FlowModel.from_mapping(document)), Oracle(document)
    assert list(plan.row_of) == oracle.published
    failure = oracle.failure()
    sound = plan.model.grid.bins if failure is None else failure[1]
    for rows in both_ways(document):
        for name, row in rows.items():
            expected = [oracle.value(name, t) for t in range(sound)]
            assert row[:sound].tobytes() == np.array(expected).tobytes(), name
    if failure is None:
        assert np.isfinite(evaluate_plan(plan).matrix).all()
    else:
        with pytest.raises(NonFiniteSeriesError) as caught:
            evaluate_plan(plan)
        assert (caught.value.series, caught.value.bin_index) == failure


@settings(max_examples=400)
@given(seed=st.integers(0, 2**32))
def test_engine_agrees_with_the_oracle(seed):
    """Formulas, feedback, queues, echoes and sinks equal a second reading bit for bit (engine §1.2)."""
    assert_engine_agrees(random_model(seed))


@settings(max_examples=300)
@given(seed=st.integers(0, 2**32))
def test_formulas_beyond_numbers_agree_with_the_oracle(seed):
    """NaN and infinities go through formulas as a second reading has them (engine §1.4, §3)."""
    document = random_formulas(seed)
    oracle = Oracle(document)
    for rows in both_ways(document):
        for name, row in rows.items():
            expected = [oracle.value(name, t) for t in range(len(row))]
            assert np.array_equal(row, expected, equal_nan=True), name
