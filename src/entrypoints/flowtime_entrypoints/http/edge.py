"""The outermost layer of the HTTP API: what holds for every answer, whatever made it (api §1.4, §4.2).

Rule 1: it stands around the framework, since the framework's own layers never see a 404 or a 405.
Rule 2: it knows headers, paths and the log; it never looks into a body.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias, final

from litestar import Request, Response
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, reset_contextvars
from structlog.typing import FilteringBoundLogger

from flowtime_domain.errors import RouteNotFoundError
from flowtime_domain.ports.clock import Clock
from flowtime_domain.ports.id_source import IdSource
from flowtime_entrypoints.http.answers import problem_answer
from flowtime_entrypoints.http.conditional import encoded_tag
from flowtime_entrypoints.http.cors import CrossOriginPolicy
from flowtime_entrypoints.http.trace import request_id, trace_fields

Logger: TypeAlias = Callable[[], FilteringBoundLogger]
HTTP_REQUEST: Final = ("HttpRequest", 1001)
REQUEST_ID_KEY: Final = "flowtime_request_id"
# The only errors that the framework answers past our handlers are pages below its reference.
_ERROR_PAGE: Final = b"text/html"
_ALWAYS: Final = {"X-Content-Type-Options": "nosniff"}


def request_id_of(scope: Scope) -> str:
    """The id that this layer has given to a request."""
    return str(scope["state"][REQUEST_ID_KEY])


@final
class Edge:
    """An ASGI application around the framework's.

    Parameters
    ----------
    app
        The framework's application.
    logger, clock, ids
        Where requests are logged, what measures them and what names them.
    cross_origin
        Which pages of other origins are answered.
    """

    def __init__(
        self, app: ASGIApp, logger: Logger, clock: Clock, ids: IdSource, cross_origin: CrossOriginPolicy
    ) -> None:
        self._app = app
        self._logger = logger
        self._clock = clock
        self._ids = ids
        self._cross_origin = cross_origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand on what is none."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        began = self._clock.elapsed_ms()
        # Of repeated headers the first counts.
        given = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in reversed(list(scope["headers"]))
        }
        name = request_id(given.get("x-request-id"), self._ids)
        scope.setdefault("state", {})[REQUEST_ID_KEY] = name
        added = {"X-Request-Id": name, **_ALWAYS, **self._cross_origin.headers(given.get("origin"))}
        answer = _Answer(send, _encoded(added))
        before = bind_contextvars(requestId=name, **trace_fields(given.get("traceparent")))
        try:
            await self._answer(scope, receive, answer, given)
            self._log(scope, answer, self._clock.elapsed_ms() - began)
        finally:
            reset_contextvars(**before)

    async def _answer(
        self, scope: HTTPScope, receive: Receive, answer: "_Answer", given: Mapping[str, str]
    ) -> None:
        preflight = self._cross_origin.preflight_headers(scope["method"], given)
        if preflight:
            await _send(Response(b"", status_code=204, headers=preflight), scope, receive, answer.send)
        elif _is_route(scope["raw_path"]):
            await self._app(scope, receive, answer.send)
        else:
            answer.is_refused = True
        if answer.is_refused:
            refusal = problem_answer(RouteNotFoundError(), request_id_of(scope))
            answer.is_refused = False
            await _send(refusal, scope, receive, answer.send)

    def _log(self, scope: HTTPScope, answer: "_Answer", elapsed_ms: float) -> None:
        event, event_id = HTTP_REQUEST
        self._logger().info(
            event,
            eventId=event_id,
            method=scope["method"],
            route=scope.get("path_template"),
            status=answer.status,
            elapsedMs=elapsed_ms,
            bytes=answer.size,
        )


@final
class _Answer:
    """Passes an answer on, with the headers that every answer has, and remembers its status and size.

    An error page of the framework's own is not passed on; `is_refused` asks for a problem in its place.
    """

    def __init__(self, send: Send, added: Mapping[bytes, bytes]) -> None:
        self._send = send
        self._added = added
        self.status: int | None = None
        self.size = 0
        self.is_refused = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            # No answer of ours repeats a header.
            headers = {name.lower(): value for name, value in message["headers"]}
            if message["status"] >= 400 and headers.get(b"content-type", b"").startswith(_ERROR_PAGE):
                self.is_refused = True
                return
            self.status = message["status"]
            message["headers"] = list(self._completed(headers).items())
        elif self.is_refused:
            return
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)

    def _completed(self, headers: dict[bytes, bytes]) -> dict[bytes, bytes]:
        headers = {b"cache-control": b"no-store", **headers, **self._added}
        if b"access-control-allow-origin" in headers:
            _vary(headers, b"Origin")
        tag, encoding = headers.get(b"etag"), headers.get(b"content-encoding")
        if tag is not None and encoding is not None:
            headers[b"etag"] = encoded_tag(tag.decode(), encoding.decode()).encode()
        elif tag is not None:  # What is compressed says so already.
            _vary(headers, b"Accept-Encoding")
        return headers


def _vary(headers: dict[bytes, bytes], name: bytes) -> None:
    known = headers.get(b"vary")
    headers[b"vary"] = name if known is None else known + b"," + name


def _encoded(headers: Mapping[str, str]) -> dict[bytes, bytes]:
    return {name.lower().encode(): value.encode("latin-1") for name, value in headers.items()}


def _is_route(raw_path: bytes) -> bool:
    """Whether a path can be one of ours: no segment of it is empty or holds an encoded slash (api §1.3)."""
    path = raw_path.partition(b"?")[0]
    return path == b"/" or not (b"//" in path or path.endswith(b"/") or b"%2f" in path.lower())


async def _send(response: Response[Any], scope: Scope, receive: Receive, send: Send) -> None:
    request: Request[Any, Any, Any] = Request(scope, receive=receive, send=send)
    await response.to_asgi_response(app=None, request=request)(scope, receive, send)
