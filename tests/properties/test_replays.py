"""A run that is captured and replayed reports what it reported, whatever the model."""

from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from examples.replays import stored_capture, telemetry_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.errors import FlowTimeError
from flowtime_domain.evaluation.evaluator import evaluate, evaluate_plan
from flowtime_domain.evaluation.reported_series import reported_series
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.telemetry.binding import bind_capture
from flowtime_domain.telemetry.metrics import METRICS
from oracle.random_models import random_model

SEEDS = st.integers(0, 2**32)


def reported(model, matrix):
    """What each topology node reports: by node and metric, the numbers in all bins."""
    rows = {series.name: row for series, row in zip(model.series, matrix, strict=True)}
    return {
        (place.id, metric): np.full(model.grid.bins, series) if isinstance(series, float) else rows[series]
        for place, metrics in zip(model.topology.nodes, reported_series(model), strict=True)
        for metric, series in metrics.items()
    }


def simulated(seed):
    """A random model that succeeds and reads no allocation, which goes with what is captured."""
    document = random_model(seed)
    assume("_alloc_" not in str(document))
    try:
        model = FlowModel.from_mapping(document)
        return document, reported(model, evaluate(model).matrix), model.grid
    except FlowTimeError:
        assume(False)


def captured(numbers, grid, share, random):
    """A capture of about a share of all that can be captured."""
    series = {
        f"{node}:{metric.name}": numbers[node, metric.reported].tolist()
        for node in dict.fromkeys(node for node, _ in numbers)
        for metric in METRICS.values()
        if (node, metric.reported) in numbers and random.random() < share
    }
    return stored_capture(series, grid)


@settings(max_examples=120)
@given(seed=SEEDS)
def test_a_replay_reports_what_was_reported(seed):
    """Whatever is captured, captured or not, is reported again, bit for bit (telemetry §7.4)."""
    document, before, grid = simulated(seed)
    capture = captured(before, grid, 1, Random(seed))
    bound = bind_capture(telemetry_model(document), capture, telemetry_model)
    plan = compile_model(bound.model, ModelLimits(), bound.capture.values)
    after = reported(bound.model, evaluate_plan(plan, None).matrix)
    assert before.keys() == after.keys()
    for key, numbers in before.items():
        assert np.array_equal(after[key], numbers), key


@pytest.mark.parametrize("share", [0.2, 0.6, 1])
@settings(max_examples=60)
@given(seed=SEEDS)
def test_a_bound_model_is_bound_already(share, seed):
    """The model that a run stores, bound to the same capture, stays as it is (runs §6.2)."""
    document, numbers, grid = simulated(seed)
    capture = captured(numbers, grid, share, Random(seed))
    bound = bind_capture(telemetry_model(document), capture, telemetry_model)
    stored = telemetry_model(normal_form(bound.model))
    again = bind_capture(stored, capture, telemetry_model)
    assert normal_form(again.model) == normal_form(bound.model)
    assert again.capture.node_sources == bound.capture.node_sources
