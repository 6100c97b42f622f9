import pytest

from examples.models import example_model, model_of, place_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.queues import service_limit
from flowtime_domain.compilation.steps import (
    Allocation,
    AuthoredService,
    Gate,
    LimitRow,
    NoService,
    Outflow,
    SharedConstraint,
    WorkConservingService,
)
from flowtime_domain.expressions.syntax import Call, Number, Operation, Reference


def demand(plan: Plan, name: str):
    step = plan.steps[plan.row_of[name]]
    assert isinstance(step, Outflow)
    return step.demand


def constraint(plan: Plan, allocation: str) -> SharedConstraint:
    step = plan.steps[plan.row_of[allocation]]
    assert isinstance(step, Allocation)
    return step.constraint


def test_a_queue_starts_from_its_initial_condition():
    """A recurrence starts from initialCondition, else from its declared depth's initial (engine §5.2)."""
    plan = compile_model(
        model_of("""
grid: {bins: 2, binSize: 1, binUnit: hours}
nodes: [{id: a, values: 10}, {id: d, values: 10, initial: 4}]
topology:
  nodes:
    - {id: One, kind: queue, initialCondition: {queueDepth: 7}, semantics: {arrivals: a, served: a}}
    - {id: Two, kind: queue, semantics: {arrivals: a, served: a, queueDepth: d}}
    - {id: Three, kind: queue, semantics: {arrivals: a, served: a}}
""")
    )
    assert [plan.backlogs[index].initial_depth for index in range(3)] == [7.0, 4.0, 0.0]


@pytest.mark.parametrize(
    ("parallelism", "product"),
    [
        (None, Reference("c", 0)),
        (3.0, Operation("*", Reference("c", 0), Number(3.0, 0), 0)),
        ("p", Operation("*", Reference("c", 0), Reference("p", 0), 0)),
    ],
)
def test_service_is_limited_by_capacity_times_parallelism(parallelism, product):
    """The engine serves up to max(0, capacity * parallelism), a number or a series (engine §5.3)."""
    assert service_limit("c", parallelism) == Call("MAX", (Number(0.0, 0), product), (), 0)


def test_demand_is_what_the_author_says_or_what_is_available():
    """Authored service goes before capacity; a dlq with neither puts out nothing (engine §5.3)."""
    both = {"id": "Both", "kind": "queue", "semantics": {"arrivals": "a", "served": "a", "capacity": "c"}}
    both["dispatchSchedule"] = {"periodBins": 4, "phaseOffset": 9, "capacitySeries": "c"}
    own = {"id": "Own", "kind": "queue", "semantics": {"arrivals": "a", "capacity": "c", "errors": "c"}}
    dead = {"id": "Dead", "kind": "dlq", "semantics": {"arrivals": "a", "queueDepth": "self"}}
    plan = compile_model(place_model(2, {"a": 1, "c": 2}, both, own, dead))
    assert demand(plan, "both_gated_outflow") == AuthoredService(0, Gate(period=4, phase=1, capacity=1))
    own_demand = demand(plan, "own_served")
    assert isinstance(own_demand, WorkConservingService)
    assert own_demand.backlog is plan.backlogs[1]
    assert own_demand.capacity_inputs == ((1, 0),)
    assert demand(plan, "dead_served") == NoService()


def test_the_phase_is_counted_from_the_first_bin():
    """A phase before the first bin is one within the first period (engine §6.1, E14)."""
    assert demand(compile_model(example_model("E14")), "truck_served").gate.phase == 2


def test_a_limit_is_a_number_or_a_series():
    """The limit of a queue is its number or the row of its series (engine §7.1, E15)."""
    plan = compile_model(example_model("E15"))
    assert plan.backlogs[0].limit == 20
    assert plan.backlogs[1].limit == LimitRow(plan.row_of["lim"])
    assert plan.backlogs[4].limit is None


@pytest.mark.parametrize(
    ("name", "semantics", "outflow"),
    [
        ("authored", {"served": "c"}, "c"),
        ("derived", {"capacity": "c"}, "p_served"),
    ],
)
def test_what_leaves_is_gated_authored_or_served(name, semantics, outflow):
    """A queue puts out its gated outflow if it has one, else the authored, else its served (engine §5.6)."""
    place = {"id": "P", "kind": "queue", "semantics": {"arrivals": "a", **semantics}}
    plan = compile_model(place_model(2, {"a": 1, "c": 2}, place))
    assert plan.backlogs[0].outflow == plan.row_of[outflow]
    scheduled = compile_model(
        place_model(2, {"a": 1, "c": 2}, {**place, "dispatchSchedule": {"periodBins": 2}})
    )
    assert scheduled.backlogs[0].outflow == scheduled.row_of["p_gated_outflow"], name


def test_members_stand_as_the_constraint_lists_them_then_as_they_come():
    """Members are the nodes that a constraint names, then those that name it (model §7.7)."""
    semantics = {"arrivals": "a", "served": "a"}
    places = [
        {"id": name, "kind": "queue", "semantics": semantics, "constraints": list(named)}
        for name, named in (("A", ["pool"]), ("B", ["late", "pool"]), ("C", ["late"]))
    ]
    pool = {"id": "pool", "nodes": ["C", "B"], "semantics": {"served": "a"}}
    late = {"id": "late", "policy": "priority", "semantics": {"served": "a"}}
    plan = compile_model(place_model(2, {"a": 1}, *places, constraints=[pool, late]))
    names = list(plan.row_of)
    of_pool, of_late = constraint(plan, "a_alloc_pool"), constraint(plan, "b_alloc_late")
    assert [names[member.allocation] for member in of_pool.members] == [
        "c_alloc_pool",
        "b_alloc_pool",
        "a_alloc_pool",
    ]
    assert [names[member.allocation] for member in of_late.members] == ["b_alloc_late", "c_alloc_late"]
    assert [member.earlier for member in of_pool.members] == [(), (), ()]
    assert [member.earlier for member in of_late.members] == [
        (plan.row_of["b_alloc_pool"],),
        (plan.row_of["c_alloc_pool"],),
    ]
    assert (of_pool.policy, of_late.policy) == ("proportional", "priority")


def test_the_order_of_declaration_decides_which_constraint_is_earlier():
    """Whatever order a node names its constraints in, they follow each other as declared (ruling 33)."""
    plan = compile_model(example_model("E17"))
    outflow = plan.steps[plan.row_of["q1_gated_outflow"]]
    assert isinstance(outflow, Outflow)
    assert outflow.allocations == (plan.row_of["q1_alloc_line"], plan.row_of["q1_alloc_dock"])
