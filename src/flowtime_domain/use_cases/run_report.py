"""What one call of the use case tells its observer, whatever happens.

Rule 1: `RunStarted` comes first and exactly one of `RunCompleted` and `RunFailed` last (runs §5.1).
Rule 2: an exception is reported and passed on, never swallowed.
"""

from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Self, final

from flowtime_domain.errors import FlowTimeError
from flowtime_domain.modes.abstract_mode import DurationMetric
from flowtime_domain.ports.clock import Clock
from flowtime_domain.ports.run_observer import (
    UNKNOWN_LABEL,
    Outcome,
    RunCompleted,
    RunEvent,
    RunFailed,
    RunObserver,
    RunStarted,
    RunSubject,
    Stage,
)
from flowtime_domain.runs.run_request import RunRequest
from flowtime_domain.use_cases.failure_facts import FailureFacts


@final
class RunReport:
    """Reports one call; used as a context around everything the call does.

    Parameters
    ----------
    observer, clock
        Who is told, and what measures durations.
    request
        What was asked for.
    subject
        What is known of the run when the call begins.
    template_label
        Gives the metrics' label of the requested template; asked if the call fails before it is known.

    Attributes
    ----------
    stage
        Where the call is; a failure names it.
    subject
        What is known of the run by now; replaced as more becomes known.
    """

    def __init__(
        self,
        observer: RunObserver,
        clock: Clock,
        request: RunRequest,
        subject: RunSubject,
        template_label: Callable[[], str],
    ) -> None:
        self.stage: Stage = "start"
        self.subject = subject
        self._observer = observer
        self._clock = clock
        self._request = request
        self._template_label = template_label
        self._began = clock.elapsed_ms()

    def tell(self, event: RunEvent) -> None:
        """Hand an event to the observer."""
        self._observer.observe(event)

    def elapsed_ms(self) -> float:
        """Milliseconds since the call."""
        return self._clock.elapsed_ms() - self._began

    def complete(
        self,
        outcome: Outcome,
        *,
        scenario_hash: str,
        warning_count: int,
        duration_metric: DurationMetric,
        published_bytes: int = 0,
    ) -> None:
        """Tell that the call succeeded; its last event."""
        elapsed_ms = self.elapsed_ms()
        facts = (outcome, scenario_hash, warning_count, elapsed_ms, published_bytes, duration_metric)
        self.tell(RunCompleted(self.subject, *facts))

    def __enter__(self) -> Self:
        is_inline = self._request.template_id is None
        dry_run = self._request.options.dry_run
        self.tell(RunStarted(self.subject, dry_run, "inline" if is_inline else "template"))
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
        self.tell(
            RunFailed(
                subject=self._labelled_subject(error),
                stage=self.stage,
                code=facts.code,
                detail=facts.detail,
                error_count=facts.error_count,
                dry_run=self._request.options.dry_run,
                elapsed_ms=self.elapsed_ms(),
                cause=error,
            )
        )

    def _labelled_subject(self, error: BaseException) -> RunSubject:
        if self.subject.template_label != UNKNOWN_LABEL or not isinstance(error, FlowTimeError):
            return self.subject
        return replace(self.subject, template_label=self._template_label())
