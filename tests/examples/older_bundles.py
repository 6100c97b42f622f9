"""Bundles as earlier versions of FlowTime wrote them: CSVs only, with byte-order marks (runs §10.2).

The numbers are those of the worked example of state §6.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from flowtime_domain.runs.identity import RunId, prefixed_hash

MARK: Final = b"\xef\xbb\xbf"
RUN_ID: Final = RunId("run_20241105T101500Z_0a1b2c3d")
MODEL_HASH: Final = f"sha256:{'ab' * 32}"
SCENARIO_HASH: Final = f"sha256:{'cd' * 32}"
CREATED: Final = "2024-11-05T10:15:00.1234567Z"
Contents = dict[str, bytes]
Values = Sequence[float | None]

SERIES: Final[Mapping[str, Values]] = {
    "order_arrivals": (10, 10, 10, 10),
    "order_served": (9, 6, 9, 4),
    "order_errors": (1, 1, 1, 1),
    "order_capacity": (12, 7, 9, 4),
    "support_arrivals": (9, 7, 9, 5),
    "support_served": (9, 6, 9, 4),
    "support_errors": (0, 0, 0, 0),
    "support_queue": (2, 10, 20, 0),
}
MODEL: Final = """\
schemaVersion: 1
generator: flowtime-sim
metadata:
  id: order-support
  title: Order Support
  version: 1.0.0
window:
  start: 2025-01-01T00:00:00Z
  timezone: UTC
grid:
  bins: 4
  binSize: 5
  binUnit: minutes
classes: []
topology:
  nodes:
    - id: OrderService
      kind: Service
      owner: checkout
      semantics:
        arrivals: series:order_arrivals
        served: order_served
        errors: order_errors
        capacity: order_capacity
        queueDepth: null
        aliases: {served: Orders fulfilled}
    - id: SupportQueue
      kind: queue
      semantics:
        arrivals: support_arrivals
        served: support_served
        errors: support_errors
        queue: support_queue
        slaMinutes: 5
  edges:
    - source: OrderService:out
      target: SupportQueue:in
"""
FILE_MODEL: Final = """\
schemaVersion: 1
mode: telemetry
grid:
  bins: 4
  binSize: 5
  binUnit: minutes
  startTimeUtc: "2025-01-01T00:00:00.0000000Z"
topology:
  nodes:
    - id: OrderService
      kind: service
      semantics:
        arrivals: "file:order_arrivals.csv"
        served: "file://telemetry/order_served.csv"
        errors: "file:telemetry/order_errors.csv"
        capacity: "file:../series/order_capacity@ORDER_CAPACITY@DEFAULT.csv"
    - id: SupportQueue
      kind: queue
      semantics:
        arrivals: "file:support_arrivals.csv"
        served: "file:support_served.csv"
        errors: "file:support_errors.csv"
        queueDepth: "file:support_queue.csv"
        slaMin: 5
"""
# Path -> the series of `SERIES` that `FILE_MODEL` finds there.
FILES: Final[Mapping[str, str]] = {
    "model/order_arrivals.csv": "order_arrivals",
    "model/telemetry/order_served.csv": "order_served",
    "model/telemetry/order_errors.csv": "order_errors",
    "model/support_arrivals.csv": "support_arrivals",
    "model/support_served.csv": "support_served",
    "model/support_errors.csv": "support_errors",
    "model/support_queue.csv": "support_queue",
}


def csv(values: Values, header: str = "t,value") -> bytes:
    """A CSV; a value that is None has an empty cell."""
    rows = [f"{t},{'' if value is None else value}\n" for t, value in enumerate(values)]
    return MARK + f"{header}\n{''.join(rows)}".encode()


def document(members: Mapping[str, Any]) -> bytes:
    """A JSON document."""
    return MARK + json.dumps(members, indent=2).encode()


def older_bundle(
    series: Mapping[str, Values] = SERIES,
    *,
    model: str = MODEL,
    mode: str = "simulation",
    header: str = "t,value",
    bins: int = 4,
) -> Contents:
    """The files of a bundle, by path."""
    contents = {
        "spec.yaml": MARK + model.encode(),
        "model/model.yaml": MARK + model.encode(),
        "model/metadata.json": document(_metadata(mode)),
    }
    grid = {"bins": bins, "binSize": 5, "binUnit": "minutes", "timezone": "UTC"}
    entries = [_entry(name, bins, csv(values, header)) for name, values in series.items()]
    contents |= {
        entry["path"]: csv(values, header) for entry, values in zip(entries, series.values(), strict=True)
    }
    contents["run.json"] = document(_run(grid, entries))
    formats = {"aggregatesTable": {"path": "aggregates/node_time_bin.parquet"}}
    contents["series/index.json"] = document(
        {"schemaVersion": 1, "grid": grid, "series": entries, "formats": formats}
    )
    contents["manifest.json"] = document(_manifest(entries))
    return contents


def file_bundle(mode: str = "telemetry", model: str = FILE_MODEL) -> Contents:
    """A bundle whose semantics name files; its index lists one series."""
    contents = older_bundle({"order_capacity": SERIES["order_capacity"]}, model=model, mode=mode)
    return contents | {path: csv(SERIES[name], "bin_index,value") for path, name in FILES.items()}


def _entry(name: str, bins: int, content: bytes) -> dict[str, Any]:
    identifier = f"{name}@{name.upper()}@DEFAULT"
    return {
        "id": identifier,
        "kind": "flow",
        "path": f"series/{identifier}.csv",
        "unit": "entities/bin",
        "componentId": name.upper(),
        "class": "DEFAULT",
        "points": bins,
        "hash": prefixed_hash(content),
    }


def _run(grid: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "schemaVersion": 1,
        "runId": "the name of the directory counts",
        "engineVersion": "0.0.9",
        "source": "engine",
        "grid": {**grid, "align": "left"},
        "modelHash": MODEL_HASH,
        "scenarioHash": SCENARIO_HASH,
        "createdUtc": CREATED,
        "warnings": ["Telemetry was trimmed."],
        "series": [{key: entry[key] for key in ("id", "path", "unit")} for entry in entries],
    }


def _metadata(mode: str) -> dict[str, Any]:
    return {
        "schemaVersion": 1,
        "templateId": "order-system",
        "templateTitle": "Order System",
        "templateVersion": "1.0.0",
        "mode": mode,
        "modelHash": MODEL_HASH,
        "source": "flowtime-sim",
        "parameters": {"capacity": 12},
    }


def _manifest(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "schemaVersion": 1,
        "scenarioHash": SCENARIO_HASH,
        "rng": {"kind": "pcg32", "seed": 123},
        "seriesHashes": {entry["id"]: entry["hash"] for entry in entries},
        "eventCount": 0,
        "createdUtc": CREATED,
        "modelHash": MODEL_HASH,
    }


def changed(contents: Contents, path: str, change: Callable[[Any], None]) -> Contents:
    """The bundle with a JSON document changed in place."""
    members = json.loads(contents[path].decode("utf-8-sig"))
    change(members)
    return {**contents, path: document(members)}


def without(contents: Contents, *paths: str) -> Contents:
    """The bundle without some files."""
    return {path: content for path, content in contents.items() if path not in paths}


def write_bundle(root: Path, contents: Contents, run_id: RunId = RUN_ID) -> Path:
    """Write a bundle below a directory of runs, with the empty folder that earlier versions left."""
    directory = root / str(run_id)
    (directory / "aggregates").mkdir(parents=True)
    for path, content in contents.items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return directory
