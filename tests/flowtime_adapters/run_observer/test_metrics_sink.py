"""Events about runs as metrics."""

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from contracts.run_observer import (
    BUNDLE,
    CREATED,
    EVALUATION,
    EVALUATION_ENDED,
    PLANNED,
    REUSED,
    STARTED,
    RunObserverContract,
    failed,
)
from flowtime_adapters.run_observer.metrics_sink import BUCKETS_MS, MetricsSink
from flowtime_domain.ports.run_observer import EvaluationEnded, RunCompleted, RunEvent

LABELS = {"template_id": "clinic-day", "mode": "simulation"}
TELEMETRY_ENDED = EvaluationEnded(STARTED.subject, 3, 15, "minutes", 4, 1.5, 2, BUNDLE)
TELEMETRY_CREATED = RunCompleted(STARTED.subject, "created", "sha256:ab", 2, 7.5, 6000, BUNDLE)


def counts(*events: RunEvent) -> dict[str, float]:
    registry = CollectorRegistry()
    sink = MetricsSink(registry)
    for event in events:
        sink.observe(event)
    names = {
        "created": "run_created_total",
        "reused": "run_reused_total",
        "failed": "run_failed_total",
        "evaluations": f"{EVALUATION}_count",
        "bundles": f"{BUNDLE}_count",
        "bytes": "run_artifact_bytes_total",
    }
    values = {short: registry.get_sample_value(name, LABELS) for short, name in names.items()}
    return {short: value for short, value in values.items() if value}


class TestMetricsSink(RunObserverContract):
    def observer(self) -> MetricsSink:
        return MetricsSink(CollectorRegistry())


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([EVALUATION_ENDED, CREATED], {"created": 1, "evaluations": 1, "bytes": 6000}),
        ([TELEMETRY_ENDED, TELEMETRY_CREATED], {"created": 1, "bundles": 1, "bytes": 6000}),
        ([REUSED], {"reused": 1}),
        ([PLANNED], {}),
        ([failed(dry_run=True)], {}),
        ([failed()], {"failed": 1}),
        ([EVALUATION_ENDED, failed()], {"failed": 1, "evaluations": 1}),
        ([EVALUATION_ENDED, REUSED], {"reused": 1, "evaluations": 1}),
    ],
)
def test_what_one_call_adds(events: list[RunEvent], expected: dict[str, float]) -> None:
    """Every outcome adds exactly what the table says (operations §3.2)."""
    assert counts(STARTED, *events) == expected


def test_exposition_and_buckets() -> None:
    """Metrics appear under their names with the labels and buckets of the contract (operations §3.1)."""
    registry = CollectorRegistry()
    sink = MetricsSink(registry)
    sink.observe(EVALUATION_ENDED)
    for _ in range(3):
        sink.observe(CREATED)
    text = generate_latest(registry).decode()
    assert 'run_created_total{mode="simulation",template_id="clinic-day"} 3.0' in text
    for bound in BUCKETS_MS:
        bucket = f'{EVALUATION}_bucket{{le="{float(bound)}",mode="simulation",template_id="clinic-day"}}'
        assert f"{bucket} {1.0 if bound >= 1.5 else 0.0}" in text
