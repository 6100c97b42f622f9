"""Creating, listing and reading runs (api §6-§8)."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias
from urllib.parse import urlencode

import anyio
from litestar import Request, Response, delete, get, post
from litestar.params import PathParameter

from flowtime_domain.errors import FeatureUnavailableError
from flowtime_domain.runs import file_names
from flowtime_domain.runs.request_reading import read_run_request
from flowtime_domain.use_cases.create_run import CreateRun
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_domain.use_cases.delete_run import DeleteRun
from flowtime_domain.use_cases.list_runs import ListRuns, RunPage
from flowtime_domain.use_cases.plan_run import PlanRun
from flowtime_domain.use_cases.run_listing import read_run_listing
from flowtime_entrypoints import bodies
from flowtime_entrypoints.http import openapi, shapes
from flowtime_entrypoints.http.answers import JSON, YAML, json_answer
from flowtime_entrypoints.http.dependencies import Given
from flowtime_entrypoints.http.query import query_pairs, refuse_query
from flowtime_entrypoints.http.request_body import BodyReader
from flowtime_entrypoints.http.run_answers import RunAnswers

AnyRequest: TypeAlias = Request[Any, Any, Any]
RunIdPath: TypeAlias = Annotated[str, PathParameter(name="runId", description="Id of a run.")]
SeriesIdPath: TypeAlias = Annotated[
    str, PathParameter(name="seriesId", description="Id of a series, or its name.")
]
RUN_PATH: Final = "/v1/runs/{runId:str}"
_DELETION_PROBLEMS: Final = ("run_id_invalid", "query_invalid", "run_not_found", "storage_full")
_RUN_PROBLEMS: Final = ("run_id_invalid", "query_invalid", "run_not_found", "run_corrupt")


@post(
    "/v1/runs",
    tags=["runs"],
    operation_class=openapi.operation(
        request=shapes.RunRequest,
        answers={201: shapes.RunAnswer, 200: shapes.RunAnswer},
        problems=openapi.CREATION_PROBLEMS,
    ),
)
async def create_run(
    request: AnyRequest,
    body_reader: Given[BodyReader],
    create: Given[CreateRun],
    plan: Given[PlanRun],
    gate: Given[CreationGate],
    creation_threads: Given[anyio.CapacityLimiter],
    runs_root_name: Given[str],
) -> Response[bytes]:
    """Create a run, find the equal one that exists, or, as a dry run, say what would be made."""
    run_request = read_run_request(await body_reader.members(request))
    refuse_query(request)
    if "idempotency-key" in request.headers:
        raise FeatureUnavailableError("The header 'Idempotency-Key'")
    if run_request.options.dry_run:
        planned = await anyio.to_thread.run_sync(plan, run_request)
        return json_answer(bodies.plan_answer(planned, runs_root_name))
    with gate.place():
        outcome = await anyio.to_thread.run_sync(create, run_request, limiter=creation_threads)
    return json_answer(
        bodies.run_answer(outcome, runs_root_name),
        status=201 if outcome.outcome == "created" else 200,
        headers={"Location": f"/v1/runs/{outcome.run.run_id}"},
    )


@get(
    "/v1/runs",
    tags=["runs"],
    sync_to_thread=True,
    operation_class=openapi.operation(
        query=shapes.RUN_LISTING_QUERY,
        answers={200: shapes.RunList},
        problems=("query_invalid",),
    ),
)
def list_runs(request: AnyRequest, listing: Given[ListRuns]) -> Response[bytes]:
    """List runs, newest first; complete ones unless others are asked for."""
    query = query_pairs(request)
    page = listing(read_run_listing(query))
    return json_answer(bodies.run_list(page), headers=_next_link(page, dict(query)))


def _next_link(page: RunPage, query: Mapping[str, str]) -> dict[str, str]:
    """The header that leads to the next page; none on the last one."""
    if page.next_cursor is not None:
        following = {**query, "limit": page.listing.limit, "cursor": page.next_cursor}
    elif page.next_page is not None:
        following = {**query, "page": page.next_page, "pageSize": page.listing.page_size}
    else:
        return {}
    return {"Link": f'</v1/runs?{urlencode(following)}>; rel="next"'}


@get(
    RUN_PATH,
    tags=["runs"],
    operation_class=openapi.operation(answers={200: shapes.RunAnswer, 304: None}, problems=_RUN_PROBLEMS),
)
async def show_run(request: AnyRequest, run_id: RunIdPath, run_answers: Given[RunAnswers]) -> Response[bytes]:
    """Say what a run is: the answer to its creation again."""
    return await run_answers.detail(request, run_id)


@delete(
    RUN_PATH,
    tags=["runs"],
    operation_class=openapi.operation(answers={204: None}, problems=_DELETION_PROBLEMS),
)
async def delete_run(request: AnyRequest, run_id: RunIdPath, deletion: Given[DeleteRun]) -> Response[None]:
    """Delete a run, corrupt or not; answers in progress end with what they began with."""
    refuse_query(request)
    await anyio.to_thread.run_sync(deletion, run_id)
    return Response(None, status_code=204)


@get(
    f"{RUN_PATH}/index",
    tags=["runs"],
    operation_class=openapi.operation(answers={200: shapes.SeriesIndex, 304: None}, problems=_RUN_PROBLEMS),
)
async def show_index(
    request: AnyRequest, run_id: RunIdPath, run_answers: Given[RunAnswers]
) -> Response[bytes]:
    """List the series of a run: the bytes of its series/index.json."""
    return await run_answers.document(request, run_id, file_names.INDEX, JSON)


@get(
    f"{RUN_PATH}/model",
    tags=["runs"],
    operation_class=openapi.operation(answers={200: shapes.MODEL_TEXT, 304: None}, problems=_RUN_PROBLEMS),
)
async def show_model(
    request: AnyRequest, run_id: RunIdPath, run_answers: Given[RunAnswers]
) -> Response[bytes]:
    """Give the model that a run was made from: the bytes of its model/model.yaml."""
    return await run_answers.document(request, run_id, file_names.MODEL, YAML)


@get(
    f"{RUN_PATH}/series/{{seriesId:str}}",
    tags=["runs"],
    operation_class=openapi.operation(
        answers={200: shapes.SERIES_TEXT, 304: None}, problems=(*_RUN_PROBLEMS, "series_not_found")
    ),
)
async def show_series(
    request: AnyRequest, run_id: RunIdPath, series_id: SeriesIdPath, run_answers: Given[RunAnswers]
) -> Response[bytes]:
    """Give the values of one series, bin by bin."""
    return await run_answers.series(request, run_id, series_id)
