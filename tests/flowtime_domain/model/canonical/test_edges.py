from examples.readings import ONE_NODE, found, placed, read
from flowtime_domain.model.canonical.edges import with_default_ids
from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.document import Document
from flowtime_domain.model.mode_rules import SIMULATION_RULES

PLACES = (
    "{nodes: [{id: S, semantics: {arrivals: a, served: a}}, {id: T, semantics: {arrivals: a, served: a}}]"
)


def test_default_ids_count_every_edge():
    """An edge is named FROM->TO without ports, with #2 from the second on (model §7.8, ruling 28)."""
    edges = (
        "[{from: S, to: T}, {from: 'S:out', to: T, id: own}, {source: S, target: 'T:in'}, {from: T, to: S}]"
    )
    model = read(f"{ONE_NODE}topology: {PLACES}, edges: {edges}}}")
    assert [edge.id for edge in model.topology.edges] == ["S->T", "own", "S->T#3", "T->S"]


def test_a_default_id_that_is_taken_is_shown_at_its_edge():
    """Ids of edges are unique, default ones too (model §7.8)."""
    edges = "[{from: T, to: S, id: 'S->T'}, {from: S, to: T}]"
    ((code, pointer, line, _),) = placed(f"{ONE_NODE}topology: {PLACES}, edges: {edges}}}")
    assert (code, pointer, line) == ("duplicate_id", "/topology/edges/1", 3)


def test_edges_without_ends_lack_only_these():
    """An edge needs `from` and `to` (model §7.8)."""
    assert found(f"{ONE_NODE}topology: {PLACES}, edges: [{{from: S}}, {{}}, 3]}}") == [
        ("required_key", "/topology/edges/0"),
        ("required_key", "/topology/edges/1"),
        ("required_key", "/topology/edges/1"),
        ("invalid_type", "/topology/edges/2"),
    ]


def test_edges_are_copied():
    """A written id stays; the given mappings do not change (model §7.8)."""
    edges = ({"from": "S", "to": "T"}, {"from": "S", "to": "T", "id": "x"})
    named = with_default_ids(edges, Rewriting(Document({}), SIMULATION_RULES))
    assert [edge["id"] for edge in named] == ["S->T", "x"]
    assert "id" not in edges[0]
