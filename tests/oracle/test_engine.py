"""The engine against a second reading of its contract, written without it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.plans import in_one_loop
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.errors import NonFiniteSeriesError, WipLimitInvalidError
from flowtime_domain.evaluation.evaluator import evaluate, evaluate_plan
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.mode_rules import TELEMETRY_RULES
from flowtime_domain.model.object_document import object_document
from flowtime_domain.model.reading import read_model
from oracle.bin_by_bin import Oracle
from oracle.random_models import random_formulas, random_gaps, random_model
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


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=300)
@given(seed=SEEDS)
def test_gaps_agree_with_the_oracle(path, seed):
    """What is missing goes through every feature as a second reading has it (engine §1.4)."""
    document, captured = random_gaps(seed)
    oracle = Oracle({**document, "nodes": [written(node, captured) for node in document["nodes"]]})
    plan = compile_model(telemetry_model(document), None, captured)
    bins = range(document["grid"]["bins"])
    failure = next(filter(None, map(oracle.failure_of_limits, bins)), None)
    if failure is not None:
        with pytest.raises(WipLimitInvalidError) as caught:
            evaluate_plan(plan)
        assert (caught.value.node_id, caught.value.bin_index) == failure[1:]
        return
    for ordered in (plan, in_one_loop(plan)):
        for name, row in outcome_of(ordered, path).rows.items():
            expected = [oracle.value(name, t) for t in bins]
            assert np.array_equal(finite_or_nan(row), finite_or_nan(expected), equal_nan=True), name
    published = evaluate_plan(plan).series
    assert all(np.array_equal(row, finite_or_nan(row), equal_nan=True) for row in published.values())


def written(node, captured):
    """A node as the oracle reads it: captured values stand in the document."""
    return {**node, "values": list(captured[node["id"]])} if node["id"] in captured else node


def telemetry_model(document):
    return read_model(object_document(document, DocumentLimits()), TELEMETRY_RULES)


def finite_or_nan(values):
    return np.where(np.isfinite(values), values, np.nan)


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
