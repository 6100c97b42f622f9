"""Requests as they come over a connection, good and bad."""

import socket

import pytest

from examples.http_service import CLINIC_DESK, CLINIC_DESK_PATH
from examples.real_server import RealServer
from flowtime_entrypoints.http.protocol import MOST_HELD_BYTES, MOST_WAITING

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
    request = HEALTH + header(MOST_HELD_BYTES - 200) + LAST
    assert statuses(server, request) == [200]
    assert statuses(server, request[:30_000], request[30_000:60_000], request[60_000:]) == [200]


@pytest.mark.parametrize(
    "head",
    [
        HEALTH + header(MOST_HELD_BYTES),
        HEALTH + b"".join(header(10_000) for _ in range(7)),
        b"GET /healthz?%b HTTP/1.1\r\nHost: x\r\n" % (b"a" * MOST_HELD_BYTES),
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


@pytest.mark.parametrize("trailer", [b"a: b\r\n" * 2000, b"a" * 10_000])
def test_trailer_that_never_ends(server, trailer):
    """Nor is anything else held without a limit that is not handed on (api §4.1)."""
    chunked = HEALTH + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: "
    assert statuses(server, chunked, *[trailer] * 1000) in ([200, 400], [200], [400], [])


def test_headers_of_a_trailer_say_nothing(server):
    """A trailer comes after all that a head decides (RFC 9110 §6.5)."""
    server.client.post("/v1/runs", json=CLINIC_DESK)
    tag = server.client.get(CLINIC_DESK_PATH, headers={"Accept-Encoding": "identity"}).headers["ETag"]
    head = b"GET %b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" % CLINIC_DESK_PATH.encode()
    line = b"If-None-Match: %b\r\n" % tag.encode()
    assert statuses(server, head + line + b"Connection: close\r\n\r\n0\r\n\r\n") == [304]
    assert statuses(server, head + b"Connection: close\r\n\r\n0\r\n" + line + b"\r\n") == [200]


@pytest.mark.parametrize("protocol", [b"h2c", b"websocket", b"TLS/1.0, h2c"])
def test_offer_of_another_protocol_is_ignored(server, protocol):
    """What follows a head is its body, then come further requests, whatever it offers (RFC 9110 §7.8)."""
    offer = b"Connection: Upgrade\r\nUpgrade: %b\r\n" % protocol
    body = b"DELETE /v1/runs/a HTTP/1.1\r\nHost: x\r\n\r\n"
    head = b"POST /v1/validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + offer
    sized = head + b"Content-Length: %d\r\n\r\n" % len(body)
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    assert statuses(server, sized + body + HEALTH + LAST) == [400, 200]
    assert statuses(server, sized, body, HEALTH + LAST) == [400, 200]
    assert statuses(server, chunked, HEALTH + LAST) == [400, 200]
    assert statuses(server, HEALTH + offer + b"\r\n" + HEALTH + LAST) == [200, 200]


def test_requests_that_do_not_wait_for_answers(server):
    """Many requests may be sent at once; what is far too many ends the connection (RFC 9112 §9.3.2)."""
    assert statuses(server, (HEALTH + b"\r\n") * 900 + HEALTH + LAST) == [200] * 901
    flood = statuses(server, (HEALTH + b"\r\n") * 20_000)
    assert set(flood) == {200}
    assert MOST_WAITING <= len(flood) < 20_000


@pytest.mark.parametrize("bad", [b"\0\0\0\r\n\r\n", HEALTH + header(MOST_HELD_BYTES) + b"\r\n"])
def test_what_cannot_be_read_spoils_no_earlier_answer(server, bad):
    """Requests that came in full are answered, then the connection ends (RFC 9112 §9.3.2)."""
    assert statuses(server, (HEALTH + b"\r\n") * 3 + bad) == [200, 200, 200]


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
        (b"GET /healthz HTTP/1.1\r\nHost: y", 400),
    ],
)
def test_odd_request_lines(server, request_line, status):
    """What is no HTTP is refused by the server, what is HTTP is answered by the API (api §1.3, §1.5)."""
    assert statuses(server, request_line + b"\r\nHost: x\r\n" + LAST) == [status]


def test_host_is_needed(server):
    """A request of HTTP/1.1 names one host (RFC 9112 §3.2); one of HTTP/1.0 need not."""
    assert statuses(server, b"GET /healthz HTTP/1.1\r\n" + LAST) == [400]
    assert statuses(server, b"GET /healthz HTTP/1.0\r\n\r\n") == [200]


@pytest.mark.parametrize(
    "headers",
    [b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"Content-Length: 5\r\nContent-Length: 6\r\n"],
)
def test_two_lengths_of_a_body(server, headers):
    """Of a body with two lengths nobody knows where it ends, so it is not read (RFC 9112 §6.3)."""
    assert statuses(server, b"POST /v1/validate HTTP/1.1\r\nHost: x\r\n" + headers + LAST + b"0\r\n\r\n") == [
        400
    ]
