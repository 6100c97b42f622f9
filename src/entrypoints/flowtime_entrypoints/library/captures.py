"""Making captures from Python (telemetry §6, §7).

Rule 1: a call builds the same request as HTTP and the command line, and goes through the same use case.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, final

from flowtime_entrypoints.library.runs import AnyPath, Unobserved, settings_of

if TYPE_CHECKING:
    from flowtime_domain.ports.run_observer import RunObserver
    from flowtime_domain.telemetry.capture_result import CaptureResult
    from flowtime_entrypoints.settings import Settings

_UPLOADED: Final = "upload"


@final
@dataclass(frozen=True, slots=True, eq=False)
class TelemetryCapture:
    """A capture that was made, or, as a dry run, would be.

    Attributes
    ----------
    body
        The body that the HTTP API answers (api §11.2): `files`, `gaps`, `warnings` and more.
    path
        Directory of the capture; None for a dry run.
    """

    body: Mapping[str, Any]
    path: Path | None

    def __repr__(self) -> str:
        """What a notebook shows: the key, where the capture lies, and how much it holds."""
        path = None if self.path is None else str(self.path)
        return f"TelemetryCapture(capture_key={self.capture_key!r}, path={path!r}, files={len(self.files)})"

    @property
    def capture_key(self) -> str:
        """Names the capture."""
        key: str = self.body["captureKey"]
        return key

    @property
    def files(self) -> Sequence[Mapping[str, Any]]:
        """Its series, each with `nodeId`, `metric`, `path`, `points`, `missing`, `unit` and more."""
        files: Sequence[Mapping[str, Any]] = self.body["files"]
        return files

    @property
    def gaps(self) -> Sequence[Mapping[str, Any]]:
        """Where nothing was observed, before filling: `nodeId`, `metric`, `count` and `intervals`."""
        gaps: Sequence[Mapping[str, Any]] = self.body["gaps"]
        return gaps

    @property
    def warnings(self) -> Sequence[Mapping[str, Any]]:
        """Findings, each with `code`, `severity`, `message`, `nodeId`, `bins` and `count`."""
        warnings: Sequence[Mapping[str, Any]] = self.body["warnings"]
        return warnings


def told_capture(result: CaptureResult, settings: Settings) -> TelemetryCapture:
    """What a caller is given of a capture."""
    from flowtime_entrypoints.bodies.captures import capture_answer

    place = settings.capture_directories[0].absolute() / str(result.capture.bundle.key)
    return TelemetryCapture(capture_answer(result), None if result.dry_run else place)


def capture_run(
    run_id: str,
    *,
    metrics: Sequence[str] | None = None,
    gaps: str = "warn",
    fill_nan: bool = False,
    capture_key: str | None = None,
    overwrite: bool = False,
    dry_run: bool = False,
    data_dir: AnyPath | None = None,
    observer: RunObserver | None = None,
) -> TelemetryCapture:
    """Write what a run reports about its topology nodes as a capture (telemetry §7).

    Parameters
    ----------
    run_id
        Id of the run.
    metrics
        Only these, such as ``Arrivals`` or ``QueueDepth``, in any case; all if None.
    gaps
        What becomes of bins without a value: ``ignore``, ``warn``, ``fill_zero``, ``fill_previous`` or
        ``interpolate``.
    fill_nan
        Turn explicit NaN and infinity into 0.
    capture_key
        Name the capture so; else after the run.
    overwrite
        Replace another capture of this key.
    dry_run
        Do everything but writing.
    data_dir
        Data root; else ``FLOWTIME_DATA_DIR``, else ``./data``.
    observer
        Is told every event about the capture.

    Raises
    ------
    FlowTimeError
        The request is not right, the run cannot be read or has nothing to capture, or the capture could
        not be published; nothing is left behind.
    """
    from flowtime_domain.telemetry.capture_request import SOURCE_RUN, read_capture_request
    from flowtime_entrypoints.container import build_container

    request = read_capture_request(
        {
            "source": {"type": SOURCE_RUN, "runId": run_id},
            "metrics": None if metrics is None else list(metrics),
            "gaps": {"mode": gaps, "fillNaN": fill_nan},
            "output": {"captureKey": capture_key, "overwrite": overwrite},
            "dryRun": dry_run,
        }
    )
    settings = settings_of(data_dir)
    container = build_container(settings, observer=observer or Unobserved())
    return told_capture(container.capture_run()(request), settings)


def import_telemetry(
    source: AnyPath | bytes,
    *,
    grid: Mapping[str, Any],
    capture_key: str,
    series: Sequence[Mapping[str, Any]] | None = None,
    node_column: str | None = None,
    metric_column: str | None = None,
    metric: str | None = None,
    value_column: str | None = None,
    timestamp_column: str | None = None,
    timestamp_format: str | None = None,
    timezone: str | None = None,
    ambiguous: str | None = None,
    aggregate: str | None = None,
    on_bad_row: str | None = None,
    source_format: str | None = None,
    delimiter: str | None = None,
    gaps: str = "warn",
    fill_nan: bool = False,
    overwrite: bool = False,
    dry_run: bool = False,
    data_dir: AnyPath | None = None,
    observer: RunObserver | None = None,
) -> TelemetryCapture:
    """Put rows with times into bins, say what is missing, and keep them as a capture (telemetry §6).

    Parameters
    ----------
    source
        Path of a CSV or Parquet file, or its content.
    grid
        ``binSize`` and ``binUnit``; if you like ``start``, ``bins`` and ``align``.
    capture_key
        Name the capture so.
    series
        Columns that belong to one series each: ``nodeId``, ``metric``, ``column``, ``aggregate``, ``unit``.
    node_column, metric_column, metric, value_column
        Instead of `series`: columns that tell the node, the metric (or one metric for all) and the value of
        each row.
    timestamp_column, timestamp_format, timezone, ambiguous
        Where timestamps are, and how they are understood.
    aggregate
        How rows of one bin become one value: ``sum``, ``mean``, ``min``, ``max``, ``first``, ``last``,
        ``count`` or ``quantile:Q``; else by metric.
    on_bad_row
        ``fail`` or ``skip``.
    source_format, delimiter
        ``csv`` or ``parquet``, else by the extension; the character between cells.
    gaps, fill_nan
        What becomes of bins without a value, and of explicit NaN and infinity.
    overwrite
        Replace another capture of this key.
    dry_run
        Do everything but writing.
    data_dir
        Data root; else ``FLOWTIME_DATA_DIR``, else ``./data``.
    observer
        Is told every event about the import.

    Raises
    ------
    FlowTimeError
        The request is not right, the source cannot be imported, or the capture could not be published;
        nothing is left behind.
    """
    members = {
        "source": {"type": "file", "path": _path(source), "format": source_format, "delimiter": delimiter},
        "grid": grid,
        "series": None if series is None else list(series),
        "nodeColumn": node_column,
        "metricColumn": metric_column,
        "metric": metric,
        "valueColumn": value_column,
        "timestampColumn": timestamp_column,
        "timestampFormat": timestamp_format,
        "timezone": timezone,
        "ambiguous": ambiguous,
        "aggregate": aggregate,
        "onBadRow": on_bad_row,
        "gaps": {"mode": gaps, "fillNaN": fill_nan},
        "output": {"captureKey": capture_key, "overwrite": overwrite},
        "dryRun": dry_run,
    }
    return _imported(source, members, settings_of(data_dir), observer or Unobserved())


def _path(source: AnyPath | bytes) -> str:
    return _UPLOADED if isinstance(source, bytes) else os.fspath(source)


def _imported(
    source: AnyPath | bytes, members: Mapping[str, Any], settings: Settings, observer: RunObserver
) -> TelemetryCapture:
    from dataclasses import replace

    from flowtime_domain.ports.import_source import Upload
    from flowtime_domain.telemetry.import_options import read_import_request
    from flowtime_entrypoints.container import build_container

    container = build_container(settings, observer=observer)
    limits = settings.model_limits
    request = read_import_request(members, container.time_zones(), limits, is_confined=False)
    if isinstance(source, bytes):
        request = replace(request, source=replace(request.source, content=Upload(_UPLOADED, source)))
    return told_capture(container.import_telemetry()(request), settings)
