"""What the service says of itself (api §12)."""

from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from flowtime_entrypoints import bodies
from flowtime_entrypoints.http import openapi, shapes
from flowtime_entrypoints.http.answers import TEXT_CHARSET, json_answer
from flowtime_entrypoints.http.dependencies import Given
from flowtime_entrypoints.http.query import refuse_query
from flowtime_entrypoints.http.readiness import Readiness
from flowtime_entrypoints.http.runs import AnyRequest
from flowtime_entrypoints.settings import Settings


@get(
    "/v1/limits",
    tags=["service"],
    sync_to_thread=False,
    operation_class=openapi.operation(answers={200: shapes.Limits}, problems=("query_invalid",)),
)
def show_limits(request: AnyRequest, settings: Given[Settings]) -> Response[bytes]:
    """Give the limits in force; null is no limit."""
    refuse_query(request)
    return json_answer(bodies.limits_answer(settings))


@get(
    "/healthz",
    tags=["service"],
    sync_to_thread=False,
    operation_class=openapi.operation(answers={200: shapes.Health}, is_limited=False),
)
def show_health() -> Response[bytes]:
    """Answer while the process does."""
    return json_answer({"status": "ok"})


@get(
    "/readyz",
    tags=["service"],
    sync_to_thread=True,
    operation_class=openapi.operation(answers={200: shapes.Ready, 503: shapes.Ready}, is_limited=False),
)
def show_readiness(readiness: Given[Readiness]) -> Response[bytes]:
    """Say whether runs can be created now; a degraded check does not prevent it."""
    checks = readiness.checks()
    is_ready = readiness.is_open and checks["store"] == "ok"
    status = "ready" if is_ready else "not_ready"
    return json_answer({"status": status, "checks": checks}, status=200 if is_ready else 503)


@get(
    "/metrics",
    tags=["service"],
    sync_to_thread=True,
    operation_class=openapi.operation(answers={200: shapes.METRICS_TEXT}, is_limited=False),
)
def show_metrics(metrics_registry: Given[CollectorRegistry]) -> Response[bytes]:
    """Give the metrics of runs, and those of HTTP and the process, as Prometheus text."""
    text = generate_latest(metrics_registry) + generate_latest(REGISTRY)
    return Response(text, media_type=CONTENT_TYPE_LATEST.removesuffix(TEXT_CHARSET))
