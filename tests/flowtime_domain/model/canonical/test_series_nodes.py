import pytest

from examples.readings import GRID, found, placed, read
from flowtime_domain.model.canonical.series_nodes import declared_ids
from flowtime_domain.model.nodes import BufferNode, ConstNode, ExprNode, PmfNode, RouterNode


def test_the_kind_decides_the_shape():
    """Kinds are words of any case, const where none is given (model §5.2)."""
    model = read(
        GRID + "nodes: [{id: a, values: 1}, {id: b, kind: Expr, expr: a}, {id: p, kind: PMF, pmf: {1: 1}},"
        " {id: q, kind: servicewithbuffer, inflow: a, outflow: b},"
        " {id: r, kind: ROUTER, inputs: {queue: a}, routes: [{target: t}]}, {id: n, kind: null, values: 2}]"
    )
    kinds = [type(node) for node in model.nodes]
    assert kinds == [ConstNode, ExprNode, PmfNode, BufferNode, RouterNode, ConstNode]


def test_a_key_of_another_kind_is_unknown():
    """A key of another kind is unknown, and the nearest of its own kind is named (model §5.2)."""
    assert placed(GRID + "nodes: [{id: a, kind: expr, expr: 1, values: 1}]") == [
        ("unknown_key", "/nodes/0/values", 2, 38)
    ]


def test_a_node_of_an_unknown_kind_is_checked_as_far_as_its_keys_are_common():
    """A word that is no kind hides no other error of its node (model §5.2, §2.6)."""
    assert found(GRID + "nodes: [{id: 1a, kind: cnst, values: x, colour: red, initial: y}]") == [
        ("invalid_identifier", "/nodes/0/id"),
        ("invalid_value", "/nodes/0/kind"),
        ("unknown_key", "/nodes/0/colour"),
        ("invalid_type", "/nodes/0/initial"),
    ]


def test_a_node_of_an_unknown_kind_may_be_a_router():
    """The targets of a router whose kind is misspelled are declared in either spelling (model §2.6, §3.3)."""
    text = GRID + "nodes: [{id: a, values: 1}, {id: b, kind: expr, expr: t}, {id: r, kind: rooter, "
    routes = "inputs: {queue: a}, routes: [{target: t}]"
    for keys in (routes, f"router: {{{routes}}}"):
        assert found(f"{text}{keys}}}]") == [("invalid_value", "/nodes/2/kind")]


@pytest.mark.parametrize("node", ["3", "null", "[a]", "a"])
def test_a_node_is_a_mapping(node):
    """A node that is no mapping has the wrong type (model §11)."""
    assert found(GRID + f"nodes: [{node}]") == [("invalid_type", "/nodes/0")]


def test_ids_count_as_declared_whatever_else_is_wrong():
    """An element with a wrong shape still counts as declared under its id (model §2.6)."""
    nodes = (
        {"id": "a", "values": "x"},
        3,
        {"id": 5},
        {"id": "r", "routes": [{"target": "t"}, {"target": 1}]},
    )
    assert declared_ids(nodes) == {"a", "r", "t"}


def test_references_to_wrong_elements_are_no_errors():
    """A reference to an element with a wrong shape finds it (model §2.6)."""
    text = GRID + "nodes: [{id: a, values: x}, {id: b, kind: none}, {id: c, kind: expr, expr: a + b}]"
    assert found(text) == [("invalid_type", "/nodes/0/values"), ("invalid_value", "/nodes/1/kind")]
