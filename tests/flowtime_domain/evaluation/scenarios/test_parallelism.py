import pytest

from examples.models import place_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.evaluator import evaluate_plan
from flowtime_domain.evaluation.scenarios.parallelism import parallelism_target
from flowtime_domain.evaluation.scenarios.plan_draft import PlanDraft
from flowtime_domain.evaluation.scenarios.target import Unchangeable


def desk_plan(kind="queue", **semantics):
    place = {"id": "Desk", "kind": kind, "semantics": {"arrivals": "x", **semantics}}
    plan = compile_model(place_model(3, {"x": 9, "c": [2, 3, 4]}, place))
    return plan, plan.model.topology.nodes[0]


def changed(plan, target, number):
    draft = PlanDraft(plan)
    target.put(draft, number)
    return draft.plan()


@pytest.mark.parametrize(("semantics", "written"), [({"parallelism": 2}, 2.0), ({}, 1.0)])
def test_other_servers_serve_as_written(semantics, written):
    """A plan with other servers gives what a model gives that is written with them (engine §5.3)."""
    plan, place = desk_plan(capacity="c", **semantics)
    target = parallelism_target(plan, 0, place)
    assert (target.written, target.minimum) == (written, 1.0)
    assert target.rows == {plan.row_of["desk_served"]}
    expected = evaluate_plan(desk_plan(capacity="c", parallelism=1.5)[0]).matrix
    assert evaluate_plan(changed(plan, target, 1.5)).matrix.tobytes() == expected.tobytes()


def test_servers_of_authored_work_change_no_series():
    """Where what is served is authored, servers change no series (engine §5.3)."""
    plan, place = desk_plan(served="c", capacity="c", parallelism=2)
    target = parallelism_target(plan, 0, place)
    assert target.rows == frozenset()
    assert changed(plan, target, 3.0).steps == plan.steps


@pytest.mark.parametrize(
    ("kind", "semantics", "reason"),
    [
        ("queue", {"capacity": "c", "parallelism": "x"}, "this is the series 'x'; change that."),
        ("dlq", {"queueDepth": "self"}, "a topology node of kind dlq has no parallelism."),
    ],
)
def test_parallelism_that_is_no_number_cannot_be_changed(kind, semantics, reason):
    """A series of servers is changed as a series; kinds without servers have none (model §7.3)."""
    plan, place = desk_plan(kind, **semantics)
    assert parallelism_target(plan, 0, place) == Unchangeable(reason)
