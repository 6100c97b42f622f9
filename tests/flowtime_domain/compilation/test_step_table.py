from examples.models import example_model, model_of, place_model
from examples.replays import MODEL_GRID, telemetry_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.steps import (
    Allocation,
    Constant,
    Draws,
    Formula,
    Gate,
    NoService,
    Outflow,
    Overflow,
    QueueDepth,
    Step,
)
from flowtime_domain.expressions.syntax import Call, Reference


def step(plan: Plan, name: str) -> Step:
    return plan.steps[plan.row_of[name]]


def test_sources_are_written_down():
    """A const and the expected value of a pmf are constants, a sampling pmf draws (engine §4)."""
    plan = compile_model(example_model("E9"))
    assert step(plan, "mean") == Constant((17.0,))
    assert step(plan, "coin") == Draws("coin", (0.0, 1.0), (0.5, 0.5))
    assert step(compile_model(example_model("M1")), "c") == Constant((1.0, 2.0))


def test_an_echo_is_a_convolution_of_failures():
    """The echo is the convolution of failures, else errors, with the scaled kernel (engine §9.1)."""
    plan = compile_model(example_model("E19"))
    for name, failed, kernel in (
        ("p_again", "f", (0.0, 0.6, 0.3, 0.1)),
        ("c_retry_echo", "g", (0.0, 0.6, 0.3, 0.1)),
        ("s_retry_echo", "g", (0.0, 0.5, 0.5)),
    ):
        echo = step(plan, name)
        assert isinstance(echo, Formula)
        assert echo.expression == Call("CONV", (Reference(failed, 0),), kernel, 0)
        assert echo.inputs == ((plan.row_of[failed], 1),)


def test_a_dead_letter_queue_puts_out_nothing():
    """A dlq without served and capacity serves 0, which depends on nothing (ruling 10)."""
    dlq = {"id": "Dead", "kind": "dlq", "semantics": {"arrivals": "a", "queueDepth": "self"}}
    assert step(compile_model(place_model(2, {"a": 1}, dlq)), "dead_served") == Outflow(NoService(), ())


def test_a_sink_serves_what_arrives():
    """A sink serves its arrivals, or what of them are no errors (engine §5.7)."""
    plain = {"id": "Out", "kind": "sink", "semantics": {"arrivals": "a"}}
    strict = {"id": "Box", "kind": "sink", "semantics": {"arrivals": "a", "errors": "x"}}
    plan = compile_model(place_model(2, {"a": 1, "x": 2}, plain, strict))
    assert step(plan, "out_served") == Formula(Reference("a", 0), ((0, 0),))
    box = step(plan, "box_served")
    assert isinstance(box, Formula)
    assert box.inputs == ((0, 0), (1, 0))


def test_a_buffer_is_a_queue_without_a_place():
    """The series node serviceWithBuffer is the recurrence of its inflow, outflow and loss (engine §5.1)."""
    plan = compile_model(
        model_of("""
grid: {bins: 2, binSize: 1, binUnit: hours}
nodes: [{id: a, values: 10}, {id: q, kind: serviceWithBuffer, inflow: a, outflow: s, loss: x, initial: 3},
  {id: s, values: 4}, {id: x, values: 1}, {id: r, kind: serviceWithBuffer, inflow: a, outflow: s}]
""")
    )
    q, r = step(plan, "q"), step(plan, "r")
    assert isinstance(q, QueueDepth)
    assert isinstance(r, QueueDepth)
    assert (q.backlog.arrivals, q.backlog.outflow, q.backlog.loss, q.backlog.initial_depth) == (0, 2, 3, 3.0)
    assert (r.backlog.loss, r.backlog.initial_depth) == (None, 0.0)


def test_a_buffer_with_a_schedule_holds_back_its_outflow():
    """The schedule of a series node gates its outflow, which is no series of its own (engine E13)."""
    q = step(compile_model(example_model("E13")), "q")
    assert isinstance(q, QueueDepth)
    assert q.gate == Gate(period=2, phase=0, capacity=None)


def test_a_router_passes_on_its_source():
    """The router's own series is its source, a target a formula of that (engine §10.1)."""
    plan = compile_model(example_model("E21"))
    assert step(plan, "r2") == Formula(Reference("sea", 0), ((plan.row_of["sea"], 0),))
    south = step(plan, "south")
    assert isinstance(south, Formula)
    assert south.inputs == ((plan.row_of["sea"], 0),)


def test_overflow_flows_into_the_next_queue():
    """Overflow-in is a sum of overflow series, and part of the backlog of its queue (engine §7.2)."""
    plan = compile_model(example_model("E15"))
    flows_in = step(plan, "c_overflow_in")
    assert isinstance(flows_in, Formula)
    assert flows_in.inputs == ((plan.row_of["b_overflow"], 0),)
    overflow = step(plan, "b_overflow")
    assert isinstance(overflow, Overflow)
    assert overflow.backlog is plan.backlogs[3]


def test_what_passes_a_schedule_is_what_leaves():
    """With a schedule served and gated outflow are one and the same step (engine §5.6, E14)."""
    plan = compile_model(example_model("E14"))
    served, gated = step(plan, "truck_served"), step(plan, "truck_gated_outflow")
    assert isinstance(served, Outflow)
    assert isinstance(gated, Outflow)
    assert served.demand is gated.demand
    assert plan.backlogs[1].outflow == plan.row_of["truck_gated_outflow"]


def test_members_of_a_constraint_share_its_step():
    """All allocations of a constraint hold one object, so they can be computed together (engine §8.1)."""
    plan = compile_model(example_model("E17"))
    first, second = step(plan, "q1_alloc_line"), step(plan, "q2_alloc_line")
    assert isinstance(first, Allocation)
    assert isinstance(second, Allocation)
    assert first.constraint is second.constraint
    assert (first.member, second.member) == (0, 1)


def test_captured_values_stand_for_sources():
    """In telemetry mode a const with a source has the captured values, and work has no gaps (engine §1.4)."""
    routes = {"id": "split", "kind": "router", "inputs": {"queue": "a"}, "routes": [{"target": "left"}]}
    nodes = [{"id": "a", "source": "a.csv", "values": 1}, {"id": "b", "values": 2}, routes]
    model = telemetry_model({"grid": MODEL_GRID, "nodes": nodes})
    plan = compile_model(model, None, {"a": (1.0, 2.0, 3.0)})
    assert (step(plan, "a"), step(plan, "b")) == (Constant((1.0, 2.0, 3.0)), Constant((2.0,)))
    assert (plan.allows_gaps, step(plan, "left").fills_gaps, step(plan, "split").fills_gaps) == (
        True,
        True,
        False,
    )
    simulated = compile_model(model)
    assert step(simulated, "a") == Constant((1.0,))
    assert (simulated.allows_gaps, step(simulated, "left").fills_gaps) == (False, False)
