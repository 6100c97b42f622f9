"""Requests as they come over a connection, good and bad."""

import socket

import pytest

from examples.real_server import RealServer
from flowtime_entrypoints.http.protocol import MOST_HEAD_BYTES

pytestmark = pytest.mark.slow
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
LAST = b"Connection: close\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with RealServer(tmp_path_factory.mktemp("server"), log_level="warning") as server:
        yield server


def statuses(server, *pieces):
    """The statuses of all answers to raw bytes, until the server closes the connection."""
    received = b""
    with socket.create_connection(("127.0.0.1", int(server.address.rpartition(":")[2])), timeout=10) as each:
        try:
            for piece in pieces:
                each.sendall(piece)
            while chunk := each.recv(65_536):
                received += chunk
        except (BrokenPipeError, ConnectionResetError):
            pass
    return [int(answer[:3]) for answer in received.split(b"HTTP/1.1 ")[1:]]


def header(size):
    return b"X-Long: %b\r\n" % (b"a" * size)


def test_head_of_a_usual_size(server):
    """A head below the limit is read, however it is cut."""
    request = HEALTH + header(MOST_HEAD_BYTES - 200) + LAST
    assert statuses(server, request) == [200]
    assert statuses(server, request[:30_000], request[30_000:60_000], request[60_000:]) == [200]


@pytest.mark.parametrize(
    "head",
    [
        HEALTH + header(MOST_HEAD_BYTES),
        HEALTH + b"".join(header(10_000) for _ in range(7)),
        b"GET /healthz?%b HTTP/1.1\r\nHost: x\r\n" % (b"a" * MOST_HEAD_BYTES),
    ],
    ids=["one header", "many headers", "request line"],
)
def test_head_that_is_too_large(server, head):
    """A larger head is refused, whether it comes at once or in pieces (api §4.1)."""
    request = head + LAST
    assert statuses(server, request) == [400]
    assert statuses(server, *(request[at : at + 20_000] for at in range(0, len(request), 20_000))) == [400]


def test_head_that_never_ends(server):
    """Whoever sends a head without end is cut off (api §4.1)."""
    assert statuses(server, HEALTH + b"X-Long: ", *[b"a" * 10_000] * 1000) in ([400], [])


def test_head_of_each_request_is_counted_for_itself(server):
    """Requests that follow each other on a connection are read like the first (api §4.1)."""
    large = HEALTH + header(40_000) + b"\r\n"
    body = b"POST /v1/validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
    body += b"200000\r\n\r\n" + b" " * 200_000
    assert statuses(server, large, large, body, large + large, HEALTH + LAST) == [
        200,
        200,
        400,
        200,
        200,
        200,
    ]


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"BREW /v1/runs HTTP/1.1", 400),
        (b"GET /v1/runs HTTP/9.9", 400),
        (b"GET /v1/ru ns HTTP/1.1", 400),
        (b"GET v1/runs HTTP/1.1", 400),
        (b"GET /v1/runs?q=\xff HTTP/1.1", 400),
        (b"CONNECT x:80 HTTP/1.1", 400),
        (b"TRACE /v1/runs HTTP/1.1", 405),
        (b"PROPFIND /v1/runs HTTP/1.1", 405),
        (b"GET //v1/runs HTTP/1.1", 404),
        (b"GET /v1/runs/ HTTP/1.1", 404),
        (b"OPTIONS * HTTP/1.1", 404),
        (b"GET http://example.org/healthz HTTP/1.1", 200),
        (b"GET /healthz HTTP/1.0", 200),
    ],
)
def test_odd_request_lines(server, request_line, status):
    """What is no HTTP is refused by the server, what is HTTP is answered by the API (api §1.3, §1.5)."""
    assert statuses(server, request_line + b"\r\nHost: x\r\n" + LAST) == [status]


@pytest.mark.parametrize(
    "headers",
    [b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"Content-Length: 5\r\nContent-Length: 6\r\n"],
)
def test_two_lengths_of_a_body(server, headers):
    """Of a body with two lengths nobody knows where it ends, so it is not read (RFC 9112 §6.3)."""
    assert statuses(server, b"POST /v1/validate HTTP/1.1\r\nHost: x\r\n" + headers + LAST + b"0\r\n\r\n") == [
        400
    ]
