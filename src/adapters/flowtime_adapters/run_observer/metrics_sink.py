"""Events about runs as Prometheus metrics.

Rule 1: names, labels and buckets are those of operations §3.1; what one call adds is the table of §3.2.
Rule 2: labels come from closed sets; what a caller wrote never becomes a label.
"""

from typing import Final, final

from prometheus_client import CollectorRegistry, Counter, Histogram

from flowtime_domain.ports.run_observer import (
    EvaluationEnded,
    RunCompleted,
    RunEvent,
    RunFailed,
    RunSubject,
)

BUCKETS_MS: Final = (
    0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000,
)  # fmt: skip
EVALUATION_METRIC: Final = "simulation_evaluation_duration_ms"
BUNDLE_METRIC: Final = "telemetry_bundle_duration_ms"
_LABELS: Final = ("template_id", "mode")


@final
class MetricsSink:
    """Counts runs and their durations.

    Parameters
    ----------
    registry
        Where the metrics are registered; a server has one, and so has each test.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, meaning: str) -> Counter:
            return Counter(name, meaning, _LABELS, registry=registry)

        def histogram(name: str, meaning: str) -> Histogram:
            return Histogram(name, meaning, _LABELS, registry=registry, buckets=BUCKETS_MS)

        self._created = counter("run_created_total", "Published runs.")
        self._reused = counter("run_reused_total", "Requests answered by a run that existed.")
        self._failed = counter("run_failed_total", "Failed creations.")
        self._bytes = counter("run_artifact_bytes_total", "Bytes of all files of published runs.")
        self._durations = {
            EVALUATION_METRIC: histogram(EVALUATION_METRIC, "Evaluation in simulation mode, ms."),
            BUNDLE_METRIC: histogram(BUNDLE_METRIC, "Call to publication in telemetry mode, ms."),
        }

    def observe(self, event: RunEvent) -> None:
        """Count what the event stands for."""
        if isinstance(event, EvaluationEnded) and event.duration_metric == EVALUATION_METRIC:
            self._durations[EVALUATION_METRIC].labels(*_labels(event.subject)).observe(event.elapsed_ms)
        elif isinstance(event, RunFailed) and not event.dry_run:
            self._failed.labels(*_labels(event.subject)).inc()
        elif isinstance(event, RunCompleted):
            self._count_success(event)

    def _count_success(self, event: RunCompleted) -> None:
        labels = _labels(event.subject)
        if event.outcome == "reused":
            self._reused.labels(*labels).inc()
        elif event.outcome == "created":
            self._created.labels(*labels).inc()
            self._bytes.labels(*labels).inc(event.bytes)
            if event.duration_metric == BUNDLE_METRIC:
                self._durations[BUNDLE_METRIC].labels(*labels).observe(event.elapsed_ms)


def _labels(subject: RunSubject) -> tuple[str, str]:
    return (subject.template_label, subject.mode_label)
