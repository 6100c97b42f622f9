from flowtime_domain.model.topology import Constraint, TopologyNode
from flowtime_domain.runs.older.readable_part import readable_part


def test_members_that_do_not_fit_are_left_out():
    """What today's shape cannot hold is left out, the innermost member alone (runs §10.2)."""
    node = readable_part(
        TopologyNode,
        {
            "id": "Desk",
            "kind": "warehouse",
            "wipLimit": -1,
            "semantics": {"arrivals": "visits", "slaMin": 0, "retryKernel": (0.5,) * 40},
            "ui": {"x": 1, "y": "far"},
        },
    )
    assert node is not None
    assert (node.id, node.kind, node.wip_limit) == ("Desk", "service", None)
    assert (node.semantics.arrivals, node.semantics.sla_min, node.semantics.retry_kernel) == (
        "visits",
        None,
        None,
    )
    assert (node.ui.x, node.ui.y) == (1, None)


def test_list_with_a_wrong_item_is_left_out():
    """A list goes with its wrong item (runs §10.2)."""
    node = readable_part(TopologyNode, {"id": "Desk", "semantics": {}, "constraints": ("pool", 3)})
    assert node is not None
    assert node.constraints is None


def test_element_without_what_it_needs_is_none():
    """An element that lacks a required member, or is no mapping, cannot be read (runs §10.2)."""
    assert readable_part(TopologyNode, {"id": "1 Desk", "semantics": {}}) is None
    assert readable_part(Constraint, {"id": "pool", "semantics": {"served": 3}}) is None
    assert readable_part(TopologyNode, "Desk") is None
