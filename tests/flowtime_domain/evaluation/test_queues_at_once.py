import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.plans import filled_matrix, in_one_loop
from examples.queue_models import queue_models
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.steps import Constant, Draws, Outflow
from flowtime_domain.evaluation.calculation import Calculation
from flowtime_domain.evaluation.queues_at_once import demand_values, outflow
from flowtime_domain.model.flow_model import FlowModel


@given(queue_models)
def test_all_at_once_gives_the_bits_of_one_bin_after_the_other(mapping):
    """Queues with all features give equal bits, at once or in one loop (engine §2.5, §5-§8)."""
    plan = compile_model(FlowModel.from_mapping(mapping))
    whole = filled_matrix(plan)
    assert not np.isnan(whole).any()
    assert filled_matrix(in_one_loop(plan)).tobytes() == whole.tobytes()


@given(mapping=queue_models, data=st.data())
@pytest.mark.parametrize("gap", [math.nan, math.inf, -math.inf])
def test_gaps_count_as_nothing(gap, mapping, data):
    """With a gap in a series queues and shares are those of a series with 0 there (engine §1.4)."""
    plan = compile_model(FlowModel.from_mapping(mapping))
    sources = [row for row, step in enumerate(plan.steps) if isinstance(step, Constant | Draws)]
    row = data.draw(st.sampled_from(sources))
    bins = plan.model.grid.bins
    t = data.draw(st.integers(0, bins - 1))

    def with_value(value):
        values = np.resize(np.array(plan.steps[row].values), bins)
        values[t] = value
        steps = list(plan.steps)
        steps[row] = Constant(tuple(values.tolist()))
        return replace(plan, steps=tuple(steps))

    for form in (lambda each: each, in_one_loop):
        found, expected = filled_matrix(form(with_value(gap))), filled_matrix(form(with_value(0.0)))
        assert np.delete(found, row, axis=0).tobytes() == np.delete(expected, row, axis=0).tobytes()


@given(queue_models)
def test_outflow_and_demand_can_be_found_again(mapping):
    """What a queue wanted and put out follows from the finished numbers, bit for bit (engine §5.3)."""
    plan = compile_model(FlowModel.from_mapping(mapping))
    calculation = Calculation.of(plan, filled_matrix(plan), None)
    for row, step in enumerate(plan.steps):
        if isinstance(step, Outflow):
            assert outflow(step, calculation).tolist() == calculation.row(row).tolist()
            assert (calculation.row(row) <= demand_values(step.demand, calculation)).all()
