"""The structure of the model that a run was evaluated from (state §7).

Rule 1: what is written comes from the normal form, what is worked out from the plan; no number is read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast, final

from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.graph import DependencyGraph, Input
from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.quantities import quantities
from flowtime_domain.compilation.steps import QueueDepth, RowInput
from flowtime_domain.evaluation.reported_series import reported_series
from flowtime_domain.model.document import Value
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.nodes import ExprNode
from flowtime_domain.model.normal_form import topology_form
from flowtime_domain.model.topology import Constraint, Topology, TopologyNode
from flowtime_domain.runs.older.bundle import OlderBundle
from flowtime_domain.state.stored_model import STORED_MODEL_LIMITS

Members: TypeAlias = dict[str, Value]
Reported: TypeAlias = Mapping[str, str | float]
GENERATED: Final = "generated"
STORED: Final = "stored"
_SEMANTIC_OF_METRIC: Final = {"queue": "queueDepth"}
_METRICS_WITHOUT_SEMANTIC: Final = frozenset({"overflow"})
_NODE_MEMBERS: Final = ("id", "kind", "group", "nodeRole", "description")
_BACKLOG_MEMBERS: Final = (
    "initialCondition",
    "dispatchSchedule",
    "wipLimit",
    "wipLimitSeries",
    "wipOverflow",
)


@final
@dataclass(frozen=True, slots=True, eq=False)
class GraphView:
    """The parts of a model and what joins them, as JSON values in the order of state §7.1.

    Attributes
    ----------
    nodes
        The topology nodes in document order.
    edges
        What is described between them.
    constraints
        The capacities that nodes share.
    series
        The published series in row order, with their direct inputs.
    """

    nodes: Sequence[Members]
    edges: Sequence[Members]
    constraints: Sequence[Members]
    series: Sequence[Members]

    def loops(self) -> Iterator[tuple[str, ...]]:
        """The names of the series of each feedback loop, in evaluation order (state §7.2)."""
        members: dict[int, list[str]] = {}
        for series in self.series:
            members.setdefault(cast("int", series["component"]), []).append(cast("str", series["name"]))
        yield from (tuple(names) for _, names in sorted(members.items()) if len(names) > 1)


def graph_view(model: FlowModel) -> GraphView:
    """The structure of a model.

    Raises
    ------
    ModelInvalidError
        The model asks for what this version does not know.
    """
    series = list(_series(compile_model(model, STORED_MODEL_LIMITS)))
    return _view(model.topology, reported_series(model), series)


def older_graph_view(older: OlderBundle) -> GraphView:
    """The structure that the model of an older bundle describes, and what its index lists (state §7.4)."""
    series: list[Members] = [
        {
            "name": entry.name,
            "kind": STORED,
            "nodeId": None,
            "expression": None,
            "inputs": [],
            "component": index,
        }
        for index, entry in enumerate(older.index.series)
    ]
    return _view(older.model.topology, older.numbers.reported, series)


def _view(topology: Topology, reported: Sequence[Reported], series: Sequence[Members]) -> GraphView:
    written = cast("Mapping[str, Any]", topology_form(topology))
    places = topology.nodes
    members = {each.id: _members(each, places) for each in topology.constraints}
    shared = [[name for name in members if place.id in members[name]] for place in places]
    return GraphView(
        nodes=[_node(*parts) for parts in zip(written.get("nodes", ()), reported, shared, strict=True)],
        edges=[_edge(each) for each in written.get("edges", ())],
        constraints=[
            {
                "id": each.id,
                "policy": each.policy,
                "capacity": each.semantics.served,
                "members": members[each.id],
            }
            for each in topology.constraints
        ],
        series=series,
    )


def _node(written: Mapping[str, Any], tells: Reported, constraints: Sequence[str]) -> Members:
    return {
        **{key: written.get(key) for key in _NODE_MEMBERS},
        "semantics": _semantics(written["semantics"], tells),
        **{key: written.get(key) for key in _BACKLOG_MEMBERS},
        "constraints": list(constraints),
        "ui": written.get("ui"),
    }


def _semantics(written: Mapping[str, Value], tells: Reported) -> Members:
    """Reported series by the semantic that names them, then what else is authored."""
    reported = {
        _SEMANTIC_OF_METRIC.get(metric, metric): source
        for metric, source in tells.items()
        if metric not in _METRICS_WITHOUT_SEMANTIC
    }
    authored = {key: value for key, value in written.items() if not isinstance(value, Mapping)}
    return {**reported, **{key: value for key, value in authored.items() if key not in reported}}


def _edge(written: Mapping[str, Any]) -> Members:
    source, _, source_port = written["from"].partition(":")
    target, _, target_port = written["to"].partition(":")
    return {
        "id": written["id"],
        "from": source,
        "fromPort": source_port or None,
        "to": target,
        "toPort": target_port or None,
        **{key: written.get(key) for key in ("type", "measure", "weight", "multiplier", "lag")},
    }


def _members(constraint: Constraint, places: Sequence[TopologyNode]) -> list[str]:
    """Those that the constraint lists, then those that name it (model §7.7)."""
    naming = (place.id for place in places if constraint.id in (place.constraints or ()))
    return list(dict.fromkeys([*(constraint.nodes or ()), *naming]))


def _series(plan: Plan) -> Iterator[Members]:
    """The published series with their direct inputs (engine §2.2)."""
    model = plan.model
    component_of = _components(plan)
    for row, series in enumerate(model.series):
        inputs = dict.fromkeys((plan.quantities[source].name, lag) for source, lag in _inputs(plan, row))
        node = None if series.is_generated else model.nodes[series.owner]
        yield {
            "name": series.name,
            "kind": GENERATED if node is None else node.kind,
            "nodeId": model.topology.nodes[series.owner].id if node is None else None,
            "expression": node.expr if isinstance(node, ExprNode) else None,
            "inputs": [{"name": name, "lag": lag} for name, lag in inputs],
            "component": component_of[row],
        }


def _inputs(plan: Plan, row: int) -> list[RowInput]:
    """What a series reads in the order of engine §2.2, where a depth comes last in its own list."""
    step = plan.steps[row]
    if not isinstance(step, QueueDepth):
        return list(step.inputs)
    outflow_before_loss = not plan.quantities[row].is_generated
    flows = {step.backlog.arrivals, step.backlog.outflow}

    def rank(source: RowInput) -> int:
        if source.row == row:
            return 2
        return int(outflow_before_loss and source.row not in flows)

    return sorted(step.inputs, key=rank)


def _components(plan: Plan) -> dict[int, int]:
    """Row of a published series -> place of its component among those that hold one, in evaluation order."""
    rows = [quantity.row for quantity in quantities(plan.model)]
    position_of = {row: position for position, row in enumerate(rows)}
    inputs = (
        tuple(Input(position_of[source], lag) for source, lag in plan.steps[row].inputs) for row in rows
    )
    groups = (
        [rows[position] for position in group if rows[position] < len(plan.model.series)]
        for group in DependencyGraph(tuple(inputs)).components()
    )
    return {row: index for index, group in enumerate(filter(None, groups)) for row in group}
