from examples.readings import GRID, ONE_NODE, found, placed, read
from flowtime_domain.model.mode_rules import TELEMETRY_RULES

PLACE = "topology: {nodes: [{id: WebDesk, kind: queue, semantics: {%s}}]}"


def test_a_file_acts_as_a_const_node():
    """In telemetry mode a file is a const node with that source, appended to the nodes (model §7.4)."""
    model = read(
        ONE_NODE + PLACE % "arrivals: 'file:in.csv', processingTimeMsSum: 'file://telemetry/t.csv'",
        TELEMETRY_RULES,
    )
    files = [(node.id, node.source) for node in model.nodes[1:]]
    assert files == [
        ("web_desk_arrivals", "file:in.csv"),
        ("web_desk_processing_time_ms_sum", "file://telemetry/t.csv"),
    ]
    semantics = model.topology.nodes[0].semantics
    assert (semantics.arrivals, semantics.processing_time_ms_sum) == tuple(name for name, _ in files)


def test_references_to_its_series_are_known():
    """The series of a file is published like any other (model §7.4)."""
    text = (
        GRID
        + "nodes: [{id: b, kind: expr, expr: web_desk_queue_depth}]\n"
        + PLACE % "queueDepth: 'file:q.csv'"
        + "\noutputs: [{series: web_desk_queue_depth}]"
    )
    assert found(text, TELEMETRY_RULES) == []


def test_files_are_refused_in_simulation_mode():
    """A file reference is refused in simulation mode, and is the only error (model §7.4, §10)."""
    text = ONE_NODE + PLACE % "arrivals: 'file:in.csv', served: a, queueDepth: 'file:q.csv'"
    assert [error[:3] for error in placed(text)] == [
        ("file_reference_in_simulation", "/topology/nodes/0/semantics/arrivals", 3),
        ("file_reference_in_simulation", "/topology/nodes/0/semantics/queueDepth", 3),
    ]


def test_an_id_that_a_file_takes_is_shown_at_the_file():
    """The node of a file obeys the rules of ids, shown where the file is named (model §5.1, §7.4)."""
    text = GRID + "nodes: [{id: web_desk_arrivals, values: 1}]\n" + PLACE % "arrivals: 'file:in.csv'"
    assert found(text, TELEMETRY_RULES) == [("duplicate_id", "/topology/nodes/0/semantics/arrivals")]


def test_only_topology_nodes_name_files():
    """Series nodes and outputs name no files (model §7.4)."""
    buffer = (
        GRID + "nodes: [{id: a, values: 1}, {id: b, kind: serviceWithBuffer, inflow: 'file:x', outflow: a}]"
    )
    assert found(buffer, TELEMETRY_RULES) == [("unknown_reference", "/nodes/1/inflow")]
    assert found(buffer) == [("file_reference_in_simulation", "/nodes/1/inflow")]
    output = ONE_NODE + "outputs: [{series: 'file:x'}]"
    assert found(output) == found(output, TELEMETRY_RULES) == [("unknown_reference", "/outputs/0/series")]
