from flowtime_domain.model.document import Document
from flowtime_domain.model.nodes import ConstNode
from flowtime_domain.model.root_elements import Rng
from flowtime_domain.model.shaping import Shaping
from flowtime_domain.model.topology import Edge
from flowtime_domain.model.written_as import WrittenAs


def test_what_fits_is_an_element():
    """A value that fits its shape becomes the element, and nothing is reported (model §2.6)."""
    shaping = Shaping(WrittenAs(Document({})))
    assert shaping.section(Rng, {"rng": {"seed": 3}}, "rng") == Rng(seed=3)
    assert shaping.section(Rng, {}, "rng") is None
    assert shaping.errors == []


def test_what_does_not_fit_stays_under_its_id():
    """A wrong element is reported and stays declared under its id (model §2.6)."""
    shaping = Shaping(WrittenAs(Document({}), {("nodes", 0): ("knots", 0)}))
    (drafted,) = shaping.drafted_nodes([{"id": "a", "kind": "const", "values": "x"}])
    assert (drafted.element, drafted.identifier, drafted.path) == (None, "a", ("nodes", 0))
    assert [(error.code, error.pointer) for error in shaping.errors] == [("invalid_type", "/knots/0/values")]


def test_the_kind_chooses_the_shape_of_a_node():
    """A node of no kind never fits (model §5.2)."""
    shaping = Shaping(WrittenAs(Document({})))
    const, unknown = shaping.drafted_nodes([{"id": "a", "kind": "const"}, {"id": "b", "kind": "cnst"}])
    assert isinstance(const.element, ConstNode)
    assert (unknown.element, [error.code for error in shaping.errors]) == (None, ["invalid_value"])


def test_what_is_no_mapping_has_no_id():
    """An element that is no mapping has an empty tree (model §2.6)."""
    (drafted,) = Shaping(WrittenAs(Document({}))).drafted(Edge, [3], ("topology", "edges"))
    assert (drafted.identifier, drafted.tree, drafted.path) == (None, {}, ("topology", "edges", 0))
