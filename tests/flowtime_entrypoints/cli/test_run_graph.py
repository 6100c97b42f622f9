"""`flowtime runs graph`."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from examples import clinic_desk
from examples.answers import example
from examples.commands import command
from flowtime_domain.runs.encoding import compact_json

DESK = str(clinic_desk.RUN_ID)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root with the run of the worked example."""
    words = ["run", "--model", "-", "--deterministic-run-id", "--quiet"]
    assert command(tmp_path, *words, stdin=clinic_desk.MODEL_YAML).code == 0
    return tmp_path


def test_the_graph_for_programs(data: Path) -> None:
    """With --json the graph is the body of the API and a line end (operations §4.4, state §7.3)."""
    assert command(data, "runs", "graph", DESK, "--json").out == compact_json(example("graph")) + b"\n"


def test_the_graph_for_people(data: Path) -> None:
    """Nodes are shown with the series that report on them, and loops with theirs (operations §4.7)."""
    lines = command(data, "runs", "graph", DESK).text.splitlines()
    assert lines[0] == f"Graph: {DESK}"
    assert lines[2].split() == ["node", "kind", "group", "series"]
    assert lines[3].split() == [
        *("Desk", "serviceWithBuffer", "-", "arrivals", "visits,", "served", "desk_served,"),
        *("queueDepth", "desk_queue,", "capacity", "desk_capacity"),
    ]
    assert lines[5:] == ["1 feedback loop", "  desk_served, desk_queue"]


def test_edges_and_constraints(tmp_path: Path) -> None:
    """Edges are shown with their ports and constraints with their members (operations §4.7)."""
    service: dict[str, Any] = {"arrivals": "a", "served": "a"}
    model = {
        "grid": {"bins": 2, "binSize": 1, "binUnit": "hours"},
        "nodes": [{"id": "a", "values": 1}],
        "topology": {
            "nodes": [
                {"id": "A", "kind": "queue", "semantics": service},
                {"id": "B", "group": "back", "semantics": service},
            ],
            "edges": [{"from": "A:out", "to": "B", "lag": 2, "measure": "load", "weight": 0.5}],
            "constraints": [{"id": "pool", "semantics": {"served": "a"}, "nodes": ["A"]}],
        },
    }
    stdin = yaml.safe_dump(model).encode()
    assert command(tmp_path, "run", "--model", "-", "--run-id", "a", "--quiet", stdin=stdin).code == 0
    lines = [line.split() for line in command(tmp_path, "runs", "graph", "a").text.splitlines()]
    assert ["A:out", "->", "B", "throughput", "load", "0.5", "2"] in lines
    assert ["pool", "proportional", "a", "A"] in lines
    assert lines[-1] == ["no", "feedback", "loops"] or lines[-2][1:] == ["feedback", "loop"]


def test_a_run_that_is_none(data: Path) -> None:
    """An unknown run and a text that is no id end with their codes (operations §4.2)."""
    assert command(data, "runs", "graph", "none").err.startswith("error[run_not_found]")
    assert command(data, "runs", "graph", "../a").err.startswith("error[run_id_invalid]")
