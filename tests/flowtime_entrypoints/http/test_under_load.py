"""Clients that create, read, overwrite and delete the same runs at the same time."""

import os
import random
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from examples.http_service import check_against_document
from examples.real_server import RealServer
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore

pytestmark = pytest.mark.slow
SECONDS = 6
CLIENTS = 6
RUNS = [f"shared-{number}" for number in range(4)]
BINS = 24
WINDOW = f"/state_window?startBin=0&endBin={BINS - 1}"
QUESTIONS = ["", "/index", "/model", "/graph", "/state?binIndex=3", WINDOW]
ALLOWED = {200, 201, 204, 304, 404, 409, 429}


def creation(chance, run_id):
    """One of three scenarios under one id."""
    return {
        "templateId": "order-system",
        "parameters": {"bins": BINS + chance.randrange(3)},
        "options": {"runId": run_id, "overwriteExisting": chance.random() < 0.7},
    }


class Client:
    """Asks at random until the time is over; what was wrong is in `failures`."""

    def __init__(self, address, seed, deadline):
        self.chance = random.Random(seed)
        self.statuses = Counter()
        self.failures = []
        self._tags = {}
        self._address = address
        self._deadline = deadline

    def run(self):
        with httpx.Client(base_url=self._address, timeout=60) as self.http:
            while time.monotonic() < self._deadline:
                step = self.chance.choice([self.create, self.delete, self.list, *[self.read] * 7])
                self.note(step(self.chance.choice(RUNS)))

    def note(self, answer):
        self.statuses[answer.status_code] += 1
        try:
            assert answer.status_code in ALLOWED
            check_against_document(answer)
        except Exception as failure:
            self.failures.append((answer.request.url.path, answer.status_code, repr(failure)[:500]))

    def create(self, run_id):
        return self.http.post("/v1/runs", json=creation(self.chance, run_id))

    def delete(self, run_id):
        return self.http.delete(f"/v1/runs/{run_id}")

    def list(self, _run_id):
        return self.http.get("/v1/runs?status=all")

    def read(self, run_id):
        path = f"/v1/runs/{run_id}" + self.chance.choice(
            [
                "",
                "/index",
                "/model",
                "/graph",
                "/state?binIndex=3",
                f"/state_window?startBin=0&endBin={BINS - 1}",
            ]
        )
        coding = self.chance.choice(["identity", "br", "gzip"])
        tags = {"If-None-Match": self._tags[path]} if path in self._tags else {}
        answer = self.http.get(path, headers={"Accept-Encoding": coding, **tags})
        if answer.status_code == 200:
            self._tags[path] = answer.headers["ETag"]
            if "state" in path:
                self.check_state(path, answer.json())
        return answer

    def check_state(self, path, body):
        """An answer is made from one run alone, and is whole."""
        for node in body["nodes"]:
            for values in node.get("series", {}).values():
                assert len(values) == BINS, path


def open_below(pid, folder):
    """How many files of a directory a process holds open, where the system tells."""
    listing = Path(f"/proc/{pid}/fd")
    targets = [os.readlink(entry) for entry in listing.iterdir()] if listing.is_dir() else []
    return len([target for target in targets if target.startswith(str(folder))])


def test_everything_at_once(tmp_path):
    """Runs come, change and go while they are read; each answer is whole, and nothing is left (runs §8.1)."""
    with RealServer(tmp_path, log_level="error") as server:
        server.client.get("/v1/runs")
        deadline = time.monotonic() + SECONDS
        clients = [Client(server.address, seed, deadline) for seed in range(CLIENTS)]
        threads = [threading.Thread(target=client.run) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not [failure for client in clients for failure in client.failures]
        statuses = sum((client.statuses for client in clients), Counter())
        assert {200, 201, 204, 304, 404} <= set(statuses) <= ALLOWED
        for run_id in RUNS:
            server.client.delete(f"/v1/runs/{run_id}")
        assert server.client.get("/v1/runs?status=all").json()["items"] == []
        assert open_below(server.process.pid, server.data_dir / "runs") <= CLIENTS
        assert server.stop() == 0
        assert server.log.read_text() == "", "nothing has failed"
    runs_root = server.data_dir / "runs"
    FilesystemArtifactStore(runs_root).sweep()
    assert {path.name for path in runs_root.iterdir()} <= {".lock"}
