"""What one capture or import tells its observer, whatever happens.

Rule 1: `CaptureStarted` comes first and exactly one of `CaptureCompleted` and `CaptureFailed` last.
Rule 2: an exception is reported and passed on, never swallowed.
"""

from types import TracebackType
from typing import Self, final

from flowtime_domain.ports.clock import Clock
from flowtime_domain.ports.run_observer import (
    CaptureCompleted,
    CaptureFailed,
    CaptureFileMade,
    CaptureStarted,
    CaptureWarned,
    RunObserver,
)
from flowtime_domain.telemetry.capture import Capture
from flowtime_domain.telemetry.capture_result import CaptureResult
from flowtime_domain.use_cases.failure_facts import FailureFacts


@final
class CaptureReport:
    """Reports one call; used as a context around everything the call does.

    Parameters
    ----------
    observer, clock
        Who is told, and what measures durations.
    started
        What is known when the call begins.
    """

    def __init__(self, observer: RunObserver, clock: Clock, started: CaptureStarted) -> None:
        self._observer = observer
        self._clock = clock
        self._started = started
        self._began = clock.elapsed_ms()

    def made(self, capture: Capture) -> None:
        """Tell of the files and warnings of a capture, before it is published."""
        key = self._started.capture_key
        for entry in capture.bundle.manifest.files:
            where = (entry.node_id, entry.metric, entry.path)
            self._observer.observe(CaptureFileMade(key, *where, entry.points, entry.missing or 0))
        for each in capture.findings:
            found = each.finding
            self._observer.observe(CaptureWarned(key, found.code, found.node_id, each.metric, found.count))

    def complete(self, result: CaptureResult) -> CaptureResult:
        """Tell that the call succeeded; its last event."""
        capture = result.capture
        rows = None if result.rows is None else result.rows.read
        counts = (len(capture.bundle.files), len(capture.findings), rows)
        self._observer.observe(CaptureCompleted(self._started.capture_key, *counts, self._elapsed_ms()))
        return result

    def _elapsed_ms(self) -> float:
        return self._clock.elapsed_ms() - self._began

    def __enter__(self) -> Self:
        self._observer.observe(self._started)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        facts = FailureFacts.of(error)
        self._observer.observe(
            CaptureFailed(
                capture_key=self._started.capture_key,
                code=facts.code,
                detail=facts.detail,
                error_count=facts.error_count,
                elapsed_ms=self._elapsed_ms(),
                cause=error,
            )
        )
