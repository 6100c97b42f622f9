"""Runs to compare: the worked example of state §8.4, and small models beside each other."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from examples.stored_runs import view_of
from examples.workbench import CLINIC_DAY
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.comparison import ComparedRun, MetricComparison, RunComparison, compare
from flowtime_domain.state.tolerance import Tolerance

CAPACITIES: Final[Mapping[str, int]] = {"left": 20, "right": 24}
GRID: Final = {"bins": 3, "binSize": 15, "binUnit": "minutes", "start": "2025-03-03T08:00:00Z"}


def write_template(folder: Path) -> Path:
    """A folder with the template of the worked example, whose parameter is the capacity of the desk."""
    folder.mkdir()
    (folder / "clinic-day.yaml").write_text(CLINIC_DAY, encoding="utf-8")
    return folder


def model_of(semantics: Mapping[str, Mapping[str, Any]], grid: Mapping[str, Any] = GRID) -> dict[str, Any]:
    """A model of services, each with what its series report: node -> semantic -> values, or a number."""
    nodes: list[dict[str, Any]] = []
    places = []
    for place, reported in semantics.items():
        named: dict[str, Any] = {}
        for semantic, values in reported.items():
            named[semantic] = f"{place}_{semantic}" if isinstance(values, Sequence) else values
            if isinstance(values, Sequence):
                nodes.append({"id": named[semantic], "kind": "const", "values": list(values)})
        places.append({"id": place, "kind": "service", "semantics": named})
    return {"grid": dict(grid), "nodes": nodes, "topology": {"nodes": places}}


def compared(left: StoredRun, right: StoredRun, tolerance: Tolerance | None = None) -> RunComparison:
    """Two runs beside each other."""
    sides = [ComparedRun(run, view_of(run)) for run in (left, right)]
    return compare(sides[0], sides[1], tolerance or Tolerance())


def row_of(found: RunComparison, node_id: str, metric: str) -> MetricComparison:
    """The one row about a metric of a node."""
    (row,) = [row for row in found.metrics if (row.node_id, row.metric) == (node_id, metric)]
    return row


def as_in_the_example(body: Mapping[str, Any], metadata: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with the two rows that the example shows, and its stand-in for metadata."""
    rows = [row for row in body["metrics"] if row["metric"] in ("served", "queue")]
    return {**body, "left": metadata, "right": metadata, "metrics": rows}
