import pytest

from examples.models import place_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.evaluator import evaluate_plan
from flowtime_domain.evaluation.scenarios.plan_draft import PlanDraft
from flowtime_domain.evaluation.scenarios.target import Unchangeable
from flowtime_domain.evaluation.scenarios.wip_limits import wip_limit_target


def desk_plan(**limit):
    desk = {"id": "Desk", "kind": "queue", "semantics": {"arrivals": "x", "capacity": "c"}, **limit}
    return compile_model(place_model(3, {"x": [9, 0, 7], "c": [2, 3, 4], "most": 5}, desk))


def target_of(plan):
    return wip_limit_target(plan, 0, plan.model.topology.nodes[0])


def test_another_limit_holds_back_as_written():
    """A plan with another limit gives what a model gives that is written with it (engine §7.1)."""
    plan = desk_plan(wipLimit=4)
    target = target_of(plan)
    assert (target.written, target.minimum, target.is_above_minimum) == (4.0, 0.0, False)
    assert target.rows == {plan.row_of[f"desk_{name}"] for name in ("served", "queue", "overflow")}
    draft = PlanDraft(plan)
    target.put(draft, 1.5)
    expected = evaluate_plan(desk_plan(wipLimit=1.5)).matrix
    assert evaluate_plan(draft.plan()).matrix.tobytes() == expected.tobytes()


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ({"wipLimitSeries": "most"}, "this is the series 'most'; change that."),
        ({}, "the model sets no limit here, and a change keeps its shape."),
    ],
)
def test_a_limit_that_is_no_number_cannot_be_changed(limit, reason):
    """A series of limits is changed as a series; where there is no limit none is added (engine §7.1)."""
    assert target_of(desk_plan(**limit)) == Unchangeable(reason)
