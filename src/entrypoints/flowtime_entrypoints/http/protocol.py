"""How requests are read from a connection: uvicorn's quick parser, made as careful as a server must be.

Rule 1: what is held in memory until it can be handed on has a limit: heads, trailers, waiting requests.
Rule 2: what follows a head is its body, whatever else the head offers; so no body is taken for a request.

References
----------
R. Fielding et al. (2022), "HTTP Semantics" (RFC 9110), §6.5 trailers, §7.8 Upgrade; "HTTP/1.1" (RFC 9112),
§3.2 the one Host, §11.2 request smuggling.
"""

from typing import Final, final

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HELD_BYTES: Final = 65_536
MOST_WAITING: Final = 1000
# Colon, space and end of line.
_AROUND_HEADER: Final = 4


class _RefusedError(Exception):
    """The parser takes any error of a callback for an invalid request."""


@final
class CarefulProtocol(HttpToolsProtocol):
    """Reads the requests of one connection."""

    _held_bytes = 0
    _is_in_head = False
    _is_in_message = False
    _is_refused = False

    def data_received(self, data: bytes) -> None:
        """Read what has come, until something cannot be read or becomes too large."""
        if self._is_refused:
            return
        self._unset_keepalive_if_required()
        self._held_bytes += len(data)
        try:
            self._feed(data)
        except HttpParserError:
            self._refuse("Invalid HTTP request received.")
            return
        if self._is_in_message and self._held_bytes > MOST_HELD_BYTES:
            self._refuse("The head or the trailer of the request is too large.")

    def _feed(self, data: bytes) -> None:
        """Give bytes to the parser; to a new one where it ends because a head offers another protocol."""
        while data:
            try:
                self.parser.feed_data(data)
                return
            except HttpParserUpgrade as offered:
                data = self._head_without_offer() + data[offered.args[0] :]
                self.parser = HttpRequestParser(self)

    def _head_without_offer(self) -> bytes:
        version = self.parser.get_http_version().encode()
        lines = [b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, version)]
        lines += [b"%b: %b" % header for header in self.headers if header[0] != b"upgrade"]
        return b"\r\n".join([*lines, b"", b""])

    def _refuse(self, reason: str) -> None:
        """Close the connection; first answer the requests that came in full."""
        self._is_refused = True
        if self.cycle is None or self.cycle.response_complete or self.cycle.more_body:
            self.send_400_response(reason)
        else:
            self.cycle.keep_alive = False

    def on_message_begin(self) -> None:
        """Count what comes from now on; what came together with the first byte is limited anyway."""
        super().on_message_begin()
        self._is_in_head = self._is_in_message = True
        self._held_bytes = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """Note a header; those of a trailer say nothing that the API asks for."""
        if self._is_in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer, unless the head is read again without its offer."""
        self._is_in_head, self._held_bytes = False, 0
        if self.parser.get_method() == b"CONNECT" or len(self.pipeline) >= MOST_WAITING:
            raise _RefusedError
        if self.parser.should_upgrade():
            return
        self._check_head()
        super().on_headers_complete()

    def _check_head(self) -> None:
        lengths = (len(name) + len(value) + _AROUND_HEADER for name, value in self.headers)
        hosts = sum(name == b"host" for name, _ in self.headers)
        needed = self.parser.get_http_version() == "1.1"
        if len(self.url) + sum(lengths) > MOST_HELD_BYTES or hosts > 1 or hosts < needed:
            raise _RefusedError

    def on_body(self, body: bytes) -> None:
        """Hand on a part of a body."""
        self._held_bytes = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Hand on that a request has come in full."""
        self._is_in_message = False
        if not self.parser.should_upgrade():
            super().on_message_complete()
