"""Comparing runs (api §8.7, state §8)."""

from litestar import Response, get

from flowtime_domain.state.state_query import read_comparison_query
from flowtime_domain.use_cases.compare_runs import CompareRuns
from flowtime_entrypoints.bodies.comparison import comparison_answer
from flowtime_entrypoints.http import openapi, shapes
from flowtime_entrypoints.http.answers import json_answer
from flowtime_entrypoints.http.dependencies import Given
from flowtime_entrypoints.http.query import query_pairs
from flowtime_entrypoints.http.runs import AnyRequest


@get(
    "/v1/runs/compare",
    tags=["runs"],
    sync_to_thread=True,
    operation_class=openapi.operation(
        query=shapes.COMPARISON_QUERY,
        answers={200: shapes.RunComparison},
        problems=(
            "run_id_invalid",
            "query_invalid",
            "run_not_found",
            "run_corrupt",
            "provenance_mismatch",
            "grids_differ",
            "mode_validation_failed",
            "missing_node_data",
        ),
    ),
)
def show_comparison(
    request: AnyRequest, compare_runs: Given[CompareRuns], runs_root_name: Given[str]
) -> Response[bytes]:
    """Say how two runs differ, metric by metric."""
    query = read_comparison_query(query_pairs(request))
    found = compare_runs(query.left, query.right, query.tolerance)
    return json_answer(comparison_answer(found, runs_root_name, runs_root_name))
