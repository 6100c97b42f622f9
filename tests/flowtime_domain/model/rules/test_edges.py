"""Edges: both ends are topology nodes."""

from examples.drafts import findings, found
from flowtime_domain.errors import Place
from flowtime_domain.model.rules.edges import unknown_ends

UNKNOWN = """\
topology:
  nodes: [{id: Desk}, {id: Back.Office}]
  edges:
    - {from: "Dsk:out", to: "Back.Office:in"}
    - {from: Desk, to: desk}
    - {from: ":out", to: 7}
"""


def test_unknown_ends():
    """An end must be a topology id, with or without a port (model §7.8)."""
    assert found(unknown_ends, UNKNOWN) == [
        ("unknown_node", "/topology/edges/0/from"),
        ("unknown_node", "/topology/edges/1/to"),
        ("unknown_node", "/topology/edges/2/from"),
    ]


def test_place_and_nearest_node():
    """An unknown end is shown with its place and the nearest topology id (model §2.5)."""
    first = findings(unknown_ends, UNKNOWN)[0]
    assert first.place == Place(4, 14)
    assert first.message.endswith("did you mean 'Desk'?")


def test_loops_are_right():
    """Edges may run in loops (model §7.8)."""
    edges = '[{from: A, to: "B:in"}, {from: B, to: A}, {from: A, to: A}]'
    text = f"topology: {{nodes: [{{id: A}}, {{id: B}}], edges: {edges}}}"
    assert found(unknown_ends, text) == []


def test_unreadable_nodes_are_known():
    """Where the topology nodes cannot be read, no end is called unknown (model §2.6)."""
    assert found(unknown_ends, "topology: {nodes: 5, edges: [{from: A, to: B}]}") == []
