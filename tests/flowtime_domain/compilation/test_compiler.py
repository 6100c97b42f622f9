import pytest

from examples.models import example_model, model_of, place_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.plan import Plan
from flowtime_domain.errors import DocumentError, ModelInvalidError
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import ModelLimits

HOURLY = "grid: {bins: 4, binSize: 1, binUnit: hours}\n"


def errors_of(model: FlowModel, limits: ModelLimits | None = None) -> tuple[DocumentError, ...]:
    with pytest.raises(ModelInvalidError) as caught:
        compile_model(model, limits)
    return caught.value.errors


def names(plan: Plan, rows: tuple[int, ...]) -> list[str]:
    return [plan.quantities[row].name for row in rows]


def loops(plan: Plan) -> list[list[str]]:
    return [names(plan, component.rows) for component in plan.components if component.is_bin_by_bin]


def test_a_cycle_shows_its_path_at_its_first_series():
    """A cycle of lag 0 is refused at its first series, and its message shows the way (model M5)."""
    (error,) = errors_of(example_model("M5"))
    assert (error.code, error.pointer) == ("dependency_cycle", "/nodes/0")
    assert "x -> y -> x" in error.message
    assert error.place is not None
    assert error.place.line == 3


def test_a_cycle_of_generated_series_points_at_the_topology_node():
    """A cycle that begins at a generated series is placed at its topology node (ruling 23)."""
    model = model_of(
        HOURLY
        + """
nodes: [{id: c, values: 1}]
topology: {nodes: [{id: One, kind: queue, semantics: {arrivals: two_served, capacity: c}},
  {id: Two, kind: queue, semantics: {arrivals: one_served, capacity: c}}]}
"""
    )
    (error,) = errors_of(model)
    assert error.pointer == "/topology/nodes/0"
    assert "one_served -> two_served -> one_served" in error.message


def test_a_series_that_needs_itself_is_a_cycle():
    """A series that refers to itself with lag 0 gives a -> a (engine §2.4)."""
    (error,) = errors_of(model_of(HOURLY + "nodes: [{id: a, kind: expr, expr: a + 1}]"))
    assert "a -> a;" in error.message


def test_graph_errors_come_together_in_document_order():
    """Cycles, missing starts and too many cells are reported together (ruling 22)."""
    model = model_of(
        HOURLY
        + """
nodes:
  - {id: a, kind: expr, expr: "1 + HOUR() * WEEKDAY()"}
  - {id: x, kind: expr, expr: y}
  - {id: y, kind: expr, expr: x}
  - {id: z, kind: expr, expr: z}
"""
    )
    errors = errors_of(model, ModelLimits(max_cells=15))
    assert [(error.code, error.pointer) for error in errors] == [
        ("model_too_large", "/grid"),
        ("start_required", "/nodes/0/expr"),
        ("dependency_cycle", "/nodes/1"),
        ("dependency_cycle", "/nodes/3"),
    ]


def test_a_missing_start_is_shown_at_the_call():
    """HOUR and WEEKDAY without a start are refused once per formula, with the call marked (model §4.3)."""
    (error,) = errors_of(model_of(HOURLY + "nodes: [{id: a, kind: expr, expr: 1 + hour()}]"))
    assert (error.code, error.offset, error.caret) == ("start_required", 4, "1 + hour()\n    ^")


def test_times_need_no_start_where_nobody_asks():
    """A model without a start is compiled if no formula asks for the time (model §4.3)."""
    assert compile_model(model_of(HOURLY + "nodes: [{id: a, kind: expr, expr: BIN()}]")).steps


def test_too_many_numbers_are_refused_before_memory_is_taken():
    """Series times bins above the limit is refused, with limit, request and setting (model §4.4)."""
    model = model_of("grid: {bins: 100000, binSize: 1, binUnit: seconds}\nnodes: [{id: a, values: 1}]")
    (error,) = errors_of(model, ModelLimits(max_cells=99_999))
    assert (error.code, error.pointer) == ("model_too_large", "/grid")
    assert (error.limit, error.requested, error.setting) == (99_999, 100_000, "FLOWTIME_MAX_CELLS")
    assert compile_model(model, ModelLimits(max_cells=100_000)).steps


def test_order_of_evaluation_prefers_the_order_of_declaration():
    """Among several ready series the first of the published order goes first (engine §2.5)."""
    plan = compile_model(
        model_of(
            HOURLY
            + """
nodes: [{id: late, kind: expr, expr: source * 2}, {id: other, values: 1}, {id: source, values: 2},
  {id: back, kind: expr, expr: "SHIFT(after, 1)"}, {id: after, values: 3}]
"""
        )
    )
    assert names(plan, plan.evaluation_order) == ["other", "source", "late", "back", "after"]


def test_an_unpublished_recurrence_stands_where_its_depth_would():
    """The hidden recurrence of a declared depth takes the place of <s>_queue in the order (ruling 11)."""
    plan = compile_model(
        model_of(
            HOURLY
            + """
nodes: [{id: a, values: 1}]
topology: {nodes: [{id: One, kind: queue, semantics: {arrivals: a, served: a, queueDepth: a}},
  {id: Two, kind: queue, semantics: {arrivals: a, served: a}}]}
"""
        )
    )
    assert names(plan, plan.evaluation_order) == ["a", "one_queue", "two_queue"]
    assert list(plan.row_of) == ["a", "two_queue"]
    assert [quantity.row for quantity in plan.quantities] == [0, 1, 2]


def test_a_queue_by_itself_is_no_loop_to_walk_bin_by_bin():
    """A queue and what it serves are evaluated at once, with one walk of their own (engine §2.5)."""
    plan = compile_model(example_model("E11"))
    assert loops(plan) == []
    assert [names(plan, component.rows) for component in plan.components][-1] == [
        "web_tier_served",
        "web_tier_queue",
    ]


def test_loops_are_evaluated_bin_by_bin():
    """Series that feed back through a lag are one component, in evaluation order (engine E7)."""
    assert loops(compile_model(example_model("E7"))) == [["admitted", "intake_served", "depth", "pressure"]]


def test_a_formula_that_looks_back_at_itself_is_a_loop():
    """A series that refers to its own past is evaluated bin by bin (engine E6)."""
    assert loops(compile_model(example_model("E6"))) == [["q"]]


def test_retries_close_a_loop():
    """The echo of a kernel with a leading zero closes a legal loop (engine E20)."""
    assert loops(compile_model(example_model("E20"))) == [["again", "tried", "failed"]]


def test_a_retry_kernel_without_leading_zero_closes_a_cycle():
    """A kernel that brings failures back in the same bin makes the loop a cycle (engine §9.2)."""
    model = model_of(
        HOURLY
        + """
nodes: [{id: tried, kind: expr, expr: 10 + again}, {id: failed, kind: expr, expr: tried * 0.2}]
topology: {nodes: [{id: Api, semantics: {arrivals: tried, served: tried, failures: failed,
  retryEcho: again, retryKernel: [0.5]}}]}
"""
    )
    assert "tried -> again -> failed -> tried" in errors_of(model)[0].message


def test_a_queue_with_schedule_and_limit_is_no_loop_to_walk_bin_by_bin():
    """What a queue puts out through its gate is found in the walk of its depth (engine §2.5)."""
    plan = compile_model(example_model("E14"))
    assert loops(plan) == []
    groups = [names(plan, component.rows) for component in plan.components]
    assert ["truck_gated_outflow", "truck_queue"] in groups
    assert ["truck_served"] in groups


def test_a_limit_that_follows_the_queue_is_a_loop():
    """A limit by what the queue itself serves feeds back into its depth (engine §2.2)."""
    place = {"id": "P", "kind": "queue", "wipLimitSeries": "p_served"}
    place["semantics"] = {"arrivals": "x", "capacity": "x"}
    assert loops(compile_model(place_model(2, {"x": 1}, place))) == [["p_served", "p_queue"]]


def test_allocations_without_feedback_are_computed_together():
    """The allocations of authored demands are one component, computed at once (engine E18)."""
    plan = compile_model(example_model("E18"))
    assert loops(plan) == []
    assert ["l_alloc_c", "r_alloc_c"] in [names(plan, component.rows) for component in plan.components]


def test_allocations_of_waiting_work_are_a_loop():
    """What is not put out asks again in the next bin, so all members are one loop (engine §8.3, E16)."""
    (loop,) = loops(compile_model(example_model("E16")))
    assert {name for name in loop if "_alloc_" in name} == {"x_alloc_pool", "y_alloc_pool", "z_alloc_pool"}
    assert {name for name in loop if "_queue" in name} == {"x_queue", "y_queue", "z_queue"}


def test_a_cycle_through_a_constraint_shows_published_series_only():
    """A capacity that follows an outflow of its own members is a cycle, shown by series (engine §2.4)."""
    places = [
        {"id": name, "kind": "queue", "semantics": {"arrivals": "x", "served": "x"}} for name in ("A", "B")
    ]
    pool = {"id": "pool", "nodes": ["A", "B"], "semantics": {"served": "b_gated_outflow"}}
    (error,) = errors_of(place_model(2, {"x": 1}, *places, constraints=[pool]))
    assert (error.code, error.pointer) == ("dependency_cycle", "/topology/nodes/1")
    assert "b_alloc_pool -> b_gated_outflow -> b_alloc_pool" in error.message


def test_deep_models_compile():
    """Ten thousand series that each need the next compile without a recursion (engine §2.5)."""
    nodes = [{"id": f"n{i}", "kind": "expr", "expr": f"n{i + 1} + 1"} for i in range(9_999)]
    model = FlowModel.from_mapping(
        {
            "grid": {"bins": 1, "binSize": 1, "binUnit": "hours"},
            "nodes": [*nodes, {"id": "n9999", "values": 1}],
        }
    )
    plan = compile_model(model)
    assert plan.evaluation_order == tuple(reversed(range(10_000)))
