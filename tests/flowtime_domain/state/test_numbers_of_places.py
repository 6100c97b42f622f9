"""The numbers of some nodes over some bins."""

import numpy as np
import pytest

from examples import order_support
from examples.models import example_model
from examples.stored_runs import stored_run, view_of
from flowtime_domain.evaluation.derived_metrics import COLORS
from flowtime_domain.evaluation.evaluator import evaluate
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.state.numbers_of_places import NumbersOfPlaces
from flowtime_domain.state.run_view import NUMBERS


def numbers_of(run, view=None, places=None, first_bin=0, bin_count=None):
    view = view or view_of(run)
    chosen = np.arange(len(view.places)) if places is None else np.array(places)
    return NumbersOfPlaces(view, run.matrix, chosen, first_bin, bin_count or view.grid.bins)


@pytest.mark.parametrize("example", ["E10", "E11", "E14", "E19", "E22", "E23"])
def test_numbers_are_those_of_the_evaluation(example):
    """What is read from a stored run is what its evaluation said, bit for bit (state §1.1, engine §11)."""
    model = example_model(example)
    evaluation = evaluate(model)
    numbers = numbers_of(stored_run(normal_form(model)))
    for index, node in enumerate(evaluation.metrics):
        for metric, values in evaluation.metrics[node].items():
            if metric == "color":
                colors = [COLORS[code] for code in numbers.color_codes()[index]]
                assert colors == values.tolist()
            else:
                np.testing.assert_array_equal(numbers.values_of(metric)[index], values)


def test_the_worked_example():
    """The derived series of the example come out exactly (state §6.2)."""
    numbers = numbers_of(stored_run(order_support.MODEL))
    nodes = list(order_support.COLORS)
    for (node, metric), values in order_support.DERIVED.items():
        assert numbers.values_of(metric)[nodes.index(node)].tolist() == values
    for node, colors in order_support.COLORS.items():
        assert [COLORS[code] for code in numbers.color_codes()[nodes.index(node)]] == colors


def test_what_nothing_tells_is_null():
    """A metric without a series, or of a node that does not define it, is null (state §2.1, §2.2)."""
    numbers = numbers_of(stored_run(order_support.MODEL))
    assert np.isnan(numbers.values_of("overflow")).all()
    assert np.isnan(numbers.values_of("capacity")).tolist() == [[False] * 4, [True] * 4]
    assert np.isnan(numbers.values_of("utilization")).tolist() == [[False] * 4, [True] * 4]


@pytest.mark.parametrize("places", [[0], [1], [0, 1], [1, 0]])
@pytest.mark.parametrize(("first_bin", "bin_count"), [(0, 4), (1, 1), (1, 3), (3, 1)])
def test_a_part_is_a_part_of_the_whole(places, first_bin, bin_count):
    """Some nodes in some bins have the numbers that they have among all (state §5.3)."""
    run = stored_run(order_support.MODEL)
    whole, part = numbers_of(run), numbers_of(run, None, places, first_bin, bin_count)
    bins = slice(first_bin, first_bin + bin_count)
    for metric in NUMBERS:
        np.testing.assert_array_equal(part.values_of(metric), whole.values_of(metric)[places, bins])
    np.testing.assert_array_equal(part.color_codes(), whole.color_codes()[places, bins])


def test_servers_may_be_numbers_and_series():
    """A number of servers fills all bins, beside nodes whose servers are a series (state §2.1)."""
    places = [
        {"id": name, "kind": "queue", "semantics": {"arrivals": "a", "capacity": "a", **servers}}
        for name, servers in (("One", {"parallelism": 2}), ("Two", {"parallelism": "s"}), ("Three", {}))
    ]
    model = {
        "grid": {"bins": 2, "binSize": 1, "binUnit": "hours"},
        "nodes": [{"id": "a", "values": [4, 8]}, {"id": "s", "values": [1, 4]}],
        "topology": {"nodes": places},
    }
    numbers = numbers_of(stored_run(model))
    np.testing.assert_array_equal(numbers.values_of("parallelism"), [[2, 2], [1, 4], [np.nan, np.nan]])
    assert numbers.values_of("utilization").tolist() == [[0.5, 0.5], [1, 0.25], [1, 1]]


@pytest.mark.parametrize("places", [[0], [0, 1]])
@pytest.mark.parametrize("metrics", [NUMBERS, NUMBERS[:3], NUMBERS[-4:], ()])
def test_several_metrics_at_once(places, metrics):
    """Several metrics at once have the numbers that each has alone (state §5.3)."""
    numbers = numbers_of(stored_run(order_support.MODEL), None, places, 1, 2)
    found = numbers.values_of_each(metrics)
    assert found.shape == (len(metrics), len(places), 2)
    for metric, values in zip(metrics, found, strict=True):
        np.testing.assert_array_equal(values, numbers.values_of(metric))


def test_a_number_beyond_all_numbers_is_null():
    """Among several metrics too one that is not finite is null (ruling 5, state §1.3)."""
    semantics = {"arrivals": "a", "served": "s", "queueDepth": "d"}
    model = {
        "grid": {"bins": 1, "binSize": 1, "binUnit": "hours"},
        "nodes": [{"id": name, "values": [value]} for name, value in (("a", 1), ("s", 1e-300), ("d", 1e300))],
        "topology": {"nodes": [{"id": "Desk", "kind": "queue", "semantics": semantics}]},
    }
    numbers = numbers_of(stored_run(model))
    for values in (*numbers.values_of_each(["queueTimeMs", "cycleTimeMs"]), numbers.values_of("queueTimeMs")):
        assert np.isnan(values).all()
    assert COLORS[numbers.color_codes()[0, 0]] == "gray"


class CountedMatrix(np.ndarray):
    """A matrix that remembers how many values were taken from it."""

    taken = 0

    def __getitem__(self, key):
        found = super().__getitem__(key)
        is_view = isinstance(key, tuple) and all(isinstance(part, slice) for part in key)
        if not is_view:
            CountedMatrix.taken += found.size
        return found


def test_only_what_is_asked_for_is_read():
    """A snapshot reads one value of each series of its nodes, a window those of its bins (state §1.1)."""
    run = stored_run(order_support.MODEL)
    view = view_of(run)
    matrix = run.matrix.view(CountedMatrix)
    CountedMatrix.taken = 0
    numbers = NumbersOfPlaces(view, matrix, np.array([1]), 2, 1)
    assert CountedMatrix.taken == 0
    for metric in NUMBERS:
        numbers.values_of(metric)
    numbers.color_codes()
    assert CountedMatrix.taken == len(["arrivals", "served", "errors", "queue"])
    CountedMatrix.taken = 0
    NumbersOfPlaces(view, matrix, np.array([0, 1]), 1, 3).values_of("latencyMinutes")
    assert CountedMatrix.taken == 3 * len(["served", "served", "queue"])


def test_a_view_does_not_depend_on_the_bins_of_a_run():
    """Making a view takes no value from the matrix, unless a waiting time needs to know it (state §1.1)."""
    run = stored_run(order_support.MODEL)
    matrix = run.matrix.view(CountedMatrix)
    run.matrix = matrix
    CountedMatrix.taken = 0
    view_of(run)
    assert CountedMatrix.taken == 0
