"""Captures made of a few numbers, and models that are bound to them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from examples.captures import FilesInMemory
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.grid import Grid
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.mode_rules import TELEMETRY_RULES
from flowtime_domain.model.object_document import object_document
from flowtime_domain.model.reading import read_model
from flowtime_domain.ports.capture_store import CaptureBundle, StoredCapture
from flowtime_domain.runs.artifact_documents import RunSource, TelemetryProvenance
from flowtime_domain.runs.capture_key import CaptureKey
from flowtime_domain.telemetry.binding import BoundModel, bind_capture
from flowtime_domain.telemetry.capture import CaptureDraft, ObservedMetric
from flowtime_domain.telemetry.capture_manifest import MANIFEST
from flowtime_domain.telemetry.capture_verification import verified_capture
from flowtime_domain.telemetry.gaps import GapTreatment, ObservedSeries

START: Final = datetime(2025, 3, 3, 8, tzinfo=UTC)
GRID: Final = Grid(3, 15, "minutes", START)
MODEL_GRID: Final = {"bins": 3, "binSize": 15, "binUnit": "minutes", "start": "2025-03-03T08:00:00Z"}
KEY: Final = CaptureKey("monday")
GAP: Final = float("nan")
_UNKNOWN: Final = TelemetryProvenance(
    run_id=None, scenario_hash=None, model_hash=None, generator=None, captured_at_utc=None
)


def capture_bundle(series: Mapping[str, Sequence[float]], grid: Grid = GRID) -> CaptureBundle:
    """A capture of series by ``Node:Metric``; a file is named ``Node_metric.csv``."""
    draft = CaptureDraft(
        key=KEY,
        grid=grid,
        metrics=[_observed(name, np.array(values, dtype=float)) for name, values in series.items()],
        treatment=GapTreatment("ignore"),
        source=RunSource(type="run", run_id="somewhere"),
        provenance=_UNKNOWN,
    )
    return draft.finished().bundle


def _observed(name: str, values: Any) -> ObservedMetric:
    node_id, metric = name.split(":")
    observed = ObservedSeries(values, ~np.isnan(values))
    return ObservedMetric(node_id, metric, None, "entities/bin", f"{node_id}_{metric.lower()}.csv", observed)


def stored_capture(series: Mapping[str, Sequence[float]], grid: Grid = GRID) -> StoredCapture:
    """The same, verified."""
    bundle = capture_bundle(series, grid)
    return verified_capture(FilesInMemory({**bundle.files, MANIFEST: bundle.manifest.to_json()}))


def telemetry_model(document: Mapping[str, Any]) -> FlowModel:
    """A model read under the rules of telemetry mode."""
    return read_model(object_document(document, DocumentLimits()), TELEMETRY_RULES)


def bound(document: Mapping[str, Any], capture: StoredCapture) -> BoundModel:
    """A model bound to a capture."""
    return bind_capture(telemetry_model({"grid": MODEL_GRID, **document}), capture, telemetry_model)


def write_capture(directory: Path, series: Mapping[str, Sequence[float]], grid: Grid = GRID) -> None:
    """Write a capture where a caller may name it."""
    bundle = capture_bundle(series, grid)
    directory.mkdir(parents=True)
    for path, content in bundle.files.items():
        (directory / path).write_bytes(content)
    (directory / MANIFEST).write_bytes(bundle.manifest.to_json())
