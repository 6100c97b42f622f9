"""How fast a server answers questions about runs, beside a bare Litestar route.

``python benchmarks/http.py [SECONDS]`` starts ``flowtime serve`` as a process of its own with one worker;
this process is the client. Each figure is taken in turn with that of a bare route, served by the same HTTP
server; ratios are of processor time, which other work on the machine does not change.
"""

import sys

# This file bears a name of the standard library, whose package must be found first.
sys.path.append(sys.path.pop(0))

import mmap
import os
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

import numpy as np

import flowtime
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.runs import file_names
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.state_query import read_snapshot_query
from flowtime_domain.state.state_slice import snapshot_slice
from flowtime_domain.state.stored_model import STORED_DOCUMENT_LIMITS
from flowtime_entrypoints.bodies.state import StateBodies
from http_client import Connection, Load, connected, load, request_text
from http_load import free_port, running_server
from listing import compare_listings
from measurement import machine, print_table

SECONDS: Final = 2.0
BINS: Final = 288
SOME_BINS: Final = 720
MANY_BINS: Final = 8760
PLACES: Final = 100
MANY_PLACES: Final = 1000
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """A server: its port, and its process."""

    port: int
    pid: int

    @property
    def processor_seconds(self) -> float:
        """How long it has worked; threads of its own included."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS


def main() -> None:
    """Measure and print the tables."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    print(machine())
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".benchmark-") as folder:
        data = Path(folder) / "reading"
        for name, model in (
            ("small", service_model(PLACES, SOME_BINS)),
            ("counts", counting_model(PLACES, SOME_BINS)),
            ("wide", service_model(MANY_PLACES, BINS)),
            ("long", service_model(MANY_PLACES, MANY_BINS)),
        ):
            flowtime.create_run(model=model, run_id=name, data_dir=data)
        with running_server(data) as (port, process), bare_server() as bare:
            server = Served(port, process.pid)
            compare_answers(server, Served(*bare), seconds)
            compare_sizes(server, seconds)
        compare_reads(data / "runs")
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


def counting_model(places: int, bins: int) -> dict[str, Any]:
    """The two nodes of the worked example of states in turn, with whole numbers as telemetry has them."""
    series = {"arrivals": 40, "served": 36, "errors": 4, "capacity": 50, "depth": 90}
    nodes = [
        {"id": f"{name}_{place}", "values": [1 + (t * 7919 + place * 31) % most for t in range(bins)]}
        for place in range(places)
        for name, most in series.items()
    ]
    kinds = (("service", "capacity", "capacity"), ("queue", "queueDepth", "depth"))
    return {
        "grid": {"bins": bins, "binSize": 5, "binUnit": "minutes", "start": "2025-03-03T00:00:00Z"},
        "nodes": nodes,
        "outputs": [{"series": "arrivals_0"}],
        "topology": {
            "nodes": [
                {
                    "id": f"Node{place}",
                    "kind": kind,
                    "semantics": {
                        **{name: f"{name}_{place}" for name in ("arrivals", "served", "errors")},
                        key: f"{name}_{place}",
                    },
                }
                for place in range(places)
                for kind, key, name in kinds[place % 2 : place % 2 + 1]
            ],
            "edges": [],
        },
    }


@contextmanager
def bare_server() -> Iterator[tuple[int, int]]:
    """The bare route: its port and its process."""
    port = free_port()
    command = (sys.executable, "-P", Path(__file__).with_name("bare_route.py"), str(port))
    server = subprocess.Popen(command)
    try:
        wait_for(port)
        yield port, server.pid
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


def compare_answers(server: Served, bare: Served, seconds: float) -> None:
    """Questions about a run of a hundred services, beside the bare route.

    Rule 1: of the questions that are asked for the first time there are so many that none of their answers
    is still kept when the same is asked again.
    """
    run = "/v1/runs/small"
    states = request_texts(f"{run}/state?binIndex={t}" for t in range(SOME_BINS))
    wide, counts = windows(run), windows("/v1/runs/counts")
    every_tenth = names(range(0, MANY_PLACES, MANY_PLACES // PLACES))
    far = [f"{path}&nodeIds={every_tenth}" for path in windows("/v1/runs/long", MANY_BINS, BINS)]
    known(server.port, request_texts(far[-1:]))
    one_metric = [f"{path}&metrics={name}" for path in wide for name in ("served", "queue", "utilization")]
    brotli = {"Accept-Encoding": "br"}
    questions: Sequence[tuple[str, Sequence[bytes], str]] = (
        ("state of 100 services", states, "at least 1500"),
        ("the same again", states[:BINS], "-"),
        ("304 for a state", known(server.port, states[:BINS]), "at least 5000"),
        ("window of 100 services x 288 bins, one metric", request_texts(one_metric), "at least 300"),
        ("the same again", request_texts(one_metric[:3]), "-"),
        ("window of 100 services x 288 bins, all 12 metrics", request_texts(wide), "at least 80"),
        ("the same again", request_texts(wide[:1]), "-"),
        ("the same, other bins each time", request_texts(far), "-"),
        ("window of 100 nodes that count (state §6), all 9", request_texts(counts), "at least 80"),
        ("the same again", request_texts(counts[:1]), "-"),
        ("window of 100 services, all 12, in brotli", request_texts(wide, brotli), "-"),
        ("the same again", request_texts(wide[:1], brotli), "-"),
        ("the run", request_texts([run]), "-"),
        ("one series", request_texts([f"{run}/series/source"]), "-"),
        ("structure", request_texts([f"{run}/graph"]), "-"),
        ("health", request_texts(["/healthz"]), "-"),
    )
    rows = [("what", "per second", "per second of its processor", "/ bare route", "bytes", "aim")]
    for name, asked, aim in questions:
        beside, of_bare = measured(bare, request_texts(["/bare/a"]), seconds / 2)
        found, of_processor = measured(server, asked, seconds)
        assert set(found.statuses) == {304 if name.startswith("304") else 200}, (name, found.statuses)
        rates = f"{found.per_second:.0f}", f"{of_processor:.0f}", f"{of_processor / of_bare:.2f}"
        rows.append((name, *rates, str(found.body_bytes), aim))
    rows.append(("the bare route", f"{beside.per_second:.0f}", f"{of_bare:.0f}", "1", "15", "-"))
    print_table(f"Answers of one worker, 8 connections, {seconds:g} s each", rows)


def request_texts(paths: Iterable[str], headers: Mapping[str, str] | None = None) -> list[bytes]:
    """A request for each path."""
    return [request_text(path, headers) for path in paths]


def windows(run: str, bins: int = SOME_BINS, step: int = 4) -> list[str]:
    """Paths of windows of 288 bins that begin at different bins."""
    return [f"{run}/state_window?startBin={t}&endBin={t + BINS - 1}" for t in range(0, bins - BINS, step)]


def names(places: range) -> str:
    """The names of some services."""
    return ",".join(f"Service{place}" for place in places)


def measured(server: Served, requests: Sequence[bytes], seconds: float) -> tuple[Load, float]:
    """What came of requests, and how many answers the server gave in a second of processor time.

    The second figure says what a server can do that has a processor for itself.
    """
    before = server.processor_seconds
    found = load(server.port, requests, seconds)
    return found, found.statuses.total() / max(server.processor_seconds - before, 1 / _TICKS)


def known(port: int, requests: Sequence[bytes]) -> list[bytes]:
    """The same requests by a caller that has the answers."""
    with connected(port, 1) as (connection,):
        tags = [connection.ask(request).header("etag") for request in requests]
    return [
        request.replace(b"\r\n\r\n", f"\r\nIf-None-Match: {tag}\r\n\r\n".encode())
        for request, tag in zip(requests, tags, strict=True)
    ]


def compare_sizes(server: Served, seconds: float) -> None:
    """The same questions to runs of few and of many bins."""
    tens = [f"&nodeIds={names(range(at, at + 10))}" for at in range(30)]
    rows = [("what", "288 bins", "8760 bins", "time of 8760 / 288", "aim")]
    for name, suffixes in (("10 of 1000 services", tens), ("1000 services", [""])):
        rates = []
        for run, bins in (("wide", BINS), ("long", MANY_BINS)):
            moments = range(0, bins, bins // BINS)
            asked = request_texts(
                f"/v1/runs/{run}/state?binIndex={t}{suffix}" for suffix in suffixes for t in moments
            )
            load(server.port, asked[-9:], seconds / 10)
            rates.append(measured(server, asked, seconds)[1])
        shown = (f"{rate:.0f}/s" for rate in rates)
        rows.append((f"state of {name}", *shown, f"{rates[0] / rates[1]:.2f}", "at most 1.5"))
    print_table("Snapshots of one bin, per second of its processor, whatever the number of bins", rows)


def compare_reads(runs_root: Path) -> None:
    """What one snapshot of the longest run reads of its matrix."""
    run = FilesystemArtifactStore(runs_root).open_run(RunId("long"))
    views = RunViews(YamlOrJsonDocumentReader(STORED_DOCUMENT_LIMITS))
    bodies, matrix = StateBodies(views, "runs"), run.matrix

    def snapshot(suffix: str) -> None:
        query = read_snapshot_query(parse_qsl(f"binIndex=7{suffix}"))
        bodies.snapshot(snapshot_slice(run, views(run), query))

    snapshot("")
    rows = [("what", "numbers read", "of", "MB from the disk, none in memory", "of")]
    for name, suffix in (("1 of 1000 services", "&nodeIds=Service7"), ("1000 services", "")):
        forget(matrix, runs_root / "long" / file_names.MATRIX)
        run.matrix = matrix.view(CountedMatrix)
        CountedMatrix.taken, before = 0, bytes_from_disk()
        snapshot(suffix)
        megabytes = f"{(bytes_from_disk() - before) / 1e6:.2f}", f"{matrix.nbytes / 1e6:.0f}"
        rows.append((f"state of {name}", str(CountedMatrix.taken), str(matrix.size), *megabytes))
    print_table("What one snapshot reads of a run that was verified", rows)


class CountedMatrix(np.ndarray):
    """A matrix that counts the numbers that are taken out of it."""

    taken = 0

    def __getitem__(self, key: Any) -> Any:
        """Part of the matrix; what is no slice is taken out."""
        part = super().__getitem__(key)
        if not isinstance(key, tuple):
            CountedMatrix.taken += part.size
        return part


def forget(matrix: Any, path: Path) -> None:
    """Let the system forget what it has in memory of a mapped file, as far as no other process maps it."""
    mapped = matrix
    while not isinstance(mapped, mmap.mmap):
        mapped = mapped.obj if isinstance(mapped, memoryview) else mapped.base
    mapped.madvise(mmap.MADV_DONTNEED)
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def bytes_from_disk() -> int:
    """What this process has made the system read from disks."""
    counters = Path("/proc/self/io").read_text(encoding="ascii")
    return int(counters.partition("read_bytes: ")[2].partition("\n")[0])


if __name__ == "__main__":
    main()
