"""What stood before bin 0: the values that SHIFT sees, and the depths that queues start from."""

import pytest

from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.initial_values import shift_initial_values, starting_depths

GRID = {"bins": 2, "binSize": 1, "binUnit": "hours"}


def model(nodes, *places):
    declared = [*nodes, {"id": "a", "values": 1}]
    return FlowModel.from_mapping({"grid": GRID, "nodes": declared, "topology": {"nodes": list(places)}})


def place(name, depth=None, kind="queue", queue_depth=None):
    node = {"id": name, "kind": kind, "semantics": {"arrivals": "a", "capacity": "a"}}
    if depth is not None:
        node["initialCondition"] = {"queueDepth": depth}
    if queue_depth is not None:
        node["semantics"]["queueDepth"] = queue_depth
    return node


def test_own_initial_value():
    """SHIFT sees a node's own `initial`, and 0 without one (engine §2.6)."""
    initial = shift_initial_values(model([{"id": "x", "values": 3, "initial": 7}]))
    assert initial == {"x": 7.0, "a": 0.0}


@pytest.mark.parametrize("queue_depth", [None, "self", "waiting"])
def test_generated_depth(queue_depth):
    """SHIFT of a generated depth sees the backlog of its place, under whatever name (engine §2.6)."""
    read = model([], place("Desk", 5, queue_depth=queue_depth))
    name = queue_depth if queue_depth == "waiting" else "desk_queue"
    assert shift_initial_values(read) == {"a": 0.0, "desk_served": 0.0, name: 5.0}
    assert starting_depths(read) == {"Desk": 5.0}


def test_declared_depth():
    """SHIFT of a declared depth sees the backlog of the place whose queueDepth names it (engine §2.6)."""
    read = model([{"id": "q", "values": 3}], place("Desk", 5, "service", "q"))
    assert shift_initial_values(read)["q"] == 5.0


def test_place_of_the_same_id():
    """SHIFT of a series sees the backlog of the place of its id (engine E6)."""
    read = model([{"id": "q", "values": 3}], place("q", 2, "service"))
    assert shift_initial_values(read)["q"] == 2.0


def test_recurrence_starts_from_the_declared_series():
    """A recurrence starts from `initial` of its declared depth where its place gives none (engine §5.2)."""
    read = model([{"id": "q", "values": 3, "initial": 4}], place("Desk", queue_depth="q"), place("Other"))
    assert starting_depths(read) == {"Desk": 4.0, "Other": 0.0}


def test_each_value_has_its_own_rule():
    """The place of a depth's id counts for SHIFT; a queue without authored start is empty (ruling 1)."""
    read = model([{"id": "q", "values": 3}], place("q", 6, "service"), place("Desk"))
    assert shift_initial_values(read)["q"] == 6.0
    assert starting_depths(read) == {"q": 6.0, "Desk": 0.0}
