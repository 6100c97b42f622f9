from dataclasses import replace
from functools import partial

import pytest

from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.steps import Allocation
from flowtime_domain.evaluation.evaluator import evaluate_plan
from flowtime_domain.evaluation.scenarios.plan_draft import PlanDraft
from flowtime_domain.model.flow_model import FlowModel


def shared_plan(depth=1, servers=2, limit=5):
    """Two queues that share two constraints, one of which is limited and begins with a backlog."""
    mapping = {
        "grid": {"bins": 4, "binSize": 1, "binUnit": "hours"},
        "nodes": [
            {"id": "visits", "values": [5, 9, 0, 2]},
            {"id": "capacity", "values": 3},
            {"id": "rooms", "values": [4, 6, 1, 7]},
            {"id": "before", "kind": "expr", "expr": "SHIFT(desk_queue, 1)"},
        ],
        "topology": {
            "nodes": [
                {
                    "id": "Desk",
                    "kind": "queue",
                    "initialCondition": {"queueDepth": depth},
                    "wipLimit": limit,
                    "semantics": {"arrivals": "visits", "capacity": "capacity", "parallelism": servers},
                },
                {"id": "Other", "kind": "queue", "semantics": {"arrivals": "visits", "capacity": "rooms"}},
            ],
            "constraints": [
                {"id": name, "nodes": ["Desk", "Other"], "semantics": {"served": "rooms"}}
                for name in ("doctors", "nurses")
            ],
        },
    }
    return compile_model(FlowModel.from_mapping(mapping))


def bits_of(plan):
    return evaluate_plan(plan).matrix.tobytes()


def test_a_draft_without_changes_is_the_plan():
    """What nobody changes stays as it is (design §1)."""
    plan = shared_plan()
    draft = PlanDraft(plan).plan()
    assert (draft.steps, draft.before_first_bin, draft.backlogs) == (
        plan.steps,
        plan.before_first_bin,
        plan.backlogs,
    )


def test_a_queue_is_changed_wherever_it_is_read():
    """Demands, allocations, depth and overflow all hold the changed queue (engine §5.3, §7.1, §8.2)."""
    plan, expected = shared_plan(), shared_plan(depth=2.5, servers=1.5, limit=3)
    draft = PlanDraft(plan)
    draft.change_backlog(0, partial(replace, initial_depth=2.5))
    (row,) = [row for row in plan.rows_of_backlog(0) if plan.quantities[row].name == "desk_served"]
    capacity = expected.steps[row].demand.capacity
    draft.change_service(0, partial(replace, capacity=capacity))
    draft.change_backlog(0, partial(replace, limit=3))
    draft.start(["desk_queue"], 2.5)
    changed = draft.plan()
    assert changed.steps == expected.steps
    assert (changed.before_first_bin, changed.backlogs) == (expected.before_first_bin, expected.backlogs)
    assert bits_of(changed) == bits_of(expected) != bits_of(plan)
    assert plan.steps == shared_plan().steps


def test_members_still_share_their_constraint():
    """Whoever computes one allocation of a constraint may still compute all (engine §8.2)."""
    draft = PlanDraft(shared_plan())
    draft.change_backlog(1, partial(replace, initial_depth=2.5))
    shared = {}
    for step in draft.plan().steps:
        if isinstance(step, Allocation):
            shared.setdefault(step.constraint.members[0].allocation, set()).add(id(step.constraint))
    assert [len(each) for each in shared.values()] == [1, 1]


def test_only_routers_are_routers():
    """A node of another kind is not taken for a router (model §5.7)."""
    with pytest.raises(AssertionError):
        PlanDraft(shared_plan()).router(0)
