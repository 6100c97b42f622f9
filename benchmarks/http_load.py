"""How many runs a server makes under load, and what is left behind.

``python benchmarks/http_load.py [SECONDS]`` starts ``flowtime serve`` as a process of its own with an empty
data root; 8 clients post runs of order-system one after the other. Then it stops the server and counts.
"""

import sys

if __name__ == "__main__":
    # A benchmark bears the name of a package of the standard library, which must be found first.
    sys.path.append(sys.path.pop(0))

import json
import os
import signal
import socket
import statistics
import subprocess
import sysconfig
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from direct_work import TEMPLATE
from measurement import machine, print_table

SECONDS = 20
CLIENTS = 8
HOST = "127.0.0.1"
START_SECONDS = 20
FLOWTIME = Path(sysconfig.get_path("scripts")) / "flowtime"
BODY = json.dumps({"templateId": TEMPLATE})


def main() -> None:
    """Measure and print the table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    print(machine())
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".benchmark-") as folder:
        data = Path(folder)
        with running_server(data) as (port, server):
            answers = load(port, seconds)
            exit_code = stop(server)
        report(answers, seconds, leftovers(data), exit_code)


@contextmanager
def running_server(data: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A server that is ready, on a port of its own."""
    port = free_port()
    command = (FLOWTIME, "--data-dir", data, "--log-level", "error", "serve", "--port", str(port))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FLOWTIME_")}
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    try:
        wait_until_ready(port)
        yield port, server
    finally:
        server.kill()
        server.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until_ready(port: int) -> None:
    """Return when the server answers that it is ready."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            connection = HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"The server was not ready within {START_SECONDS} s.")


def stop(server: subprocess.Popen[bytes]) -> int:
    """Ask the server to stop; its exit code."""
    server.send_signal(signal.SIGTERM)
    return server.wait(timeout=60)


def load(port: int, seconds: float) -> list[tuple[int, float]]:
    """Status and duration of every request of all clients."""
    deadline = time.monotonic() + seconds
    with ThreadPoolExecutor(CLIENTS) as clients:
        works = [clients.submit(client, port, deadline) for _ in range(CLIENTS)]
        return [answer for work in works for answer in work.result()]


def client(port: int, deadline: float) -> list[tuple[int, float]]:
    """Post runs over one connection until the time is over; status and duration of each."""
    connection = HTTPConnection(HOST, port, timeout=60)
    answers = []
    while time.monotonic() < deadline:
        began = time.perf_counter()
        connection.request("POST", "/v1/runs", BODY, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        answers.append((answer.status, time.perf_counter() - began))
    connection.close()
    return answers


def leftovers(data: Path) -> tuple[int, int]:
    """How many runs were published, and how many other entries lie beside them."""
    names = os.listdir(data / "runs")
    runs = [name for name in names if name.startswith("run_")]
    return len(runs), len(names) - len(runs)


def report(answers: list[tuple[int, float]], seconds: float, left: tuple[int, int], exit_code: int) -> None:
    """Print what happened."""
    statuses = Counter(status for status, _ in answers)
    durations = [duration for _, duration in answers]
    percentiles = statistics.quantiles(durations, n=100)
    runs, others = left
    rows = [
        ("what", "value"),
        ("answers by status", ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))),
        ("runs published / other entries left", f"{runs} / {others}"),
        ("exit code of the server", str(exit_code)),
        ("throughput", f"{len(answers) / seconds:.0f} runs/s"),
        ("median", f"{percentiles[49] * 1e3:.0f} ms"),
        ("95th percentile", f"{percentiles[94] * 1e3:.0f} ms"),
        ("slowest", f"{max(durations) * 1e3:.0f} ms"),
    ]
    print_table(f"POST /v1/runs of {TEMPLATE}, {CLIENTS} clients, {seconds:g} s", rows)


if __name__ == "__main__":
    main()
