import pytest

from examples.models import place_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.dependents import Dependents
from flowtime_domain.evaluation.evaluator import evaluate_plan
from flowtime_domain.evaluation.scenarios.initial_conditions import InitialConditions
from flowtime_domain.evaluation.scenarios.plan_draft import PlanDraft
from flowtime_domain.evaluation.scenarios.target import Unchangeable
from flowtime_domain.model.flow_model import FlowModel

GRID = {"bins": 3, "binSize": 1, "binUnit": "hours"}
SOURCES = [{"id": "a", "values": 5}, {"id": "c", "values": [2, 3, 9]}]


def plan_of(depth, *, nodes=(), **place):
    given = {} if depth is None else {"initialCondition": {"queueDepth": depth}}
    desk = {"id": "Desk", "kind": "queue", "semantics": {"arrivals": "a", "capacity": "c"}, **place, **given}
    mapping = {"grid": GRID, "nodes": [*SOURCES, *nodes], "topology": {"nodes": [desk]}}
    return compile_model(FlowModel.from_mapping(mapping))


def target_of(plan, index=0):
    return InitialConditions(plan, Dependents.of(plan)).target(index, plan.model.topology.nodes[index])


def changed_by(target, plan, depth):
    draft = PlanDraft(plan)
    target.put(draft, depth)
    return draft.plan()


LOOKS_BACK = {"id": "before", "kind": "expr", "expr": "SHIFT(desk_queue, 2) + SHIFT(desk_queue + 0, 1)"}
BUFFER = {"id": "Desk", "kind": "serviceWithBuffer", "inflow": "a", "outflow": "c"}
AUTHORED = {"arrivals": "a", "served": "c", "queueDepth": "a"}


@pytest.mark.parametrize("written", [None, 0, 3])
@pytest.mark.parametrize(
    "model",
    [
        {},
        {"nodes": [LOOKS_BACK]},
        {"nodes": [BUFFER]},
        {
            "kind": "service",
            "semantics": AUTHORED,
            "nodes": [{"id": "b", "kind": "expr", "expr": "SHIFT(a, 1)"}],
        },
    ],
)
def test_another_start_gives_what_is_written_with_it(model, written):
    """A plan with another start gives what a model gives that is written with it (engine §2.6, §5.2)."""
    plan = plan_of(written, **model)
    target = target_of(plan)
    assert (target.written, target.minimum) == (written or 0.0, 0.0)
    changed = changed_by(target, plan, 7.5)
    expected = plan_of(7.5, **model)
    assert evaluate_plan(changed).matrix.tobytes() == evaluate_plan(expected).matrix.tobytes()
    assert dict(changed.backlogs) == dict(expected.backlogs)
    assert changed.before_first_bin == expected.before_first_bin


def test_what_begins_or_looks_back_is_named():
    """The rows of the queue and those that look back at it come about by its start (engine §2.6)."""
    plan = plan_of(1, nodes=[LOOKS_BACK, {"id": "apart", "kind": "expr", "expr": "a + c"}])
    assert target_of(plan).rows == {plan.row_of[name] for name in ("desk_served", "desk_queue", "before")}


def test_the_start_may_be_written_at_the_series():
    """A queue that starts where its declared depth does is changed together with it (engine §5.2)."""
    depth = {"id": "d", "kind": "expr", "expr": "a - SHIFT(d, 1)", "initial": 4}
    semantics = {"arrivals": "a", "served": "c", "queueDepth": "d"}
    plan = plan_of(None, nodes=[depth], semantics=semantics)
    target = target_of(plan)
    assert target.written == 4.0
    expected = plan_of(6, nodes=[depth | {"initial": 6}], semantics=semantics)
    changed = changed_by(target, plan, 6.0)
    assert evaluate_plan(changed).series["d"].tolist() == evaluate_plan(expected).series["d"].tolist()
    assert dict(changed.backlogs) == dict(expected.backlogs)


def test_a_start_that_others_decide_too_cannot_be_changed():
    """Where one number cannot stand for all series, the start cannot be changed (engine §2.6)."""
    plan = plan_of(None, nodes=[{"id": "Desk", "values": 1, "initial": 2}])
    assert target_of(plan) == Unchangeable("series 'Desk' has an initial value of its own, which differs.")
    shared = {"kind": "service", "semantics": {"arrivals": "a", "served": "a", "queueDepth": "a"}}
    plan = compile_model(place_model(2, {"a": 1}, {"id": "One", **shared}, {"id": "Two", **shared}))
    assert target_of(plan, 1) == Unchangeable("'a' is the depth of another topology node, too.")
