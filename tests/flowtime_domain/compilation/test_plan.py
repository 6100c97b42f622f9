import pytest

from examples.models import place_model
from flowtime_domain.compilation.compiler import compile_model

ARRIVALS = {"arrivals": "x"}


POOL = {"id": "pool", "nodes": ["P", "Other"], "semantics": {"served": "x"}}
OTHER = {"id": "Other", "kind": "queue", "semantics": ARRIVALS | {"served": "x"}}


@pytest.mark.parametrize(
    ("kind", "semantics", "names"),
    [
        ("queue", {"capacity": "x"}, ["p_served", "p_queue"]),
        ("queue", {"served": "x", "queueDepth": "self"}, ["p_queue"]),
        ("dlq", {"queueDepth": "self"}, ["p_queue"]),
        ("service", {"capacity": "x"}, []),
        ("sink", {}, []),
    ],
)
def test_rows_of_a_backlog_are_those_that_its_queue_fills(kind, semantics, names):
    """A queue fills its depth, and what it serves where the engine decides that (engine §5.1, §5.3)."""
    place = {"id": "P", "kind": kind, "semantics": ARRIVALS | semantics}
    plan = compile_model(place_model(2, {"x": 1}, place))
    assert [plan.quantities[row].name for row in plan.rows_of_backlog(0)] == names


def test_a_backlog_that_the_engine_serves_decides_what_others_are_allotted():
    """Where the engine serves, all allocations of the constraint follow the backlog (engine §8.1)."""
    own = {"id": "P", "kind": "queue", "wipLimit": 1, "semantics": ARRIVALS | {"capacity": "x"}}
    plan = compile_model(place_model(2, {"x": 1}, own, OTHER, constraints=[POOL]))
    assert {plan.quantities[row].name for row in plan.rows_of_backlog(0)} == {
        "p_alloc_pool",
        "other_alloc_pool",
        "p_served",
        "p_gated_outflow",
        "p_queue",
        "p_overflow",
    }
    assert [plan.quantities[row].name for row in plan.rows_of_backlog(1)] == ["other_queue"]


def test_what_another_queue_serves_is_not_of_the_backlog():
    """A queue whose outflow is what another one serves fills its depth only (engine §5.1)."""
    first = {"id": "First", "kind": "queue", "semantics": ARRIVALS | {"capacity": "x"}}
    semantics = ARRIVALS | {"served": "first_served", "queueDepth": "self"}
    plan = compile_model(
        place_model(2, {"x": 1}, first, {"id": "Second", "kind": "queue", "semantics": semantics})
    )
    assert plan.rows_of_backlog(1) == (plan.row_of["second_queue"],)
