"""The creations whose answers and documents are kept as snapshots."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from examples.http_service import CLINIC_DESK, Service
from examples.replays import GAP, write_capture
from fakes.clock import FixedClock

SNAPSHOTS: Final = Path(__file__).parent / "snapshots"
CREATIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "clinic-desk": CLINIC_DESK,
    "order-system": {"templateId": "order-system", "options": {"deterministicRunId": True}},
    "clinic-replay": {**CLINIC_DESK, "telemetry": {"captureDirectory": "monday"}},
}
DOCUMENTS: Final = ("run.json", "manifest.json", "series/index.json")


def created(name: str, data_dir: Path) -> dict[str, bytes]:
    """The answer to a creation at a fixed moment, and the documents that it has written, by file name."""
    write_capture(data_dir / "telemetry" / "monday", {"Desk:Arrivals": [4, GAP, 6], "Desk:Served": [4, 0, 6]})
    with Service(data_dir, clock=FixedClock()) as service:
        answer = service.create(**CREATIONS[name]).json()
    run = data_dir / "runs" / answer["metadata"]["runId"]
    documents = {path.rpartition("/")[2]: (run / path).read_bytes() for path in DOCUMENTS}
    return {"answer.json": (json.dumps(answer, indent=2) + "\n").encode(), **documents}
