"""A lean HTTP client, so that what is measured is the server.

Rule 1: all connections ask at once, then each answer is read in turn; nothing is asked while one is missing.
"""

import socket
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice

HOST = "127.0.0.1"
_PIECE = 1 << 20
_LENGTH = b"content-length: "


@dataclass(frozen=True)
class Answer:
    """What came for one request; `head` is its status line and headers, in lower case."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header that is there."""
        return self.head.partition(b"\r\n%b: " % name.lower().encode())[2].partition(b"\r\n")[0].decode()


@dataclass(frozen=True)
class Load:
    """What came of many requests.

    Attributes
    ----------
    seconds
        From the first request to the last answer.
    statuses
        How many answers had which status.
    body_bytes
        The length of the last answer's body.
    """

    seconds: float
    statuses: Counter[int]
    body_bytes: int

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return self.statuses.total() / self.seconds


class Connection:
    """A connection that is kept, for one request at a time."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> Answer:
        """Send a request and read the answer."""
        self.socket.sendall(request)
        return self.answer()

    def answer(self) -> Answer:
        """Read the answer to what was sent."""
        received = self.socket.recv(_PIECE)
        while b"\r\n\r\n" not in received:
            received += self._piece()
        head, _, body = received.partition(b"\r\n\r\n")
        head = head.lower()
        status = int(head[9:12])
        _, is_told, rest = head.partition(_LENGTH)
        pieces, missing = [body], (int(rest.partition(b"\r\n")[0]) if is_told else 0) - len(body)
        while missing > 0:
            pieces.append(self._piece())
            missing -= len(pieces[-1])
        return Answer(status, head, b"".join(pieces))

    def _piece(self) -> bytes:
        piece = self.socket.recv(_PIECE)
        if not piece:
            raise ConnectionError("The server has closed the connection.")
        return piece


@contextmanager
def connected(port: int, count: int) -> Iterator[list[Connection]]:
    """So many connections, closed in the end."""
    with ExitStack() as stack:
        connections = [Connection(port) for _ in range(count)]
        for connection in connections:
            stack.enter_context(connection.socket)
        yield connections


def request_text(
    path: str, headers: Mapping[str, str] | None = None, method: str = "GET", body: bytes = b""
) -> bytes:
    """A request as it is sent."""
    sized = {"Content-Length": str(len(body))} if body else {}
    lines = [f"{name}: {value}\r\n" for name, value in {**sized, **(headers or {})}.items()]
    return f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\n{''.join(lines)}\r\n".encode() + body


def load(port: int, requests: Sequence[bytes], seconds: float, connections: int = 8) -> Load:
    """Ask for as long as given, the requests one after the other, over and over."""
    following, statuses, size = cycle(requests), Counter[int](), 0
    with connected(port, connections) as open_connections:
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            for connection, request in zip(open_connections, islice(following, connections), strict=True):
                connection.socket.sendall(request)
            for connection in open_connections:
                answer = connection.answer()
                statuses[answer.status] += 1
                size = len(answer.body)
        return Load(time.perf_counter() - began, statuses, size)
