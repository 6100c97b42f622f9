"""The API as callers meet it: a real server, real sockets."""

import json
import socket
import threading
import time

import httpx
import pytest

from examples.http_service import CLINIC_DESK, CLINIC_DESK_PATH, DOCUMENT, ROOT, check_against_document
from examples.real_server import RealServer
from examples.request_file import sample_requests

pytestmark = pytest.mark.slow
SAMPLES = ROOT / "docs" / "examples" / "requests.http"
CLIENTS = 8
SECONDS = 3


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    settings = {"request_timeout_seconds": 0.5, "max_body_bytes": 1_000_000, "log_level": "warning"}
    with RealServer(tmp_path_factory.mktemp("server"), **settings) as server:
        server.client.event_hooks = {"response": [check_against_document]}
        yield server
        levels = {json.loads(line)["level"] for line in server.log.read_text().splitlines()}
    assert levels <= {"warning"}, "what callers do wrong is no error of the server"


def test_sample_requests(server):
    """Every sample request is answered as it promises, and there is one for every endpoint (api §14.1)."""
    asked = set()
    for sample in sample_requests(SAMPLES, host=server.address):
        answer = server.client.request(
            sample.method, sample.url, headers=sample.headers, content=sample.body.encode()
        )
        assert answer.status_code == sample.status, (sample.name, answer.text)
        asked.add((sample.method.lower(), template_of(answer.request.url.path)))
    endpoints = {(method, path) for path, operations in DOCUMENT["paths"].items() for method in operations}
    assert endpoints <= asked


def template_of(path):
    """The template of a sample's path in the document."""
    for name, value in (
        ("runId", "run_deterministic_415f2c7365bd5e27"),
        ("seriesId", "desk_queue"),
        ("templateId", "order-system"),
    ):
        path = path.replace(value, f"{{{name}}}")
    return path.replace("captures/desk", "captures/{captureKey}")


def exchange(server, *pieces):
    """The status line and the problem that raw bytes are answered with."""
    port = int(server.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for piece in pieces:
            connection.sendall(piece)
        received = b""
        while chunk := connection.recv(65_536):
            received += chunk
            if b"\r\n\r\n" in received and received.rstrip().endswith(b"}"):
                break
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


HEAD = b"POST /v1/runs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


def test_body_that_does_not_arrive(server):
    """A body that does not arrive in time is given up (api §4.1)."""
    status, body = exchange(server, HEAD + b"Content-Length: 100\r\n\r\n{")
    assert (status, body["code"]) == (408, "request_timeout")


@pytest.mark.parametrize("length", [1_000_001, 10**15])
def test_announced_length_that_is_too_large(server, length):
    """A body that announces too much is refused though it never comes (api §4.1)."""
    status, body = exchange(server, HEAD + b"Content-Length: %d\r\n\r\n" % length)
    assert (status, body["code"]) == (413, "body_too_large")


def test_large_bodies_are_refused_and_the_caller_is_told(server):
    """A caller that sends too much gets to see the answer, chunked or not (api §4.1)."""
    large = b" " * 3_000_000
    for content in (large, iter([large[:500_000]] * 6)):
        answer = server.client.post("/v1/runs", content=content, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_list_of_tags_over_several_lines(server):
    """A list of tags may be spread over several lines of the header (api §4.2)."""
    server.client.post("/v1/runs", json=CLINIC_DESK)
    tag = server.client.get(CLINIC_DESK_PATH, headers={"Accept-Encoding": "identity"}).headers["ETag"]
    lines = [("If-None-Match", '"other"'), ("If-None-Match", tag)]
    assert server.client.get(CLINIC_DESK_PATH, headers=lines).status_code == 304


def test_concurrent_creations(server):
    """Clients that create runs at the same time all succeed, and nothing is left behind (runs §4.2)."""
    deadline = time.monotonic() + SECONDS
    statuses, ids, failures = [], set(), []

    def client(number):
        with httpx.Client(base_url=server.address, timeout=30) as caller:
            while time.monotonic() < deadline:
                body = {"templateId": "order-system", "parameters": {"bins": 24}}
                if number % 2:
                    body["options"] = {"deterministicRunId": True}
                answer = caller.post("/v1/runs", json=body)
                statuses.append(answer.status_code)
                if answer.status_code not in (200, 201):
                    failures.append(answer.text)
                else:
                    ids.add(answer.json()["metadata"]["runId"])

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(statuses) >= CLIENTS
    names = {path.name for path in (server.data_dir / "runs").iterdir()}
    assert not [name for name in names if name.startswith(".tmp")]
    assert ids <= names
    assert len([run_id for run_id in ids if run_id.startswith("run_deterministic")]) == 1
