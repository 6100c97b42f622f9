"""Compression of bodies (api §1.6).

Rule 1: only what is small is compressed on the event loop; the rest in a thread, so that it delays nobody.
Rule 2: every answer of ours has its whole body in one message; others pass as they are.
Rule 3: what is large and has a tag is compressed once for all who ask for it.
"""

import gzip
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, final

import anyio
import brotli  # type: ignore[import-untyped]  # the library has left it without types
from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPResponseBodyEvent,
    HTTPResponseStartEvent,
    Message,
    Receive,
    Scope,
    Send,
)

from flowtime_entrypoints.http.content_coding import IDENTITY, preferred_encoding
from flowtime_entrypoints.http.header_lists import header_list
from flowtime_entrypoints.http.kept_bodies import KeptBodies

SMALLEST: Final = 1024
# Compressing so much takes about as long as a thread needs to be woken and to answer.
QUICK_BYTES: Final = 4096
# Compressing more takes so long that others should not have to wait for many at once.
LARGE_BYTES: Final = 2**18
# The libraries work beside Python; how many processors there are for that, only the system knows.
COMPRESSORS_OF_LARGE: Final = 2
COMPRESSORS_OF_OTHERS: Final = 8


def _brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=5))


def _gzip(body: bytes) -> bytes:
    # Without the time, equal answers are equal bytes (api §4.3).
    return gzip.compress(body, compresslevel=6, mtime=0)


_COMPRESSED: Final[Mapping[str, Callable[[bytes], bytes]]] = {"br": _brotli, "gzip": _gzip}


@final
class Compression:
    """An ASGI application around another, whose bodies it compresses for callers who want it.

    Parameters
    ----------
    app
        The other application.
    kept
        Bodies that were sent.
    """

    def __init__(self, app: ASGIApp, kept: KeptBodies) -> None:
        self._app = app
        self._kept = kept
        self._compressors = _Compressors()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand on what is none."""
        if scope["type"] == ScopeType.HTTP:
            encoding = preferred_encoding(header_list(scope, b"accept-encoding"))
            if encoding != IDENTITY:
                send = _CompressedAnswer(send, encoding, self._kept, self._compressors).send
        await self._app(scope, receive, send)


@final
class _Compressors:
    """How many bodies are compressed at a time: large ones never take all places."""

    def __init__(self) -> None:
        self._of_large = anyio.CapacityLimiter(COMPRESSORS_OF_LARGE)
        self._of_others = anyio.CapacityLimiter(COMPRESSORS_OF_OTHERS)

    def of(self, body: bytes) -> anyio.CapacityLimiter:
        """The places for a body of this size."""
        return self._of_large if len(body) > LARGE_BYTES else self._of_others


@final
class _CompressedAnswer:
    """Passes an answer on, its start together with its body, which says whether it is compressed."""

    def __init__(self, send: Send, encoding: str, kept: KeptBodies, compressors: _Compressors) -> None:
        self._send = send
        self._encoding = encoding
        self._kept = kept
        self._compressors = compressors
        self._start: HTTPResponseStartEvent | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is not None and message["type"] == "http.response.body":
            start, self._start = self._start, None
            if len(message["body"]) >= SMALLEST and not message["more_body"]:
                start, message = await self._compressed(start, message)
            await self._send(start)
        await self._send(message)

    async def _compressed(
        self, start: HTTPResponseStartEvent, message: HTTPResponseBodyEvent
    ) -> tuple[HTTPResponseStartEvent, HTTPResponseBodyEvent]:
        headers = {name.lower(): value for name, value in start["headers"]}
        message["body"] = await self._smaller(message["body"], headers.get(b"etag"))
        headers[b"content-encoding"] = self._encoding.encode()
        headers[b"content-length"] = b"%d" % len(message["body"])
        headers[b"vary"] = b"Accept-Encoding"
        start["headers"] = headers.items()
        return start, message

    async def _smaller(self, body: bytes, tag: bytes | None) -> bytes:
        compress = partial(_COMPRESSED[self._encoding], body)
        if len(body) <= QUICK_BYTES:
            return compress()
        if tag is None:
            return await anyio.to_thread.run_sync(compress)
        # The tag of an older bundle does not tell its bodies apart; the hash of a kept one is not made again.
        key = tag, self._encoding, hash(body)
        return await self._kept.get_or_make(key, compress, self._compressors.of(body))
