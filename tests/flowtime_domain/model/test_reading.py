import pytest

from examples.models import document_of
from examples.readings import GRID, ONE_NODE, errors_of, found
from examples.worked_examples import example_names, example_text, expectations
from flowtime_domain.errors import ModelInvalidError
from flowtime_domain.model.document import Document
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.model.object_document import object_document
from flowtime_domain.model.reading import check_shapes, read_model

WRONG_EXAMPLES = ["M3", "M4", "M6", "M9"]
TEMPLATES = {"M7", "M8"}
TABLES = {"E8"}
PLACES = "topology: {nodes: [%s]}"
QUEUE = "{id: Q, kind: queue, semantics: {arrivals: a, served: a}, %s}"


def seen(error):
    """What an example says about an error, taken from the error."""
    facts = {"code": error.code, "pointer": error.pointer, "offset": error.offset}
    if error.place is not None:
        facts["line"] = error.place.line
    if "did you mean" in error.message:
        facts["nearest"] = error.message.rpartition("did you mean '")[2].removesuffix("'?")
    return facts


@pytest.mark.parametrize("name", WRONG_EXAMPLES)
def test_wrong_examples_give_all_their_errors(name):
    """A wrong document gives all its errors in order, each at its place (model M3, M4, M6, M9)."""
    errors = errors_of(example_text(name))
    expected = expectations(name)["errors"]
    assert [seen(error) for error in errors] == [
        seen(error) | fact for error, fact in zip(errors, expected, strict=True)
    ]


def test_nearest_names_end_the_message():
    """Where a nearest name exists, the message ends in it (model §2.5, M3)."""
    endings = [error.message.partition("; ")[2] for error in errors_of(example_text("M3"))]
    assert endings == [
        "",
        "did you mean 'demand'?",
        "did you mean 'unit'?",
        "did you mean 'SHIFT'?",
    ]


def test_the_caret_of_an_example():
    """An error of a formula shows its line with the token marked (model §6.6, M4)."""
    assert errors_of(example_text("M4"))[0].caret == "1 + * 2\n    ^"


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in example_names("M") + example_names("E")
        if name not in {*WRONG_EXAMPLES, *TEMPLATES, *TABLES}
    ],
)
def test_right_examples_are_read(name):
    """Every other example is a right document; cycles are found by compiling (model §13, engine)."""
    assert read_model(document_of(example_text(name))).series


@pytest.mark.parametrize("name", ["M1", "M2", "E6", "E11", "E14", "E15", "E16", "E19", "E21", "E22"])
def test_a_normal_form_reads_as_the_model_it_was_made_of(name):
    """The normal form reads as a model; it is its own normal form (model §3.5)."""
    model = read_model(document_of(example_text(name)))
    again = read_model(object_document(normal_form(model), DocumentLimits()))
    assert (again.grid, again.nodes, again.outputs) == (model.grid, model.nodes, model.outputs)
    assert (again.metadata, again.rng, again.series) == (model.metadata, model.rng, model.series)
    assert normal_form(again) == normal_form(model)


CODES = [
    ("required_key", GRID, ""),
    ("unknown_key", ONE_NODE + "noods: 1", "/noods"),
    ("key_conflict", GRID + "nodes: [{id: a, kind: expr, expr: 1, expression: 2}]", "/nodes/0/expression"),
    ("duplicate_id", GRID + "nodes: [{id: a, values: 1}, {id: a, values: 1}]", "/nodes/1/id"),
    ("invalid_type", GRID + "nodes: [{id: 3, values: 1}]", "/nodes/0/id"),
    ("invalid_value", GRID + "nodes: [{id: a, kind: x}]", "/nodes/0/kind"),
    ("invalid_identifier", GRID + "nodes: [{id: a b, values: 1}]", "/nodes/0/id"),
    ("invalid_format", ONE_NODE + "generator: x", "/generator"),
    ("out_of_range", ONE_NODE + "rng: {seed: -1}", "/rng/seed"),
    ("too_few_items", GRID + "nodes: []", "/nodes"),
    ("non_finite_number", GRID + "nodes: [{id: a, values: .nan}]", "/nodes/0/values"),
    ("unsupported_schema_version", ONE_NODE + "schemaVersion: 2", "/schemaVersion"),
    ("classes_unsupported", ONE_NODE + "outputs: [{series: a@Gold}]", "/outputs/0/series"),
    (
        "class_routes_unsupported",
        GRID + "nodes: [{id: a, values: 1}, {id: r, kind: router, inputs: {queue: a}, "
        "routes: [{target: t, classes: [x]}]}]",
        "/nodes/1/routes/0/classes",
    ),
    ("unsupported_key", ONE_NODE + "variables: {a: 1}", "/variables"),
    ("template_key_in_model", ONE_NODE + "parameters: [{name: a}]", "/parameters"),
    (
        "grid_out_of_range",
        "grid: {bins: 1, binSize: 1, binUnit: days, start: 9999-12-31}\nnodes: [{id: a, values: 1}]",
        "/grid",
    ),
    ("start_invalid", ONE_NODE + "window: {start: now}", "/window/start"),
    ("start_not_utc", ONE_NODE + "window: {start: 2025-01-01T00:00-01:00}", "/window/start"),
    (
        "grid_start_conflict",
        ONE_NODE + "window: {start: 2025-01-01, startTimeUtc: 2025-01-02}",
        "/window/startTimeUtc",
    ),
    ("timezone_not_utc", ONE_NODE + "window: {timezone: Europe/Rome}", "/window/timezone"),
    ("series_id_conflict", GRID + "nodes: [{id: a, values: 1}, {id: A, values: 1}]", "/nodes/1/id"),
    ("values_length", GRID + "nodes: [{id: a, values: [1, 2, 3]}]", "/nodes/0/values"),
    ("values_required", GRID + "nodes: [{id: a}]", "/nodes/0"),
    (
        "dependencies_mismatch",
        GRID + "nodes: [{id: a, kind: expr, expr: 1, dependencies: [b]}]",
        "/nodes/0/dependencies",
    ),
    ("pmf_length", GRID + "nodes: [{id: a, kind: pmf, pmf: {}}]", "/nodes/0/pmf"),
    ("pmf_duplicate_value", GRID + "nodes: [{id: a, kind: pmf, pmf: {1: 0.5, +1: 0.5}}]", "/nodes/0/pmf/+1"),
    ("pmf_sum", GRID + "nodes: [{id: a, kind: pmf, pmf: {1: 0.5}}]", "/nodes/0/pmf"),
    ("seed_required", GRID + "nodes: [{id: a, kind: pmf, pmf: {1: 1}, mode: sample}]", "/nodes/0"),
    (
        "router_target_declared",
        GRID
        + "nodes: [{id: a, values: 1}, {id: r, kind: router, inputs: {queue: a}, routes: [{target: a}]}]",
        "/nodes/1/routes/0/target",
    ),
    ("expression_syntax", GRID + "nodes: [{id: a, kind: expr, expr: '1 +'}]", "/nodes/0/expr"),
    ("unknown_function", GRID + "nodes: [{id: a, kind: expr, expr: 'FOO()'}]", "/nodes/0/expr"),
    ("function_arity", GRID + "nodes: [{id: a, kind: expr, expr: 'ABS()'}]", "/nodes/0/expr"),
    ("unknown_reference", GRID + "nodes: [{id: a, kind: expr, expr: b}]", "/nodes/0/expr"),
    (
        "self_shift_requires_initial_condition",
        GRID + "nodes: [{id: a, kind: expr, expr: 'SHIFT(a, 1)'}]",
        "/nodes/0/expr",
    ),
    (
        "unknown_constraint",
        ONE_NODE + PLACES % (QUEUE % "constraints: [c]"),
        "/topology/nodes/0/constraints/0",
    ),
    (
        "semantic_not_allowed",
        ONE_NODE + PLACES % "{id: D, kind: sink, semantics: {arrivals: a, capacity: a}}",
        "/topology/nodes/0/semantics/capacity",
    ),
    (
        "semantic_required",
        ONE_NODE + PLACES % "{id: S, semantics: {arrivals: a}}",
        "/topology/nodes/0/semantics",
    ),
    (
        "queue_kind_required",
        ONE_NODE + PLACES % "{id: S, semantics: {arrivals: a, served: a}, wipLimit: 1}",
        "/topology/nodes/0/wipLimit",
    ),
    (
        "outflow_required",
        ONE_NODE + PLACES % "{id: S, kind: queue, semantics: {arrivals: a, queueDepth: a}, wipLimit: 1}",
        "/topology/nodes/0/wipLimit",
    ),
    (
        "retry_echo_needs_failures",
        ONE_NODE + PLACES % "{id: S, semantics: {arrivals: a, served: a, retryEcho: self}}",
        "/topology/nodes/0/semantics/retryEcho",
    ),
    (
        "retry_kernel_invalid",
        ONE_NODE + PLACES % "{id: S, semantics: {arrivals: a, served: a, errors: a, retryKernel: []}}",
        "/topology/nodes/0/semantics/retryKernel",
    ),
    (
        "file_reference_in_simulation",
        ONE_NODE + PLACES % "{id: S, semantics: {arrivals: 'file:a', served: a}}",
        "/topology/nodes/0/semantics/arrivals",
    ),
    (
        "wip_overflow_without_limit",
        ONE_NODE + PLACES % (QUEUE % "wipOverflow: loss"),
        "/topology/nodes/0/wipOverflow",
    ),
    (
        "wip_overflow_target",
        ONE_NODE + PLACES % (QUEUE % "wipLimit: 1, wipOverflow: R"),
        "/topology/nodes/0/wipOverflow",
    ),
    (
        "overflow_cycle",
        ONE_NODE
        + PLACES
        % (
            QUEUE % "wipLimit: 1, wipOverflow: R"
            + ", {id: R, kind: queue, wipLimit: 1, wipOverflow: Q, semantics: {arrivals: a, served: a}}"
        ),
        "/topology/nodes/0",
    ),
    (
        "constraint_without_members",
        ONE_NODE + "topology: {constraints: [{id: c, semantics: {served: a}}]}",
        "/topology/constraints/0",
    ),
    ("unknown_node", ONE_NODE + "topology: {edges: [{from: A, to: A}]}", "/topology/edges/0/from"),
    ("output_matches_nothing", ONE_NODE + "outputs: [{series: 'b/*'}]", "/outputs/0/series"),
    ("output_alias_conflict", ONE_NODE + "outputs: [{series: '*', as: a.csv}]", "/outputs/0/as"),
]


@pytest.mark.parametrize(("code", "text", "pointer"), CODES, ids=[code for code, _, _ in CODES])
def test_every_code_of_reading(code, text, pointer):
    """Each code of a model is raised where its rule is broken (model §11)."""
    assert (code, pointer) in found(text)


def test_a_tier_that_ends_with_shapes_looks_at_each_element_by_itself():
    """A validation of tier `schema` ends with shapes (model §2.6)."""
    errors = check_shapes(document_of(example_text("M3")))
    assert [(error.code, error.pointer) for error in errors] == [("unknown_key", "/nodes/1/unitt")]


def test_errors_without_places_are_sorted_by_pointer():
    """Errors are sorted by line, column, pointer and code (model §2.5, §2.6)."""
    root = {"grid": {"bins": 1, "binSize": 1, "binUnit": "x"}, "nodes": [{"id": "a", "values": "x"}], "a": 1}
    with pytest.raises(ModelInvalidError) as raised:
        read_model(Document(root))
    assert [error.pointer for error in raised.value.errors] == ["/a", "/grid/binUnit", "/nodes/0/values"]


def test_a_large_model_is_read():
    """A model with 1000 nodes and 200 series of 8760 values is read whole (model §4.4)."""
    bins = 8760
    values = [float(t % 24) for t in range(bins)]
    nodes = [{"id": f"c{index}", "values": values} for index in range(200)]
    nodes += [{"id": f"e{index}", "kind": "expr", "expr": f"c{index % 200} * 2"} for index in range(800)]
    places = [
        {"id": f"P{i}", "kind": "queue", "semantics": {"arrivals": f"c{i % 200}", "served": f"e{i}"}}
        for i in range(500)
    ]
    root = {
        "grid": {"bins": bins, "binSize": 1, "binUnit": "hours"},
        "nodes": nodes,
        "topology": {"nodes": places},
    }
    model = read_model(Document(root))
    assert len(model.series) == 1500
