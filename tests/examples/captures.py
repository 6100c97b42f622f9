"""Captures that tests publish and spoil."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np

from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.model.grid import Grid
from flowtime_domain.runs.artifact_documents import ImportSource, TelemetryProvenance
from flowtime_domain.runs.capture_key import CaptureKey
from flowtime_domain.telemetry.capture import Capture, CaptureDraft, MetricFinding, ObservedMetric
from flowtime_domain.telemetry.gaps import GapTreatment, ObservedSeries

VISITS: Final = (4.0, 6.0, 5.0, np.nan, 8.0, 9.0)
GRID: Final = Grid(6, 5, "minutes", datetime(2025, 3, 3, 8, 2, tzinfo=UTC))
FILE: Final = "Desk_arrivals.csv"
KEY: Final = CaptureKey("clinic-2025-03")
# The worked example (telemetry §4.3), character by character but for the layout.
MANIFEST: Final[Mapping[str, Any]] = json.loads("""
{ "schemaVersion": 2,
  "window": { "startTimeUtc": "2025-03-03T08:02:00Z", "durationMinutes": 30 },
  "grid": { "bins": 6, "binSize": 5, "binUnit": "minutes" },
  "files": [ { "nodeId": "Desk", "metric": "Arrivals", "seriesId": null, "path": "Desk_arrivals.csv",
    "hash": "sha256:ab8e84fcb378c580dd9e062d6b914b312b85270a1f76369639c5f7590038e8a7",
    "points": 6, "missing": 1, "unit": "entities/bin" } ],
  "gaps": { "mode": "warn", "fillNaN": false },
  "source": { "type": "file", "name": "visits.csv", "format": "csv",
    "sha256": "d73ed7618ae8a1019f55495e259e4a7713d833ffabc736c0c0f3635c15a2bd9a", "rows": 6,
    "timestampColumn": "timestamp", "timestampFormat": "iso", "timezone": "UTC", "alignment": "data",
    "aggregates": ["sum"] },
  "warnings": [ { "code": "data_gap", "severity": "warning",
      "message": "Desk Arrivals: 1 of 6 bins has no data; first 2025-03-03T08:17:00Z",
      "nodeId": "Desk", "bins": [3], "count": 1 },
    { "code": "duplicate_timestamps", "severity": "info",
      "message": "1 row repeats the timestamp of an earlier row; first in line 6",
      "nodeId": "Desk", "bins": [4], "count": 1 } ],
  "provenance": { "runId": null, "scenarioHash": null, "modelHash": null, "generator": "flowtime/0.1.0",
    "capturedAtUtc": "2025-11-04T09:00:00.000000Z" } }
""")


def visits(*, treatment: GapTreatment | None = None, key: CaptureKey = KEY) -> Capture:
    """The capture of the worked example (telemetry §4.3, §6.12)."""
    values = np.array(VISITS)
    observed = ObservedSeries(values, ~np.isnan(values))
    message = "1 row repeats the timestamp of an earlier row; first in line 6"
    duplicates = Finding("duplicate_timestamps", "info", message, "Desk", (4,), 1)
    return CaptureDraft(
        key=key,
        grid=GRID,
        metrics=[ObservedMetric("Desk", "Arrivals", None, "entities/bin", FILE, observed)],
        treatment=treatment or GapTreatment(),
        source=ImportSource(
            type="file",
            name="visits.csv",
            format="csv",
            sha256=MANIFEST["source"]["sha256"],
            rows=6,
            timestamp_column="timestamp",
            timestamp_format="iso",
            timezone="UTC",
            alignment="data",
            aggregates=("sum",),
        ),
        provenance=TelemetryProvenance(
            run_id=None,
            scenario_hash=None,
            model_hash=None,
            generator="flowtime/0.1.0",
            captured_at_utc="2025-11-04T09:00:00.000000Z",
        ),
        row_findings=[MetricFinding("Arrivals", duplicates)],
    ).finished()


def manifest_text(**changes: Any) -> bytes:
    """The manifest of the worked example with other members."""
    return json.dumps({**MANIFEST, **changes}).encode()


class FilesInMemory:
    """The files of a capture directory, as verification looks at them."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self.contents = contents

    def content(self, path: str) -> bytes | None:
        return self.contents.get(path)
