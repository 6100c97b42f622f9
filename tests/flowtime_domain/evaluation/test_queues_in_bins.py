import numpy as np

from examples.models import example_model, place_model
from examples.plans import filled_matrix, in_one_loop
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.model.flow_model import FlowModel


def in_bins(model: FlowModel) -> dict[str, list[float]]:
    """The series of a model, everything but sources evaluated bin by bin."""
    plan = compile_model(model)
    matrix = filled_matrix(in_one_loop(plan))
    return {name: matrix[row].tolist() for name, row in plan.row_of.items()}


def test_schedules_hold_work_back_bin_by_bin():
    """A gate opens in dispatch bins only, and takes what its capacity allows (engine E14)."""
    series = in_bins(example_model("E14"))
    assert series["truck_gated_outflow"] == [0, 0, 25, 0, 0, 9]
    assert series["batch_queue"] == [5, 15, 25, 30, 40, 50]


def test_overflow_cascades_bin_by_bin():
    """Overflow enters the next queue in the same bin (engine E15)."""
    series = in_bins(example_model("E15"))
    assert series["c_queue"] == [0, 15, 30, 45]
    assert series["var_overflow"] == [0, 6, 13, 8]


def test_shares_follow_each_other_bin_by_bin():
    """A second constraint is offered what the first one allots (engine E17)."""
    series = in_bins(example_model("E17"))
    assert series["q1_alloc_line"] == [60, 50]
    assert series["q1_alloc_dock"] == [30, 30]


def test_negative_demands_ask_for_nothing():
    """A negative demand counts as 0 in its constraint, yet is what leaves (engine §8.1, §8.3)."""
    places = [
        {"id": name, "kind": "queue", "semantics": {"arrivals": "a", "served": served}}
        for name, served in (("A", "less"), ("B", "a"))
    ]
    pool = {"id": "pool", "nodes": ["A", "B"], "semantics": {"served": "cap"}}
    model = place_model(1, {"a": 9, "less": -3, "cap": 6}, *places, constraints=[pool])
    series = in_bins(model)
    assert (series["a_alloc_pool"], series["b_alloc_pool"]) == ([0], [6])
    assert series["a_gated_outflow"] == [-3]
    assert filled_matrix(compile_model(model)).tolist() == list(series.values())
    assert np.isfinite(filled_matrix(compile_model(model))).all()
