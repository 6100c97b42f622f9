"""Metrics of nodes as arrays."""

import numpy as np
import pytest

from examples import order_support
from examples.stored_runs import stored_run, view_of
from flowtime_domain.state.run_view import METRICS
from flowtime_domain.state.state_query import WindowQuery
from flowtime_domain.state.state_slice import window_slice
from flowtime_entrypoints.library.metric_values import MetricValues, values_of


@pytest.fixture(scope="module")
def found():
    run = stored_run(order_support.MODEL)
    return window_slice(run, view_of(run), WindowQuery(0, 3, None, METRICS), 1000)


def test_what_no_node_has_is_left_out(found):
    """There is an array for each metric that at least one node has, in the order of answers (state §5.2)."""
    values = MetricValues(found)
    named = {*order_support.SERIES["OrderService"], *order_support.SERIES["SupportQueue"], "color"}
    assert list(values) == [metric for metric in METRICS if metric in named]
    assert len(values) == len(named)


def test_an_array_has_a_row_for_each_node(found):
    """A node without a metric has NaN in its row (state §1.3)."""
    queue = MetricValues(found)["queue"]
    np.testing.assert_array_equal(queue, [[np.nan] * 4, [2, 10, 20, 0]])
    assert MetricValues(found)["color"].tolist() == list(order_support.COLORS.values())


def test_arrays_are_made_once_and_read_only(found):
    """A metric is computed when it is first asked for, and nobody changes it (state §1.1)."""
    values = MetricValues(found)
    assert values["queue"] is values["queue"]
    assert not any(array.flags.writeable for array in values.values())


def test_a_name_that_leads_nowhere(found):
    """The nearest metric is named (state §1.4)."""
    with pytest.raises(KeyError, match="There is no 'queu' here; did you mean 'queue'"):
        MetricValues(found)["queu"]


def test_what_is_not_finite_is_null():
    """Infinite values are null like missing ones (state §1.3)."""

    class Numbers:
        def values_of(self, metric):
            return np.array([[1.0, np.inf, -np.inf, np.nan]])

    class Found:
        numbers = Numbers()

    np.testing.assert_array_equal(values_of(Found(), "queue"), [[1, np.nan, np.nan, np.nan]])
