"""Metrics of requests, by the framework's exporter (operations §3.3).

Rule 1: names, labels and counts are the framework's own; but what counts is looked up once for each route,
method and status, and not for each request.
"""

from time import perf_counter
from typing import Any, Final, TypeAlias, cast, final

from litestar.plugins.prometheus import PrometheusConfig, PrometheusMiddleware
from litestar.types import HTTPScope, Message, Receive, Scope, Send

# Method, route template, status.
Labels: TypeAlias = tuple[str, str, int]
# What the framework says of a request that is still in progress.
_PROVISIONAL_STATUS: Final = 200
_FIRST_ERROR: Final = 500


@final
class RouteMetrics(PrometheusMiddleware):
    """Counts the requests of each route, with their durations, and those in progress."""

    def __init__(self, app: Any, config: PrometheusConfig) -> None:
        super().__init__(app, config)
        self._app_name = config.app_name
        self._in_progress: dict[Labels, Any] = {}
        self._finished: dict[Labels, tuple[Any, ...]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and count it."""
        method, template = cast(HTTPScope, scope)["method"], scope["path_template"]
        status, began, seconds = _PROVISIONAL_STATUS, perf_counter(), 0.0

        async def timed_send(message: Message) -> None:
            nonlocal status, seconds
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                seconds = perf_counter() - began
            await send(message)

        in_progress = self._counting((method, template, status))
        in_progress.inc()
        try:
            await self.app(scope, receive, timed_send)
        finally:
            in_progress.dec()
            duration, *counters = self._counted((method, template, status))
            duration.observe(seconds)
            for counter in counters:
                counter.inc()

    def _counting(self, labels: Labels) -> Any:
        """What counts requests in progress."""
        if labels not in self._in_progress:
            named = self._named(labels)
            self._in_progress[labels] = self.requests_in_progress(named).labels(**named)
        return self._in_progress[labels]

    def _counted(self, labels: Labels) -> tuple[Any, ...]:
        """What measures requests that are finished, and then what counts them."""
        if labels not in self._finished:
            named = self._named(labels)
            metrics: list[Any] = [self.request_time(named), self.request_count(named)]
            if labels[2] >= _FIRST_ERROR:
                metrics.append(self.requests_error_count(named))
            self._finished[labels] = tuple(metric.labels(**named) for metric in metrics)
        return self._finished[labels]

    def _named(self, labels: Labels) -> dict[str, str | int | float]:
        method, path, status = labels
        return {"method": method, "path": path, "status_code": status, "app_name": self._app_name}
