"""The HTTP API as an ASGI application (api).

Rule 1: whatever is raised becomes a problem here, the framework's own errors included.
"""

import os
from collections.abc import Callable, Iterable
from typing import Final

from litestar import Litestar, Response
from litestar.exceptions import ClientException, MethodNotAllowedException, NotFoundException
from litestar.plugins.prometheus import PrometheusConfig
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp

from flowtime_domain.errors import (
    DocumentError,
    FlowTimeError,
    MethodNotAllowedError,
    RequestInvalidError,
    RouteNotFoundError,
    ShuttingDownError,
)
from flowtime_domain.runs.encoding import artifact_json
from flowtime_entrypoints.container import Container, build_container
from flowtime_entrypoints.http import captures, comparison, runs, service, state, templates
from flowtime_entrypoints.http.answers import problem_answer
from flowtime_entrypoints.http.compression import Compression
from flowtime_entrypoints.http.cors import CrossOriginPolicy
from flowtime_entrypoints.http.dependencies import dependencies
from flowtime_entrypoints.http.edge import Edge, Logger, request_id_of
from flowtime_entrypoints.http.kept_bodies import KeptBodies
from flowtime_entrypoints.http.openapi import complete_document
from flowtime_entrypoints.http.rate_limit import RateLimit
from flowtime_entrypoints.http.route_metrics import RouteMetrics
from flowtime_entrypoints.http.runs import AnyRequest
from flowtime_entrypoints.http.schema_page import openapi_config, show_asset
from flowtime_entrypoints.problems import STATUSES
from flowtime_entrypoints.settings import read_settings

REQUEST_FAILED: Final = ("RequestFailed", 1012)
HTTP_METRICS: Final = PrometheusConfig(
    app_name="flowtime", prefix="http", group_path=True, middleware_class=RouteMetrics
)
# Probes, metrics and the reference are never refused for their number.
LIMITED: Final = "/v1/"
HANDLERS: Final = (
    runs.create_run,
    runs.list_runs,
    comparison.show_comparison,
    # Of handlers for one path all but the last are registered again, which only asynchronous ones bear.
    runs.delete_run,
    runs.show_run,
    runs.show_index,
    runs.show_series,
    runs.show_model,
    state.show_state,
    state.show_window,
    state.show_graph,
    templates.list_templates,
    templates.show_template,
    templates.validate,
    captures.make_capture,
    captures.show_capture,
    service.show_limits,
    service.show_health,
    service.show_readiness,
    service.show_metrics,
    show_asset,
)


def create_app(container: Container) -> ASGIApp:
    """The API over the parts of one process."""
    logger, clock = container.logger(), container.clock()
    cross_origin, kept = CrossOriginPolicy(container.settings().cors_origins), KeptBodies()
    compressing = Compression(_framework_app(container, kept), kept)
    return Edge(compressing, logger, clock, container.id_source(), cross_origin)


def openapi_document(container: Container) -> bytes:
    """The OpenAPI document laid out as a file, as it is checked in."""
    app = _framework_app(container, KeptBodies())
    return artifact_json(complete_document(app.openapi_schema.to_schema()))


def _framework_app(container: Container, kept: KeptBodies) -> Litestar:
    settings = container.settings()
    rate_limit = RateLimit(settings.max_requests_per_minute, container.clock())

    # No guard, which would cost a copy of the handler; asynchronous, or it would cost a thread.
    async def admit(request: AnyRequest) -> None:
        _refuse_options(request)
        if request.scope["path"].startswith(LIMITED):
            rate_limit.admit(request.client.host if request.client else "")

    return Litestar(
        route_handlers=HANDLERS,
        dependencies=dependencies(container, kept),
        before_request=admit,
        middleware=[HTTP_METRICS.middleware],
        openapi_config=openapi_config(container.engine_version()),
        exception_handlers={Exception: _failure_answer(container.logger())},
        logging_config=None,
        request_max_body_size=None,
    )


def application() -> ASGIApp:
    """The API with the settings of the environment; for ASGI servers that are given an import string."""
    settings = read_settings(os.environ, default_log_level="info")
    return create_app(build_container(settings, with_metrics=True))


def _refuse_options(request: AnyRequest) -> None:
    """Undo the framework's own answers to OPTIONS, which leave out methods."""
    if request.method == "OPTIONS":
        path = request.scope["path_template"]
        routes = [route for route in request.app.routes if route.path_format == path]
        methods = [method for route in routes if isinstance(route, HTTPRoute) for method in route.methods]
        raise MethodNotAllowedError(request.method, _allowed(methods))


def _allowed(methods: Iterable[str]) -> list[str]:
    return sorted(set(methods) - {"OPTIONS"})


def _failure_answer(logger: Logger) -> Callable[[AnyRequest, Exception], Response[bytes]]:
    def answer(request: AnyRequest, error: Exception) -> Response[bytes]:
        failure = _translated(error, request.method)
        if _is_fault_of_service(failure):
            event, event_id = REQUEST_FAILED
            logger().error(event, eventId=event_id, exc_info=failure)
        return problem_answer(failure, request_id_of(request.scope))

    return answer


def _translated(error: Exception, method: str) -> Exception:
    """What an error of the framework means; others stay as they are."""
    if isinstance(error, NotFoundException):
        return RouteNotFoundError()
    if isinstance(error, MethodNotAllowedException):
        return MethodNotAllowedError(method, _allowed((error.headers or {})["allow"].split(", ")))
    if isinstance(error, ClientException):
        finding = DocumentError(code="invalid_type", message=f"{error.detail}.", pointer="")
        return RequestInvalidError([finding])
    return error


def _is_fault_of_service(failure: Exception) -> bool:
    if not isinstance(failure, FlowTimeError):
        return True
    return STATUSES.get(type(failure), 500) >= 500 and not isinstance(failure, ShuttingDownError)
