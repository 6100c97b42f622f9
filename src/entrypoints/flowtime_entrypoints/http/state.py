"""Reading the state and the structure of runs (api §8.3, state)."""

from typing import Final

from litestar import Response, get

from flowtime_entrypoints.http import openapi, shapes
from flowtime_entrypoints.http.dependencies import Given
from flowtime_entrypoints.http.runs import RUN_PATH, AnyRequest, RunIdPath
from flowtime_entrypoints.http.state_answers import StateAnswers

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
    operation_class=openapi.operation(
        query=shapes.SNAPSHOT_QUERY,
        answers={200: shapes.StateSnapshot, 304: None},
        problems=_STATE_PROBLEMS,
    ),
)
async def show_state(
    request: AnyRequest, run_id: RunIdPath, state_answers: Given[StateAnswers]
) -> Response[bytes]:
    """Say what the nodes of a run looked like in one bin."""
    return await state_answers.snapshot(request, run_id)


@get(
    f"{RUN_PATH}/state_window",
    tags=["state"],
    operation_class=openapi.operation(
        query=shapes.WINDOW_QUERY,
        answers={200: shapes.StateWindow, 304: None},
        problems=(*_STATE_PROBLEMS, "unknown_metric", "window_too_large"),
    ),
)
async def show_window(
    request: AnyRequest, run_id: RunIdPath, state_answers: Given[StateAnswers]
) -> Response[bytes]:
    """Say what the nodes of a run looked like, bin by bin, both ends included."""
    return await state_answers.window(request, run_id)


@get(
    f"{RUN_PATH}/graph",
    tags=["state"],
    operation_class=openapi.operation(answers={200: shapes.Graph, 304: None}, problems=_RUN_PROBLEMS),
)
async def show_graph(
    request: AnyRequest, run_id: RunIdPath, state_answers: Given[StateAnswers]
) -> Response[bytes]:
    """Show the structure of the model that a run was evaluated from."""
    return await state_answers.graph(request, run_id)
