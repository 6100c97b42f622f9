"""Reading the body of a request (api §1.5, §4.1).

Rule 1: the framework's own decoder never sees a body; one strict reader judges every byte.
Rule 2: checks come in the order of api §1.5: length, content type, body.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, final

import anyio
from litestar import Request

from flowtime_domain.errors import (
    BodyMalformedError,
    BodyTooLargeError,
    DocumentError,
    MediaTypeUnsupportedError,
    RequestInvalidError,
    RequestTimeoutError,
)
from flowtime_domain.model.document import Value
from flowtime_entrypoints.http.answers import JSON

StrictJson: TypeAlias = Callable[[bytes, int], Value]
# Deeper than any document may be nested, so that the error of a document with its place comes first.
MAXIMUM_DEPTH: Final = 200
_CHARSETS: Final = ("utf-8", "utf8")
_FAREWELL_SECONDS: Final = 1.0


@final
@dataclass(frozen=True, slots=True)
class BodyReader:
    """Reads bodies under the limits of a deployment.

    Attributes
    ----------
    max_bytes, timeout_seconds
        How large a body may be, and how long it may take to arrive.
    strict_json
        Reads the bytes of a body, nested at most so deep.
    """

    max_bytes: int
    timeout_seconds: float
    strict_json: StrictJson

    async def members(self, request: Request[Any, Any, Any]) -> Mapping[str, Value]:
        """The object that a request holds.

        Raises
        ------
        BodyTooLargeError, MediaTypeUnsupportedError, RequestTimeoutError, BodyMalformedError
            The body cannot be read.
        RequestInvalidError
            It is JSON, but no object.
        """
        await self._check_length(request)
        _check_media_type(request.headers.get("content-type"))
        body = await self._bytes(request)
        value = await anyio.to_thread.run_sync(self.strict_json, body, MAXIMUM_DEPTH)
        if not isinstance(value, Mapping):
            message = "The request body must be a JSON object."
            raise RequestInvalidError([DocumentError(code="invalid_type", message=message, pointer="")])
        return value

    async def _check_length(self, request: Request[Any, Any, Any]) -> None:
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > self.max_bytes:
            await self._refuse_rest(request)

    async def _bytes(self, request: Request[Any, Any, Any]) -> bytes:
        body = bytearray()
        try:
            with anyio.fail_after(self.timeout_seconds):
                while True:
                    chunk, is_last = await _chunk(request)
                    body += chunk
                    if len(body) > self.max_bytes:
                        await self._refuse_rest(request)
                    if is_last:
                        return bytes(body)
        except TimeoutError:
            raise RequestTimeoutError(self.timeout_seconds) from None

    async def _refuse_rest(self, request: Request[Any, Any, Any]) -> None:
        """Refuse a body that is too large.

        What the caller sends in the next moment is read and forgotten: closing the connection at once would
        reset it, and the caller would not get to see the answer.
        """
        with anyio.move_on_after(_FAREWELL_SECONDS):
            is_last = False
            while not is_last:
                _, is_last = await _chunk(request)
        raise BodyTooLargeError(self.max_bytes)


async def _chunk(request: Request[Any, Any, Any]) -> tuple[bytes, bool]:
    """The next bytes, and whether they are the last."""
    message = await request.receive()
    if message["type"] != "http.request":
        raise BodyMalformedError("the connection was closed before it was complete.")
    return message.get("body", b""), not message.get("more_body", False)


def _check_media_type(content_type: str | None) -> None:
    media_type, *parameters = (content_type or "").split(";")
    if media_type.strip().lower() != JSON:
        raise MediaTypeUnsupportedError(content_type and content_type[:128])
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "charset" and value.strip('"').lower() not in _CHARSETS:
            raise MediaTypeUnsupportedError(str(content_type)[:128])
