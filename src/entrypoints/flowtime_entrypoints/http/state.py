"""Reading the state and the structure of runs (api §8.3, state)."""

from typing import Final

from litestar import Response, get

from flowtime_domain.runs.encoding.json_text import compact_json
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.state_query import read_snapshot_query, read_window_query
from flowtime_domain.use_cases.fetch_graph import FetchGraph
from flowtime_domain.use_cases.fetch_state import FetchState
from flowtime_domain.use_cases.fetch_window import FetchWindow
from flowtime_entrypoints.bodies.graph import graph_answer
from flowtime_entrypoints.bodies.state import StateBodies
from flowtime_entrypoints.http import openapi, shapes
from flowtime_entrypoints.http.answers import JSON
from flowtime_entrypoints.http.conditional import run_answer
from flowtime_entrypoints.http.dependencies import Given
from flowtime_entrypoints.http.query import query_pairs, refuse_query
from flowtime_entrypoints.http.runs import RUN_PATH, AnyRequest, RunIdPath

_RUN_PROBLEMS: Final = (
    "run_id_invalid",
    "query_invalid",
    "run_not_found",
    "run_corrupt",
    "provenance_mismatch",
)
_STATE_PROBLEMS: Final = (
    *_RUN_PROBLEMS,
    "topology_missing",
    "unknown_node",
    "bin_out_of_range",
    "mode_validation_failed",
    "missing_node_data",
)


@get(
    f"{RUN_PATH}/state",
    tags=["state"],
    sync_to_thread=True,
    operation_class=openapi.operation(
        query=shapes.SNAPSHOT_QUERY,
        answers={200: shapes.StateSnapshot, 304: None},
        problems=_STATE_PROBLEMS,
    ),
)
def show_state(
    request: AnyRequest,
    run_id: RunIdPath,
    fetch_state: Given[FetchState],
    state_bodies: Given[StateBodies],
    engine_version: Given[str],
) -> Response[bytes]:
    """Say what the nodes of a run looked like in one bin."""
    identifier, query = RunId(run_id), query_pairs(request)
    found = fetch_state.find(identifier, read_snapshot_query(query))

    def content() -> bytes:
        body = state_bodies.snapshot(found)
        fetch_state.tell(found)
        return body

    return run_answer(request, found.run, engine_version, content, JSON, dict(query))


@get(
    f"{RUN_PATH}/state_window",
    tags=["state"],
    sync_to_thread=True,
    operation_class=openapi.operation(
        query=shapes.WINDOW_QUERY,
        answers={200: shapes.StateWindow, 304: None},
        problems=(*_STATE_PROBLEMS, "unknown_metric", "window_too_large"),
    ),
)
def show_window(
    request: AnyRequest,
    run_id: RunIdPath,
    fetch_window: Given[FetchWindow],
    state_bodies: Given[StateBodies],
    engine_version: Given[str],
) -> Response[bytes]:
    """Say what the nodes of a run looked like, bin by bin, both ends included."""
    identifier, query = RunId(run_id), query_pairs(request)
    found = fetch_window.find(identifier, read_window_query(query))

    def content() -> bytes:
        body = state_bodies.window(found)
        fetch_window.tell(found)
        return body

    return run_answer(request, found.run, engine_version, content, JSON, dict(query))


@get(
    f"{RUN_PATH}/graph",
    tags=["state"],
    sync_to_thread=True,
    operation_class=openapi.operation(answers={200: shapes.Graph, 304: None}, problems=_RUN_PROBLEMS),
)
def show_graph(
    request: AnyRequest,
    run_id: RunIdPath,
    fetch_graph: Given[FetchGraph],
    engine_version: Given[str],
) -> Response[bytes]:
    """Show the structure of the model that a run was evaluated from."""
    identifier = RunId(run_id)
    refuse_query(request)
    run = fetch_graph.find(identifier)

    def content() -> bytes:
        return compact_json(graph_answer(run, fetch_graph(run)))

    return run_answer(request, run, engine_version, content, JSON)
