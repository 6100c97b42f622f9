"""How long a page of a list of many runs takes, and making their catalog anew."""

import json
import statistics
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import flowtime
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import manifest_hash
from flowtime_domain.runs.encoding import artifact_json
from flowtime_domain.runs.identity import sha256_digits
from http_client import Connection, connected, request_text
from http_load import FLOWTIME, running_server
from measurement import print_table

LISTED: Final = 10_000
LISTINGS: Final = 300
REBUILDS: Final = 5
PAGES: Final = ("/v1/runs", "/v1/runs?page=100", "/v1/runs?q=order", "/v1/runs?mode=simulation&limit=50")


def compare_listings(data: Path) -> None:
    """Pages of a list of many runs, and the catalog they are read from."""
    write_listed_runs(data, LISTED)
    seconds = statistics.median(rebuilding(data) for _ in range(REBUILDS))
    rows = [("what", "median", "95th percentile", "aim")]
    with running_server(data) as (port, _), connected(port, 1) as (connection,):
        for page in PAGES:
            times = [timed(connection, request_text(page)) for _ in range(LISTINGS)]
            percentiles = statistics.quantiles(times, n=20)
            texts = (f"{percentiles[index] * 1e3:.1f} ms" for index in (9, 18))
            rows.append((f"`{page}`", *texts, "at most 10 ms"))
    rows.append(("`flowtime catalog rebuild`", f"{seconds:.2f} s", "-", "at most 5 s"))
    print_table(f"Lists of {LISTED} runs", rows)


def rebuilding(data: Path) -> float:
    """How many seconds it takes to make a catalog anew, as the command itself says."""
    command = (FLOWTIME, "--data-dir", data, "catalog", "rebuild", "--json")
    rebuilt = subprocess.run(command, capture_output=True, check=True)
    return float(json.loads(rebuilt.stdout)["elapsedMs"]) / 1e3


def timed(connection: Connection, request: bytes) -> float:
    """How many seconds an answer takes."""
    began = time.perf_counter()
    answer = connection.ask(request)
    assert answer.status == 200, answer
    return time.perf_counter() - began


def write_listed_runs(data: Path, count: int) -> None:
    """One run under many names, of each copy the documents that it is listed by."""
    flowtime.create_run("order-system", run_id="original", data_dir=data)
    root = data / "runs"
    run, manifest = (
        json.loads((root / "original" / name).read_bytes()) for name in (file_names.RUN, file_names.MANIFEST)
    )
    for number in range(count - 1):
        created = f"{datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=number):%Y-%m-%dT%H:%M:%S.%fZ}"
        document = artifact_json({**run, "runId": f"copy-{number:05}", "createdUtc": created})
        entry = {"path": file_names.RUN, "size": len(document), "sha256": sha256_digits(document)}
        files = [entry if each["path"] == file_names.RUN else each for each in manifest["files"]]
        listing = {**manifest, "createdUtc": created, "files": files}
        folder = root / f"copy-{number:05}"
        folder.mkdir()
        (folder / file_names.RUN).write_bytes(document)
        listing["manifestHash"] = manifest_hash(listing)
        (folder / file_names.MANIFEST).write_bytes(artifact_json(listing))
