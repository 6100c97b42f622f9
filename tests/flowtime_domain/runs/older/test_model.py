from examples.older_bundles import FILE_MODEL, MODEL
from examples.stored_runs import READER
from flowtime_domain.model.document import Document
from flowtime_domain.runs.older.model import OlderModel, older_model


def read(text):
    return older_model(READER.read(text))


def test_what_is_described_is_read_in_every_spelling():
    """Other spellings and cases of words are read, unknown keys ignored (runs §10.2, model §3.3)."""
    model = read(MODEL)
    service, queue = model.topology.nodes
    assert (service.id, service.kind, service.semantics.arrivals) == (
        "OrderService",
        "service",
        "order_arrivals",
    )
    assert (queue.semantics.queue_depth, queue.semantics.sla_min) == ("support_queue", 5)
    (edge,) = model.topology.edges
    assert (edge.id, edge.from_, edge.to) == (
        "OrderService->SupportQueue",
        "OrderService:out",
        "SupportQueue:in",
    )


def test_semantics_that_name_files_keep_their_text():
    """A reference to a file stays what it is, and adds no series node (telemetry §9)."""
    model = read(FILE_MODEL)
    assert model.topology.nodes[0].semantics.served == "file://telemetry/order_served.csv"
    assert model.nodes == ()


def test_file_that_no_place_names_is_ignored():
    """A reference to a file outside of topology nodes changes nothing (telemetry §9)."""
    model = read("topology: {constraints: [{id: pool, semantics: {served: 'file:a.csv'}}]}")
    assert model.topology.constraints[0].semantics.served == "file:a.csv"


def test_series_nodes_are_read_as_far_as_they_can():
    """Nodes of unknown kinds are left out; sources name files (runs §10.2)."""
    model = read(
        "nodes:\n"
        "  - {id: a, values: [1, 2], source: 'file://telemetry/a.csv'}\n"
        "  - {id: b, kind: backlog}\n"
        "  - {id: c, kind: expr, expr: a * 2, policy: none}\n"
        "  - 5\n"
        "  - {kind: expr}\n"
    )
    assert [node.id for node in model.nodes] == ["a", "c"]
    assert model.sources == {"a": "file://telemetry/a.csv"}


def test_parts_of_no_shape_are_left_out():
    """Places without an id and edges without ends are left out; places need no semantics (runs §10.2)."""
    model = read("topology: {nodes: [{id: A}, {kind: queue}, 7], edges: [{from: A}, 3], constraints: [{}]}")
    assert [place.id for place in model.topology.nodes] == ["A"]
    assert (model.topology.edges, model.topology.constraints) == ((), ())
    assert older_model(Document({"topology": "none"})).topology.nodes == ()


def test_mode_is_that_of_the_model_or_of_its_provenance():
    """A model may say its mode at the root or in its provenance (runs §10.2)."""
    assert read("mode: telemetry").mode == "telemetry"
    assert read("provenance: {mode: telemetry}").mode == "telemetry"
    assert OlderModel().mode is None
