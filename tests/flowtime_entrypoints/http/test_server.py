"""The life of a serving process."""

import json
import os
import signal
import socket
import subprocess
import threading
import time

import httpx
import pytest

from examples.http_service import CLINIC_DESK, CLINIC_DESK_PATH
from examples.real_server import COMMAND, RealServer
from flowtime_entrypoints.http.server import _listener

pytestmark = pytest.mark.slow
NODES = [
    {"id": "x", "kind": "const", "values": [1.23456] * 30_000},
    *({"id": f"s{n}", "kind": "expr", "expr": f"x * {n + 1}.123456789 + SQRT(x * {n})"} for n in range(40)),
]
# Writing this run takes the better part of a second.
LARGE = {
    "model": {
        "grid": {"bins": 30_000, "binSize": 1, "binUnit": "minutes", "start": "2025-01-01T00:00:00Z"},
        "nodes": NODES,
        "topology": {
            "nodes": [{"id": "A", "kind": "service", "semantics": {"arrivals": "x", "served": "x"}}]
        },
    }
}


def events(server):
    return [json.loads(line) for line in server.log.read_text().splitlines()]


class LargeCreation:
    """A creation that runs beside the test, and what it was answered."""

    def __init__(self, server):
        self.answer = None
        self._thread = threading.Thread(target=self._create, args=(server,))
        self._thread.start()
        while not any(event["event"] == "RunOrchestrationArtifacts" for event in events(server)):
            time.sleep(0.01)

    def _create(self, server):
        self.answer = httpx.post(f"{server.address}/v1/runs", json=LARGE, timeout=30)

    def finished(self):
        self._thread.join()
        return self.answer


def runs_of(server):
    return {path.name for path in (server.data_dir / "runs").iterdir()} - {".lock"}


def test_start_and_stop(tmp_path):
    """A server says where it listens, logs start and stop, and ends with 0 (operations §5)."""
    with RealServer(tmp_path) as server:
        assert server.client.get("/healthz").json() == {"status": "ok"}
        assert server.stop() == 0
        started, *_, stopping = events(server)
    assert (started["event"], started["eventId"], started["host"]) == ("ServerStarted", 1002, "127.0.0.1")
    assert {"port", "engineVersion", "publicationMethod", "templates", "brokenTemplates"} <= set(started)
    assert (stopping["event"], stopping["eventId"]) == ("ServerStopping", 1003)
    assert (stopping["deadlineSeconds"], stopping["inProgress"]) == (30.0, 0)


def test_connections_send_at_once():
    """A connection sends what there is and waits for no acknowledgement (operations §4.11)."""
    with _listener("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_interrupt_stops_too(tmp_path):
    """SIGINT stops a server as SIGTERM does (operations §5.2)."""
    with RealServer(tmp_path) as server:
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(30) == 0


def test_running_creation_may_finish(tmp_path):
    """A server that stops lets a creation finish, takes no new one and is not ready (operations §5.2)."""
    with RealServer(tmp_path) as server:
        creation = LargeCreation(server)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        assert server.client.get("/readyz").status_code == 503
        refused = server.client.post("/v1/runs", json=CLINIC_DESK)
        assert (refused.status_code, refused.json()["code"]) == (503, "shutting_down")
        assert refused.headers["Retry-After"] == "5"
        assert creation.finished().status_code == 201
        assert server.process.wait(30) == 0
        assert runs_of(server) == {creation.answer.json()["metadata"]["runId"]}


def test_creation_that_takes_too_long_is_abandoned(tmp_path):
    """After the deadline a creation is abandoned, nothing is left of it, the exit is 1 (operations §5.2)."""
    with RealServer(tmp_path, shutdown_seconds=0.1) as server:
        creation = LargeCreation(server)
        assert server.stop() == 1
        answer = creation.finished()
        assert (answer.status_code, answer.json()["code"]) == (503, "shutting_down")
        assert runs_of(server) == set()
        failed = [event for event in events(server) if event["eventId"] == 4500]
        assert [(event["code"], event["stage"]) for event in failed] == [("shutting_down", "artifacts")]


def test_second_signal_does_not_wait(tmp_path):
    """Asked twice, a server abandons what runs at once (operations §5.2)."""
    with RealServer(tmp_path) as server:
        creation = LargeCreation(server)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        assert server.stop() == 1
        assert creation.finished().json()["code"] == "shutting_down"
        assert runs_of(server) == set()


def test_client_that_goes_away_does_not_stop_its_creation(tmp_path):
    """Once accepted a creation runs to its end even if the client goes away (runs §5.7)."""
    with RealServer(tmp_path) as server:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{server.address}/v1/runs", json=LARGE, timeout=httpx.Timeout(30, read=0.3))
        assert server.stop() == 0
        assert len(runs_of(server)) == 1
        assert [event["outcome"] for event in events(server) if event["eventId"] == 4005] == ["created"]


def test_what_killed_processes_left_is_swept(tmp_path):
    """A start removes what killed writers left behind and says so (operations §5.1)."""
    names = ("runs/.tmp-run_x-00000000", "telemetry/.tmp-monday-00000000")
    left = [tmp_path / "data" / name for name in names]
    for directory in left:
        directory.mkdir(parents=True)
    with RealServer(tmp_path) as server:
        assert not any(directory.exists() for directory in left)
        swept = [event for event in events(server) if event["event"] == "TemporarySwept"]
    assert [(event["eventId"], event["level"], event["path"]) for event in swept] == [
        (4101, "warning", name) for name in names
    ]


def catalog_events(server):
    """What was told of the catalog until it was ready."""
    assert server.client.get("/v1/runs").status_code == 200
    return [event for event in events(server) if event["eventId"] in (4103, 4110)]


def test_catalog_is_rebuilt_at_the_start(tmp_path):
    """A start opens the catalog, or rebuilds it and says why; listing waits for it (operations §5.1)."""
    with RealServer(tmp_path) as server:
        run_id = server.client.post("/v1/runs", json=CLINIC_DESK).json()["metadata"]["runId"]
        assert server.stop() == 0
    with RealServer(tmp_path) as server:
        listed = server.client.get("/v1/runs").json()
        assert [item["runId"] for item in listed["items"]] == [run_id]
        assert server.client.get("/readyz").json()["checks"]["catalog"] == "ok"
        assert server.stop() == 0
    (tmp_path / "data" / "catalog.db").write_bytes(b"garbage" * 1000)
    (tmp_path / "data" / "runs" / "broken").mkdir()
    with RealServer(tmp_path) as server:
        assert server.client.get("/v1/runs").json() == listed
        (rebuilt,) = catalog_events(server)
        assert (rebuilt["event"], rebuilt["reason"], rebuilt["runs"], rebuilt["corrupt"]) == (
            *("CatalogRebuilt", "corrupt"),
            *(2, 1),
        )
    with RealServer(tmp_path) as server:
        assert catalog_events(server) == []


def test_deletion_is_told(tmp_path):
    """A deleted run is told of, and its row is gone for other processes too (operations §2.6)."""
    with RealServer(tmp_path) as server:
        server.client.post("/v1/runs", json=CLINIC_DESK)
        assert server.client.delete(CLINIC_DESK_PATH).status_code == 204
        assert server.client.get("/v1/runs").json()["totalCount"] == 0
        (deleted,) = [event for event in events(server) if event["eventId"] == 4104]
    assert (deleted["event"], deleted["level"], deleted["runId"]) == (
        *("RunDeleted", "info"),
        CLINIC_DESK_PATH.rpartition("/")[2],
    )
    assert (deleted["templateId"], deleted["mode"]) == ("clinic-desk", "simulation")
    assert {"requestId", "timestamp"} <= set(deleted)


def test_unwritable_data_root_does_not_prevent_a_start(tmp_path):
    """An unwritable data root leaves reads working and readiness off (operations §5.1)."""
    (tmp_path / "data").write_text("a file where the data root should be")
    with RealServer(tmp_path) as server:
        assert server.client.get("/readyz").status_code == 503
        assert server.client.get("/v1/templates").status_code == 200
        refused = server.client.post("/v1/runs", json=CLINIC_DESK)
        assert (refused.status_code, refused.json()["code"]) == (503, "store_unavailable")
        assert server.stop() == 0


def test_request_that_takes_too_long_is_given_up(tmp_path):
    """A request whose body does not arrive does not keep a server from stopping (operations §5.2)."""
    with RealServer(tmp_path, shutdown_seconds=0.1) as server:
        port = int(server.address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as connection:
            head = b"POST /v1/runs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            connection.sendall(head + b"Content-Length: 9\r\n\r\n{")
            time.sleep(0.2)
            assert server.stop() == 1


def serve_command(data_dir, *flags):
    """The result of a server that cannot start."""
    return subprocess.run(
        [COMMAND, "serve", *flags],
        env={**os.environ, "FLOWTIME_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_port_in_use(tmp_path):
    """A port in use is told and ends with 1 (operations §4.11)."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = serve_command(tmp_path, "--port", port)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        f"error[address_unavailable]: Cannot listen on 127.0.0.1, port {port}: address already in use; "
        "choose another with '--host' and '--port'.\n"
    )


def test_directory_of_templates_that_is_not_there(tmp_path):
    """A directory of templates that cannot be read keeps a server from starting (operations §1.1)."""
    result = serve_command(tmp_path, "--port", "0", "--templates-dir", str(tmp_path / "none"))
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error[setting_invalid]: ")
