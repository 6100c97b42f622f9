"""How requests are read from a connection.

Rule 1: a head, its request line and headers, is held in memory until it is complete, so its size has a limit.
"""

from typing import Final, final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES: Final = 65_536


class _HeadTooLargeError(Exception):
    """The parser takes any error of a callback for an invalid request."""


@final
class BoundedHttpProtocol(HttpToolsProtocol):
    """Reads HTTP/1.1 by uvicorn's quick parser, which itself would take heads of any size."""

    _is_in_head = False
    _head_bytes = 0

    def data_received(self, data: bytes) -> None:
        """Read what has come, unless the head that it belongs to has become too large."""
        self._head_bytes += len(data)
        super().data_received(data)
        is_too_large = self._is_in_head and self._head_bytes > MOST_HEAD_BYTES
        if is_too_large and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        """Count what comes from now on; what came together with the first byte is limited anyway."""
        super().on_message_begin()
        self._is_in_head, self._head_bytes = True, 0

    def on_headers_complete(self) -> None:
        """Begin to answer; the head may have come at once, larger than allowed."""
        self._is_in_head = False
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > MOST_HEAD_BYTES:
            raise _HeadTooLargeError
        super().on_headers_complete()
