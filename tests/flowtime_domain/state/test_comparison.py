"""Two runs beside each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.compared_runs import GRID, compared, model_of, row_of
from examples.older_bundles import SERIES, changed, older_bundle
from examples.order_support import MODEL
from examples.stored_runs import older_run, stored_run
from examples.workbench import Workbench
from flowtime_domain.errors import (
    GridsDifferError,
    MissingNodeDataError,
    ModeValidationFailedError,
    ProvenanceMismatchError,
)
from flowtime_domain.evaluation.reported_series import REPORTED_METRICS
from flowtime_domain.state import comparison
from flowtime_domain.state.tolerance import Allowance, Tolerance, ToleranceRule

VALUES = st.lists(st.floats(0, 1e6), min_size=3, max_size=3)
TELLS = st.dictionaries(st.sampled_from(["arrivals", "served", "errors", "capacity"]), VALUES, min_size=2)
PLACES = st.dictionaries(st.sampled_from(["A", "B", "C"]), TELLS, min_size=1).map(
    lambda places: {
        name: {"arrivals": [1, 1, 1], "served": [1, 1, 1], **tells} for name, tells in places.items()
    }
)
SERVICE = {"arrivals": [1, 2, 3], "served": [1, 2, 2]}


def run_of(places, grid=GRID, run_id="a"):
    return stored_run(model_of(places, grid), run_id)


def names(found):
    return [(row.node_id, row.metric) for row in found.metrics]


def clinic_day(capacity):
    parameters = {"capacity": capacity}
    return Workbench().create(templateId="clinic-day", parameters=parameters, options={"runId": "a"}).run


def test_the_worked_example():
    """The example's runs differ in capacity, served and queue, and by how much (state §8.4)."""
    found = compared(clinic_day(20), clinic_day(24))
    assert [(each.name, each.left, each.right) for each in found.parameters] == [("capacity", 20, 24)]
    assert names(found) == [("Desk", metric) for metric in ("arrivals", "served", "queue", "capacity")]
    served, queue = row_of(found, "Desk", "served"), row_of(found, "Desk", "queue")
    assert (served.left, served.right) == (
        comparison.MetricOfSide(56, 20, 1),
        comparison.MetricOfSide(56, 24, 1),
    )
    assert (queue.left.total, queue.max_difference, queue.max_difference_bin) == (None, -4, 1)
    assert not found.is_identical
    assert not found.is_passed


def test_nodes_and_metrics_that_one_run_has():
    """Nodes of one run are named in its order; a metric that one run reports has no row (state §8.1)."""
    left = run_of({"C": SERVICE, "B": SERVICE, "A": {**SERVICE, "errors": [0, 0, 0]}})
    right = run_of({"E": SERVICE, "A": {**SERVICE, "capacity": [9, 9, 9]}, "C": SERVICE, "D": SERVICE})
    found = compared(left, right)
    assert (found.only_left, found.only_right) == (("B",), ("E", "D"))
    assert names(found) == [(node, metric) for node in "CA" for metric in ("arrivals", "served")]
    assert not found.is_identical
    assert not found.is_passed


def test_stocks_have_no_total():
    """Of queue and parallelism there is no total; parallelism may be a number (state §8.2)."""
    left = run_of({"A": {**SERVICE, "parallelism": 2}})
    right = run_of({"A": {**SERVICE, "parallelism": [2, 3, 2]}})
    row = row_of(compared(left, right), "A", "parallelism")
    assert (row.left.total, row.left.peak, row.right.total, row.right.peak) == (None, 2, None, 3)
    assert (row.max_difference, row.max_difference_bin) == (1, 1)


@pytest.mark.parametrize(
    "grid",
    [
        {**GRID, "bins": 4},
        {**GRID, "binSize": 5},
        {**GRID, "binUnit": "hours"},
    ],
)
def test_grids_must_be_equal(grid):
    """Runs of other bins, or of bins of another length, are not compared (state §8.1)."""
    numbers = [1] * grid["bins"]
    other = run_of({"A": {"arrivals": numbers, "served": numbers}}, grid, "b")
    with pytest.raises(GridsDifferError, match="run 'a' has 3 of 15 minutes, run 'b' has"):
        compared(run_of({"A": SERVICE}), other)


def test_bins_of_one_length_are_equal():
    """An hour is 60 minutes, and runs may begin at different times, or at none (state §8.2)."""
    left = run_of({"A": SERVICE}, {"bins": 3, "binSize": 60, "binUnit": "minutes", "start": "2025-01-01"})
    right = run_of({"A": SERVICE}, {"bins": 3, "binSize": 1, "binUnit": "hours"})
    assert compared(left, right).is_identical


def test_a_tolerance_is_looked_up_for_each_row():
    """Each row is held to the rule that matches it (state §8.3)."""
    left, right = (
        run_of({"A": SERVICE, "B": SERVICE}),
        run_of({"A": SERVICE, "B": {**SERVICE, "served": [1, 2, 4]}}),
    )
    rule = ToleranceRule(node_id="B", metric="served", absolute=2.0)
    other = ToleranceRule(node_id="A", absolute=2.0)
    assert compared(left, right, Tolerance(rules=(rule,))).is_passed
    assert not compared(left, right, Tolerance(rules=(other,))).is_passed
    assert compared(left, right, Tolerance(default=Allowance(relative=1.0))).is_passed
    assert not compared(left, right, Tolerance(default=Allowance(relative=0.5))).is_passed


def test_parameters_are_compared_as_json():
    """Parameters differ by their JSON value; one that a run does not give is None there (state §8.1)."""
    left, right = run_of({"A": SERVICE}), run_of({"A": SERVICE})
    left.run.provenance.parameters.update({"b": 1, "c": 1, "d": [1, 2], "e": 20})
    right.run.provenance.parameters.update({"b": True, "a": "x", "d": [1, 2.0], "e": 20.0})
    found = compared(left, right)
    assert [(each.name, each.left, each.right) for each in found.parameters] == [
        ("a", None, "x"),
        ("b", 1, True),
        ("c", 1, None),
    ]
    assert (found.is_identical, found.is_passed) == (False, True)


def test_runs_without_topology_have_no_rows():
    """Runs of models without topology nodes differ in their parameters only (state §8.1)."""
    run = stored_run({"grid": dict(GRID), "nodes": [{"id": "a", "values": 1}]})
    found = compared(run, run)
    assert (found.metrics, found.is_identical, found.is_passed) == ((), True, True)


def test_an_older_run_beside_a_new_one():
    """A bundle of an earlier version is compared like any other (state §8, runs §10.2)."""
    found = compared(older_run(older_bundle()), stored_run(MODEL))
    assert [(each.name, each.left, each.right) for each in found.parameters] == [("capacity", 12, None)]
    assert len(found.metrics) == 8
    assert not any(row.max_difference for row in found.metrics)
    assert (found.is_identical, found.is_passed) == (False, True)


def test_gaps_are_left_out():
    """A bin that telemetry missed is in no figure of its row, and in those of other rows (state §8.2)."""
    holes = {**SERIES, "order_served": (9, None, 9, 4), "order_errors": (None,) * 4}
    found = compared(older_run(older_bundle(holes, mode="telemetry")), stored_run(MODEL))
    served = row_of(found, "OrderService", "served")
    assert (served.compared_bins, served.left.total, served.right.total) == (3, 22, 22)
    errors = row_of(found, "OrderService", "errors")
    assert (errors.compared_bins, errors.max_difference, errors.max_difference_bin) == (0, None, None)
    assert (errors.left, errors.right) == (comparison.MetricOfSide(None, None, None),) * 2
    assert (errors.mean_absolute_error, errors.root_mean_square_error) == (None, None)
    assert row_of(found, "OrderService", "arrivals").compared_bins == 4
    assert found.is_passed


@pytest.mark.parametrize(
    ("contents", "error"),
    [
        (older_bundle({"order_arrivals": (None,) * 4}), ModeValidationFailedError),
        (older_bundle({}), MissingNodeDataError),
        (
            changed(older_bundle(), "run.json", lambda members: members.update(modelHash="sha256:00")),
            ProvenanceMismatchError,
        ),
    ],
)
def test_older_runs_that_are_of_no_use(contents, error):
    """A run of an earlier version is checked like for any other question, on either side (state §9.1)."""
    older, new = older_run(contents), stored_run(MODEL)
    for sides in ((older, new), (new, older)):
        with pytest.raises(error):
            compared(*sides)


def test_the_order_of_checks():
    """Contradicting documents are told before different bins, and those before numbers (state §1.4)."""
    other = run_of({"A": SERVICE})
    with pytest.raises(GridsDifferError):
        compared(older_run(older_bundle({})), other)
    contradicting = changed(older_bundle(), "run.json", lambda members: members.update(modelHash="sha256:00"))
    with pytest.raises(ProvenanceMismatchError):
        compared(other, older_run(contradicting))


def test_long_runs_are_worked_out_in_parts(monkeypatch):
    """However few numbers are worked on at once, the rows and their order are the same (state §8.1)."""
    left, right = (run_of({name: {**SERVICE, "served": [1, 2, last]} for name in "DBCA"}) for last in (2, 3))
    whole = compared(left, right)
    monkeypatch.setattr(comparison, "_VALUES_AT_ONCE", 1)
    assert compared(left, right).metrics == whole.metrics
    assert [row.node_id for row in whole.metrics] == [name for name in "DBCA" for _ in range(2)]


@settings(max_examples=25)
@given(PLACES)
def test_a_run_is_identical_to_itself(places):
    """Runs of one model differ by nothing and pass without tolerance (state §8.1)."""
    found = compared(run_of(places), run_of(places, run_id="b"))
    assert (found.is_identical, found.is_passed) == (True, True)
    told = {(node, metric) for node, tells in places.items() for metric in tells}
    assert names(found) == sorted(
        told, key=lambda row: ([*places].index(row[0]), REPORTED_METRICS.index(row[1]))
    )


@settings(max_examples=25)
@given(PLACES, PLACES)
def test_sides_may_be_exchanged(left, right):
    """With the runs exchanged nodes change their side and differences their sign, no more (state §8.1)."""
    one, other = run_of(left), run_of(right)
    there, back = compared(one, other), compared(other, one)
    assert (there.only_left, there.only_right) == (back.only_right, back.only_left)
    assert (there.is_identical, there.is_passed) == (back.is_identical, back.is_passed)
    for row in there.metrics:
        mirrored = row_of(back, row.node_id, row.metric)
        assert (row.left, row.right) == (mirrored.right, mirrored.left)
        assert row.max_difference == -mirrored.max_difference
        assert row.root_mean_square_error == mirrored.root_mean_square_error
        assert np.sign(row.mean_absolute_error) == np.sign(abs(row.max_difference))
