from examples.models import example_model, model_of, place_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.steps import (
    Constant,
    Draws,
    Formula,
    QueueDepth,
    QueueServed,
    Step,
)
from flowtime_domain.expressions.syntax import Call, Number, Operation, Reference


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


def test_service_is_limited_by_capacity_times_parallelism():
    """The engine serves up to max(0, capacity * parallelism), a number or a series (engine §5.3)."""
    desk = {"id": "D", "kind": "queue", "semantics": {"arrivals": "a", "capacity": "c"}}
    for parallelism, servers in ((3, Number(3.0, 0)), ("p", Reference("p", 0))):
        place = {**desk, "semantics": {**desk["semantics"], "parallelism": parallelism}}
        served = step(compile_model(place_model(2, {"a": 1, "c": 2, "p": 3}, place)), "d_served")
        assert isinstance(served, QueueServed)
        product = Operation("*", Reference("c", 0), servers, 0)
        assert served.limit == Call("MAX", (Number(0.0, 0), product), (), 0)
    served = step(compile_model(place_model(2, {"a": 1, "c": 2}, desk)), "d_served")
    assert isinstance(served, QueueServed)
    assert served.limit == Call("MAX", (Number(0.0, 0), Reference("c", 0)), (), 0)


def test_a_dead_letter_queue_puts_out_nothing():
    """A dlq without served and capacity serves 0, which depends on nothing (ruling 10)."""
    dlq = {"id": "Dead", "kind": "dlq", "semantics": {"arrivals": "a", "queueDepth": "self"}}
    assert step(compile_model(place_model(2, {"a": 1}, dlq)), "dead_served") == Formula(Number(0.0, 0), ())


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
