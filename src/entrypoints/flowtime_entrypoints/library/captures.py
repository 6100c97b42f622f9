"""Making captures from Python (telemetry §6, §7).

Rule 1: a call builds the same request as HTTP and the command line, and goes through the same use case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from flowtime_entrypoints.library.runs import AnyPath, Unobserved, settings_of

if TYPE_CHECKING:
    from flowtime_domain.ports.run_observer import RunObserver
    from flowtime_domain.telemetry.capture_result import CaptureResult
    from flowtime_entrypoints.settings import Settings


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
