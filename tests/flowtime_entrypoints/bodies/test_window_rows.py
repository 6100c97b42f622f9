"""The series of a window as text."""

import json

import numpy as np
import pytest

from examples import order_support
from examples.stored_runs import stored_run, view_of
from flowtime_domain.evaluation.derived_metrics import COLOR, COLORS
from flowtime_domain.state.run_view import METRICS
from flowtime_domain.state.state_query import WindowQuery
from flowtime_domain.state.state_slice import window_slice
from flowtime_entrypoints.bodies.window_rows import window_rows


def values_of(found, metric):
    """What the numbers of a window say: a list for each node."""
    if metric == COLOR:
        return [[COLORS[code] for code in row] for row in found.numbers.color_codes().tolist()]
    values = found.numbers.values_of(metric)
    return np.where(np.isnan(values), None, values).tolist()


@pytest.mark.parametrize("metrics", [METRICS, ("cycleTimeMs", "color"), ("overflow",), ("queueTimeMs",)])
@pytest.mark.parametrize("node_ids", [None, ("SupportQueue",)])
def test_rows_of_the_worked_example(metrics, node_ids):
    """The series stand node by node and metric by metric, those that are not defined left out (state §5)."""
    run = stored_run(order_support.MODEL)
    found = window_slice(run, view_of(run), WindowQuery(1, 3, node_ids, metrics), 10**9)
    each = [values_of(found, metric) for metric in found.metrics]
    expected = [
        values[place]
        for place, has_row in enumerate(found.has_series.tolist())
        for values, is_there in zip(each, has_row, strict=True)
        if is_there
    ]
    assert [json.loads(b"[%b]" % row) for row in window_rows(found)] == expected
