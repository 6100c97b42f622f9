"""Capturing a run: its reported series become the files of a capture (telemetry §7)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.errors import CaptureInvalidError, DocumentError
from flowtime_domain.model.root_elements import Output
from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.ports.capture_store import CaptureStore
from flowtime_domain.ports.clock import Clock
from flowtime_domain.ports.document_reader import DocumentReader
from flowtime_domain.ports.run_observer import CaptureStarted, RunObserver
from flowtime_domain.runs.artifact_documents import RunSource, TelemetryProvenance
from flowtime_domain.runs.capture_key import CaptureKey
from flowtime_domain.runs.documents.run_document import created_text
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.stored_model import read_stored_model
from flowtime_domain.telemetry.capture import Capture, CaptureDraft
from flowtime_domain.telemetry.capture_request import SOURCE_RUN, CaptureRequest
from flowtime_domain.telemetry.capture_result import CaptureResult
from flowtime_domain.use_cases.capture_report import CaptureReport
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_domain.use_cases.observed_metrics import observed_metrics

_LONGEST_LOGGED_KEY: Final = 128
_HASH: Final = re.compile(r"sha256:[0-9a-f]{64}")


@final
@dataclass(frozen=True, slots=True)
class CaptureRun:
    """Captures the reported series of a run.

    Attributes
    ----------
    runs, captures
        Where runs and captures lie.
    views, reader
        Give what a stored run tells, and read its model.
    gate
        The wish to stop.
    observer, clock
        Who is told, and what measures time.
    engine_version
        Version of the distribution, named in the manifest.
    """

    runs: ArtifactStore
    captures: CaptureStore
    views: RunViews
    reader: DocumentReader
    gate: CreationGate
    observer: RunObserver
    clock: Clock
    engine_version: str

    def __call__(self, request: CaptureRequest) -> CaptureResult:
        """Capture a run, or, as a dry run, do everything but writing.

        Raises
        ------
        RunIdInvalidError, CaptureKeyInvalidError
            An id is not well formed.
        RunNotFoundError, RunCorruptError
            There is no such run, or it does not verify.
        CaptureExistsError
            The key is taken and overwriting was not asked for.
        CaptureInvalidError
            There is nothing to capture.
        StoreUnavailableError, StorageFullError, ShuttingDownError
            Nothing was published.
        """
        logged_key = (request.key or request.run_id)[:_LONGEST_LOGGED_KEY]
        started = CaptureStarted(logged_key, SOURCE_RUN, request.run_id, request.dry_run)
        with CaptureReport(self.observer, self.clock, started) as report:
            run_id = RunId(request.run_id)
            key = CaptureKey(str(run_id) if request.key is None else request.key)
            run = self.runs.open_run(run_id)
            directory = self.captures.destination(key, overwrite=request.overwrite)
            capture = self._capture(run, key, request)
            report.made(capture)
            if not request.dry_run:
                self.gate.check_stop()
                directory = self.captures.publish(capture.bundle, overwrite=request.overwrite)
            return report.complete(CaptureResult(capture, directory, request.dry_run))

    def _capture(self, run: StoredRun, key: CaptureKey, request: CaptureRequest) -> Capture:
        view = self.views(run)
        metrics = list(observed_metrics(run, view, self._outputs(run), request.metrics))
        if not metrics:
            raise _nothing_to_capture(run, has_topology=bool(view.places))
        return CaptureDraft(
            key=key,
            grid=view.grid,
            metrics=metrics,
            treatment=request.treatment,
            source=RunSource(type=SOURCE_RUN, run_id=str(run.run_id)),
            provenance=TelemetryProvenance(
                run_id=str(run.run_id),
                scenario_hash=_hash(run.run.scenario_hash),
                model_hash=_hash(run.run.model_hash),
                generator=f"flowtime/{self.engine_version}",
                captured_at_utc=created_text(self.clock.now()),
            ),
        ).finished()

    def _outputs(self, run: StoredRun) -> Sequence[Output]:
        """The exports of the model; those of an earlier version name no files of captures."""
        return () if run.older is not None else read_stored_model(run, self.reader).outputs


def _hash(text: str | None) -> str | None:
    """A hash as our documents write it; runs of earlier versions may have others, or none."""
    return text if text is not None and _HASH.fullmatch(text) else None


def _nothing_to_capture(run: StoredRun, *, has_topology: bool) -> CaptureInvalidError:
    reason = "no topology node reports one of these metrics" if has_topology else "its model has no topology"
    message = f"Run '{run.run_id}' has nothing to capture: {reason}."
    return CaptureInvalidError([DocumentError(code="nothing_to_capture", message=message, pointer="")])
