"""The creations whose answers and documents are kept as snapshots."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from examples.http_service import CLINIC_DESK, Service
from fakes.clock import FixedClock

SNAPSHOTS: Final = Path(__file__).parent / "snapshots"
CREATIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "clinic-desk": CLINIC_DESK,
    "order-system": {"templateId": "order-system", "options": {"deterministicRunId": True}},
}
DOCUMENTS: Final = ("run.json", "manifest.json", "series/index.json")


def created(name: str, data_dir: Path) -> dict[str, bytes]:
    """The answer to a creation at a fixed moment, and the documents that it has written, by file name."""
    with Service(data_dir, clock=FixedClock()) as service:
        answer = service.create(**CREATIONS[name]).json()
    run = data_dir / "runs" / answer["metadata"]["runId"]
    documents = {path.rpartition("/")[2]: (run / path).read_bytes() for path in DOCUMENTS}
    return {"answer.json": (json.dumps(answer, indent=2) + "\n").encode(), **documents}
