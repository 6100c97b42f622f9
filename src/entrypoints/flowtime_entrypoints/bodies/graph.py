"""The answer about the structure of a run (state §7)."""

from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.graph_view import GraphView
from flowtime_entrypoints.bodies.parts import Body


def graph_answer(run: StoredRun, graph: GraphView) -> Body:
    """The nodes, edges, constraints and series of the model that a run was evaluated from (state §7.1)."""
    return {
        "runId": run.run.run_id,
        "grid": run.run.grid.members(),
        "nodes": list(graph.nodes),
        "edges": list(graph.edges),
        "constraints": list(graph.constraints),
        "series": list(graph.series),
    }
