"""Answers about captures (api §11)."""

from dataclasses import asdict
from datetime import datetime

from pydantic.alias_generators import to_camel

from flowtime_domain.model.grid import utc_text
from flowtime_domain.ports.capture_store import StoredCapture
from flowtime_domain.telemetry.capture_result import CaptureResult, RowCounts
from flowtime_domain.telemetry.gap_intervals import GapInterval, SeriesGaps
from flowtime_entrypoints.bodies.parts import Body, model_grid_body, warnings_body


def capture_answer(result: CaptureResult) -> Body:
    """The answer to a capture of a run or an import (api §11.2, telemetry §6.11)."""
    capture = result.capture
    manifest = capture.bundle.manifest
    return {
        "captureKey": str(capture.bundle.key),
        "directory": result.directory,
        "dryRun": result.dry_run,
        "grid": model_grid_body(capture.grid),
        "alignment": result.alignment,
        "rows": _rows(result.rows),
        "firstTimestampUtc": _time(result.first_timestamp),
        "lastTimestampUtc": _time(result.last_timestamp),
        "files": [entry.members() for entry in manifest.files],
        "gaps": [_gaps(each) for each in capture.gaps.series],
        "truncated": capture.gaps.truncated,
        "warnings": warnings_body(manifest.warnings),
    }


def capture_manifest(capture: StoredCapture) -> Body:
    """The manifest of a stored capture (api §11.4)."""
    return capture.manifest.members()


def _rows(rows: RowCounts | None) -> Body | None:
    return None if rows is None else {to_camel(name): count for name, count in asdict(rows).items()}


def _gaps(gaps: SeriesGaps) -> Body:
    return {
        "nodeId": gaps.node_id,
        "metric": gaps.metric,
        "count": gaps.count,
        "intervals": [_interval(each) for each in gaps.intervals],
    }


def _interval(interval: GapInterval) -> Body:
    return {"startUtc": _time(interval.start), "endUtc": _time(interval.end), "bins": interval.bins}


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else utc_text(moment)
