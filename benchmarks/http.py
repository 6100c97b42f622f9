"""How fast a server answers questions about runs, beside a bare Litestar route.

``python benchmarks/http.py [SECONDS]`` starts ``flowtime serve`` as a process of its own with one worker; this
process is the client. Each figure is taken in turn with that of a bare route, served by the same HTTP server.
"""

import sys

# This file bears a name of the standard library, whose package must be found first.
sys.path.append(sys.path.pop(0))

import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import flowtime
from http_client import Connection, connected, load, request_text
from http_load import free_port, running_server
from listing import compare_listings
from measurement import machine, print_table

SECONDS: Final = 2.0
BINS: Final = 288
MANY_BINS: Final = 8760
PLACES: Final = 100
MANY_PLACES: Final = 1000
MATRIX: Final = "matrix"


def main() -> None:
    """Measure and print the tables."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    print(machine())
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".benchmark-") as folder:
        data = Path(folder) / "reading"
        for name, places, bins in (
            ("small", PLACES, BINS),
            ("wide", MANY_PLACES, BINS),
            ("long", MANY_PLACES, MANY_BINS),
        ):
            flowtime.create_run(model=service_model(places, bins), run_id=name, data_dir=data)
        with running_server(data) as (port, server), bare_server() as bare_port:
            compare_answers(port, bare_port, seconds)
            compare_sizes(port, server.pid, seconds)
        compare_listings(Path(folder) / "listing")


def service_model(places: int, bins: int) -> dict[str, Any]:
    """Services with a queue: arrivals, capacity, served, errors, attempts and a depth each."""
    formulas = {
        "arrivals": "source * {share}",
        "capacity": "CLAMP(source, 20, 55)",
        "served": "MIN(arrivals_{place}, capacity_{place})",
        "errors": "served_{place} * 0.0123",
    }
    nodes = [{"id": "source", "values": [round(40 + 35 * ((t * 7919) % 101) / 101, 2) for t in range(bins)]}]
    for place in range(places):
        values = {"place": place, "share": 0.5 + place / places}
        nodes += [
            {"id": f"{name}_{place}", "kind": "expr", "expr": formula.format(**values)}
            for name, formula in formulas.items()
        ]
    return {
        "grid": {"bins": bins, "binSize": 5, "binUnit": "minutes", "start": "2025-03-03T00:00:00Z"},
        "nodes": nodes,
        "outputs": [{"series": "source"}],
        "topology": {
            "nodes": [
                {
                    "id": f"Service{place}",
                    "kind": "serviceWithBuffer",
                    "semantics": {
                        **{name: f"{name}_{place}" for name in formulas},
                        "queueDepth": f"depth_{place}",
                    },
                }
                for place in range(places)
            ],
            "edges": [],
        },
    }


@contextmanager
def bare_server() -> Iterator[int]:
    """The bare route, on a port of its own."""
    port = free_port()
    command = (sys.executable, "-P", Path(__file__).with_name("bare_route.py"), str(port))
    server = subprocess.Popen(command)
    try:
        wait_for(port)
        yield port
    finally:
        server.kill()
        server.wait()


def wait_for(port: int) -> None:
    """Return when somebody listens."""
    for _ in range(400):
        try:
            Connection(port).socket.close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("The bare server has not started.")


def compare_answers(port: int, bare_port: int, seconds: float) -> None:
    """Questions about a run of a hundred services, beside the bare route."""
    run = "/v1/runs/small"
    states = [request_text(f"{run}/state?binIndex={t}") for t in range(BINS)]
    window = f"{run}/state_window?startBin=0&endBin={BINS - 1}"
    questions: Mapping[str, tuple[Sequence[bytes], str]] = {
        "state of 100 services": (states, "at least 1500"),
        "window of 100 services x 288 bins, one metric": (
            [request_text(f"{window}&metrics={name}") for name in ("served", "queue", "utilization")],
            "at least 300",
        ),
        "window of 100 services x 288 bins, all metrics": ([request_text(window)], "at least 80"),
        "the same, in brotli": ([request_text(window, {"Accept-Encoding": "br"})], "-"),
        "304 for a state": (known(port, states), "at least 5000"),
        "the run": ([request_text(run)], "-"),
        "one series": ([request_text(f"{run}/series/source")], "-"),
        "structure": ([request_text(f"{run}/graph")], "-"),
        "health": ([request_text("/healthz")], "-"),
    }
    rows = [("what", "per second", "bytes", "/ bare route", "aim")]
    for name, (requests, aim) in questions.items():
        bare = load(bare_port, [request_text("/bare/a")], seconds / 2)
        found = load(port, requests, seconds)
        (status,) = found.statuses
        assert status == (304 if name.startswith("304") else 200), (name, found.statuses)
        ratio = found.per_second / bare.per_second
        rows.append((name, f"{found.per_second:.0f}", str(found.body_bytes), f"{ratio:.2f}", aim))
    print_table(f"Answers of one worker, 8 connections, {seconds:g} s each", rows)
    print(f"\nThe bare route, last: {bare.per_second:.0f} per second.")


def known(port: int, requests: Sequence[bytes]) -> list[bytes]:
    """The same requests by a caller that has the answers."""
    with connected(port, 1) as (connection,):
        tags = [connection.ask(request).header("etag") for request in requests]
    return [
        request.replace(b"\r\n\r\n", f"\r\nIf-None-Match: {tag}\r\n\r\n".encode())
        for request, tag in zip(requests, tags, strict=True)
    ]


def compare_sizes(port: int, pid: int, seconds: float) -> None:
    """The same questions to runs of few and of many bins, and what they read of the matrix."""
    nodes = ",".join(f"Service{place}" for place in range(10))
    rows = [("what", "288 bins", "8760 bins", "time of 8760 / 288", "aim", "of the matrix touched")]
    for name, suffix in (("10 of 1000 services", f"&nodeIds={nodes}"), ("1000 services", "")):
        rates, touched = [], ""
        for run, bins in (("wide", BINS), ("long", MANY_BINS)):
            requests = [
                request_text(f"/v1/runs/{run}/state?binIndex={t}{suffix}") for t in range(1, bins, bins // 9)
            ]
            load(port, requests, 0.2)
            forget_touched(pid)
            load(port, requests[:1], 0.2)
            touched = touched_text(pid)
            rates.append(load(port, requests, seconds).per_second)
        rows.append(
            (
                f"state of {name}",
                *(f"{rate:.0f}/s" for rate in rates),
                f"{rates[0] / rates[1]:.2f}",
                "at most 1.5",
                touched,
            )
        )
    print_table("Snapshots of one bin, whatever the number of bins", rows)


def forget_touched(pid: int) -> None:
    """Let the system count anew which pages a process touches."""
    Path(f"/proc/{pid}/clear_refs").write_text("1", encoding="ascii")


def touched_text(pid: int) -> str:
    """How much of the largest mapped matrix a process has touched since."""
    sizes: list[tuple[int, int]] = []
    is_matrix = False
    for line in Path(f"/proc/{pid}/smaps").read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition(":")
        if " " in name:
            is_matrix = MATRIX in line
        elif is_matrix and name == "Size":
            sizes.append((int(rest.split()[0]), 0))
        elif is_matrix and name == "Referenced":
            sizes[-1] = (sizes[-1][0], int(rest.split()[0]))
    size, touched = max(sizes)
    return f"{touched / 1024:.1f} of {size / 1024:.0f} MiB"


if __name__ == "__main__":
    main()
