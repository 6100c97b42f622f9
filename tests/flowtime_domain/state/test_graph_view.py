"""The structure of the model that a run was evaluated from."""

import json

import pytest

from examples import clinic_desk
from examples.answers import example
from examples.models import example_model
from examples.older_bundles import file_bundle, older_bundle
from examples.stored_runs import older_run
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.state.graph_view import graph_view, older_graph_view

GRID = {"bins": 3, "binSize": 1, "binUnit": "hours"}


def graph_of(nodes, *places, **topology):
    """The structure of a model of nodes and places."""
    return graph_view(
        FlowModel.from_mapping(
            {"grid": GRID, "nodes": nodes, "topology": {"nodes": list(places), **topology}}
        )
    )


def series(graph):
    return {each["name"]: each for each in graph.series}


def inputs(graph, name):
    return [(each["name"], each["lag"]) for each in series(graph)[name]["inputs"]]


def test_the_worked_example():
    """The structure of the clinic desk comes out member for member, in order (state §7.3)."""
    graph = graph_view(FlowModel.from_mapping(clinic_desk.MODEL))
    expected = example("graph")
    for part in ("nodes", "edges", "constraints", "series"):
        assert json.dumps(getattr(graph, part)) == json.dumps(expected[part])
    assert list(graph.loops()) == [("desk_served", "desk_queue")]


LINE = {
    "id": "Line",
    "kind": "queue",
    "group": "floor",
    "nodeRole": "buffer",
    "description": "where parts wait",
    "initialCondition": {"queueDepth": 5},
    "dispatchSchedule": {"periodBins": 2, "capacitySeries": "c"},
    "wipLimitSeries": "l",
    "constraints": ["pool"],
    "ui": {"x": 1, "y": 2.5},
    "semantics": {
        "arrivals": "a",
        "capacity": "c",
        "errors": "x",
        "failures": "f",
        "retryKernel": [0.5, 0.25],
        "parallelism": 2,
        "slaMin": 30,
        "backoffStrategy": "linear",
        "aliases": {"served": "packed"},
    },
}
TOLD = {
    "id": "Line",
    "kind": "queue",
    "group": "floor",
    "nodeRole": "buffer",
    "description": "where parts wait",
    "semantics": {
        "arrivals": "a",
        "served": "line_gated_outflow",
        "errors": "x",
        "failures": "f",
        "retryEcho": "line_retry_echo",
        "queueDepth": "line_queue",
        "capacity": "c",
        "parallelism": 2,
        "retryKernel": [0.5, 0.25],
        "slaMin": 30,
        "backoffStrategy": "linear",
    },
    "initialCondition": {"queueDepth": 5},
    "dispatchSchedule": {"periodBins": 2, "capacitySeries": "c"},
    "wipLimit": None,
    "wipLimitSeries": "l",
    "wipOverflow": "loss",
    "constraints": ["pool"],
    "ui": {"x": 1, "y": 2.5},
}


def test_everything_that_a_node_may_say():
    """A node tells what is written and which series report on it (state §7.1)."""
    consts = [{"id": name, "values": [1, 2, 3]} for name in "acxfl"]
    pool = {"id": "pool", "policy": "priority", "semantics": {"served": "c"}}
    (node,) = graph_of(consts, LINE, constraints=[pool]).nodes
    assert node == TOLD


def test_edges_with_ports():
    """An edge tells its ends and their ports apart (state §7.1)."""
    places = [{"id": name, "semantics": {"arrivals": "a", "served": "a"}} for name in ("A", "B")]
    edges = [{"from": "A:out", "to": "B", "type": "effort", "measure": "load", "weight": 2, "multiplier": 3}]
    graph = graph_of([{"id": "a", "values": 1}], *places, edges=edges)
    assert graph.edges == [
        {
            "id": "A->B",
            "from": "A",
            "fromPort": "out",
            "to": "B",
            "toPort": None,
            "type": "effort",
            "measure": "load",
            "weight": 2,
            "multiplier": 3,
            "lag": None,
        }
    ]


def test_members_of_constraints():
    """Members are those listed, then those that name the constraint; each node knows its own (model §7.7)."""
    places = [
        {"id": name, "kind": "queue", "semantics": {"arrivals": "a", "capacity": "a"}, "constraints": own}
        for name, own in (("A", ["two", "one"]), ("B", ["one"]), ("C", None))
    ]
    places[2].pop("constraints")
    constraints = [
        {"id": "one", "semantics": {"served": "a"}, "nodes": ["C", "A"]},
        {"id": "two", "semantics": {"served": "a"}, "policy": "maxMin"},
    ]
    graph = graph_of([{"id": "a", "values": 1}], *places, constraints=constraints)
    assert graph.constraints == [
        {"id": "one", "policy": "proportional", "capacity": "a", "members": ["C", "A", "B"]},
        {"id": "two", "policy": "maxMin", "capacity": "a", "members": ["A"]},
    ]
    assert [node["constraints"] for node in graph.nodes] == [["one", "two"], ["one"], ["one"]]


def test_inputs_of_series_nodes():
    """Inputs are distinct, in the order of the engine, and a formula is shown (state §7.1, engine §2.2)."""
    nodes = [
        *({"id": name, "values": 1} for name in "ioxc"),
        {"id": "e", "kind": "expr", "expr": "i + SHIFT(o, 2) * i + SHIFT(o, 1)"},
        {"id": "r", "kind": "router", "inputs": {"queue": "i"}, "routes": [{"target": "t"}]},
        {
            "id": "q",
            "kind": "serviceWithBuffer",
            "inflow": "i",
            "outflow": "o",
            "loss": "x",
            "dispatchSchedule": {"periodBins": 2, "capacitySeries": "c"},
        },
    ]
    graph = graph_of(nodes)
    assert inputs(graph, "e") == [("i", 0), ("o", 2), ("o", 1)]
    assert series(graph)["e"]["expression"] == "i + SHIFT(o, 2) * i + SHIFT(o, 1)"
    assert inputs(graph, "t") == [("i", 0)]
    assert (series(graph)["t"]["kind"], series(graph)["t"]["nodeId"]) == ("router", None)
    assert inputs(graph, "q") == [("i", 0), ("o", 0), ("x", 0), ("c", 0), ("q", 1)]


def test_inputs_of_a_generated_depth():
    """A generated depth reads arrivals, errors, outflow and limit, itself last (engine §2.2)."""
    place = {
        "id": "Desk",
        "kind": "queue",
        "wipLimitSeries": "l",
        "semantics": {"arrivals": "a", "capacity": "c", "errors": "x"},
    }
    graph = graph_of([{"id": name, "values": 1} for name in "acxl"], place)
    assert inputs(graph, "desk_queue") == [
        ("a", 0),
        ("x", 0),
        ("desk_served", 0),
        ("l", 0),
        ("desk_queue", 1),
    ]
    assert inputs(graph, "desk_overflow") == [("desk_queue", 0)]
    assert series(graph)["desk_overflow"]["nodeId"] == "Desk"


@pytest.mark.parametrize("example_name", ["E11", "E14", "E16", "E17", "E19", "E21"])
def test_components_are_in_evaluation_order(example_name):
    """Whatever a series reads lies in its own component or in an earlier one (state §7.2)."""
    graph = graph_view(example_model(example_name))
    found = series(graph)
    components = [each["component"] for each in graph.series]
    assert sorted(set(components)) == list(range(max(components) + 1))
    for each in graph.series:
        for source in each["inputs"]:
            if source["name"] in found:
                assert found[source["name"]]["component"] <= each["component"]


def test_a_recurrence_that_is_not_published():
    """A queue whose depth is declared still reads its recurrence, by the name of that (engine §2.4)."""
    place = {
        "id": "Desk",
        "kind": "queue",
        "semantics": {"arrivals": "a", "capacity": "c", "queueDepth": "d"},
    }
    graph = graph_of([{"id": name, "values": 1} for name in "acd"], place)
    assert inputs(graph, "desk_served") == [("c", 0), ("a", 0), ("desk_queue", 1)]
    assert "desk_queue" not in series(graph)


def test_a_model_without_topology():
    """A model without topology has series and nothing else (state §7.1)."""
    graph = graph_view(FlowModel.from_mapping({"grid": GRID, "nodes": [{"id": "a", "values": 1}]}))
    assert (graph.nodes, graph.edges, graph.constraints, list(graph.loops())) == ([], [], [], [])
    assert [each["name"] for each in graph.series] == ["a"]


def older_graph(contents):
    older = older_run(contents).older
    assert older is not None
    return older_graph_view(older)


def test_the_graph_of_an_older_run():
    """Nodes and edges come from its model, series are what its index lists, without inputs (state §7.4)."""
    graph = older_graph(older_bundle())
    assert [(node["id"], node["kind"], node["semantics"]["arrivals"]) for node in graph.nodes] == [
        ("OrderService", "service", "order_arrivals"),
        ("SupportQueue", "queue", "support_arrivals"),
    ]
    (edge,) = graph.edges
    assert (edge["from"], edge["fromPort"], edge["to"], edge["toPort"]) == (
        "OrderService",
        "out",
        "SupportQueue",
        "in",
    )
    assert graph.series[7] == {
        "name": "support_queue",
        "kind": "stored",
        "nodeId": None,
        "expression": None,
        "inputs": [],
        "component": 7,
    }
    assert list(graph.loops()) == []


def test_files_stay_files_in_the_graph_of_an_older_run():
    """A semantic that names a file is shown as it is authored (state §7.1, telemetry §9)."""
    graph = older_graph(file_bundle())
    assert graph.nodes[1]["semantics"]["queueDepth"] == "file:support_queue.csv"
    assert [each["name"] for each in graph.series] == ["order_capacity"]
