"""Making and reading captures (api §11)."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Final, TypeAlias

import anyio
from litestar import Response, get, post
from litestar.params import PathParameter

from flowtime_domain.ports.time_zones import TimeZones
from flowtime_domain.telemetry.capture_request import is_about_a_run, read_capture_request
from flowtime_domain.telemetry.capture_result import CaptureResult
from flowtime_domain.telemetry.import_options import read_import_request
from flowtime_domain.use_cases.capture_run import CaptureRun
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_domain.use_cases.fetch_capture import FetchCapture
from flowtime_domain.use_cases.import_telemetry import ImportTelemetry
from flowtime_entrypoints.bodies.captures import capture_answer, capture_manifest
from flowtime_entrypoints.http import openapi, shapes
from flowtime_entrypoints.http.answers import json_answer
from flowtime_entrypoints.http.dependencies import Given
from flowtime_entrypoints.http.query import refuse_query
from flowtime_entrypoints.http.request_body import BodyReader
from flowtime_entrypoints.http.runs import AnyRequest
from flowtime_entrypoints.settings import Settings

CaptureKeyPath: TypeAlias = Annotated[str, PathParameter(name="captureKey", description="Key of a capture.")]
CAPTURES_PATH: Final = "/v1/telemetry/captures"
_UNUSABLE: Final = ("capture_artifact_missing", "capture_invalid")


@post(
    CAPTURES_PATH,
    tags=["captures"],
    operation_class=openapi.operation(
        request=shapes.CaptureRequest,
        answers={201: shapes.CaptureAnswer, 200: shapes.CaptureAnswer},
        problems=openapi.CAPTURE_PROBLEMS,
    ),
)
async def make_capture(
    request: AnyRequest,
    body_reader: Given[BodyReader],
    capture_run: Given[CaptureRun],
    import_telemetry: Given[ImportTelemetry],
    time_zones: Given[TimeZones],
    settings: Given[Settings],
    gate: Given[CreationGate],
    creation_threads: Given[anyio.CapacityLimiter],
) -> Response[bytes]:
    """Capture a run or import timestamped data; as a dry run, say what would be captured."""
    members = await body_reader.members(request)
    make: Callable[[], CaptureResult]
    if is_about_a_run(members):
        make = partial(capture_run, read_capture_request(members))
    else:
        limits = settings.model_limits
        make = partial(import_telemetry, read_import_request(members, time_zones, limits, is_confined=True))
    refuse_query(request)
    with gate.place():
        result = await anyio.to_thread.run_sync(make, limiter=creation_threads)
    key = result.capture.bundle.key
    return json_answer(
        capture_answer(result),
        status=200 if result.dry_run else 201,
        headers={} if result.dry_run else {"Location": f"{CAPTURES_PATH}/{key}"},
    )


@get(
    f"{CAPTURES_PATH}/{{captureKey:str}}",
    tags=["captures"],
    sync_to_thread=True,
    operation_class=openapi.operation(
        answers={200: shapes.TelemetryManifestDocument},
        problems=(
            "capture_key_invalid",
            "query_invalid",
            "path_not_allowed",
            "capture_not_found",
            *_UNUSABLE,
        ),
    ),
)
def show_capture(
    request: AnyRequest, capture_key: CaptureKeyPath, fetch_capture: Given[FetchCapture]
) -> Response[bytes]:
    """Give the manifest of a capture, which is verified first."""
    refuse_query(request)
    return json_answer(capture_manifest(fetch_capture(capture_key)))
