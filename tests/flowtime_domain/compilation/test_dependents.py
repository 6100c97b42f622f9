from hypothesis import given
from hypothesis import strategies as st

from examples.feedback_models import IN_ORDER, feedback_models
from examples.models import place_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.dependents import Dependents


def reached_names(plan, *names):
    components = Dependents.of(plan).components_reached(plan.row_of[name] for name in names)
    return {plan.quantities[row].name for component in components for row in component.rows}


def test_what_reads_a_series_is_reached_and_nothing_else():
    """A change of a series reaches those that read it, over any number of steps (engine §2.5)."""
    line = {"id": "Line", "kind": "queue", "semantics": {"arrivals": "a", "capacity": "c"}}
    sink = {"id": "End", "kind": "sink", "semantics": {"arrivals": "line_served"}}
    plan = compile_model(place_model(2, {"a": 1, "c": 1, "apart": 1}, line, sink))
    assert reached_names(plan, "c") == {"c", "line_served", "line_queue", "end_served"}
    assert reached_names(plan, "apart") == {"apart"}
    assert reached_names(plan) == set()


@given(feedback_models, st.lists(st.sampled_from(IN_ORDER), max_size=3))
def test_what_is_reached_is_closed_and_in_order(model, names):
    """Whoever reads what is reached is reached too, in the order of the plan (engine §2.5)."""
    plan = compile_model(model)
    reached = Dependents.of(plan).components_reached(plan.row_of[name] for name in names)
    rows = {row for component in reached for row in component.rows}
    readers = {row for row, step in enumerate(plan.steps) if any(read in rows for read, _ in step.inputs)}
    assert {plan.row_of[name] for name in names} <= rows
    assert readers <= rows
    assert list(reached) == [component for component in plan.components if component in reached]


def test_whoever_shares_a_constraint_is_reached():
    """A change of one member's demand reaches the allocations of all members (engine §2.2, §8.1)."""
    places = [
        {"id": name, "kind": "queue", "semantics": {"arrivals": series, "served": series}}
        for name, series in (("A", "x"), ("B", "y"))
    ]
    pool = {"id": "pool", "nodes": ["A", "B"], "semantics": {"served": "cap"}}
    plan = compile_model(place_model(2, {"x": 1, "y": 1, "cap": 1}, *places, constraints=[pool]))
    everything = {"a_alloc_pool", "a_gated_outflow", "b_alloc_pool", "b_gated_outflow", "b_queue", "a_queue"}
    assert reached_names(plan, "y") == {"y"} | everything
    assert reached_names(plan, "cap") == {"cap"} | everything
