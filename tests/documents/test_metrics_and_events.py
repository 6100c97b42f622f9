"""The reference of metrics and events."""

import ast
from typing import Any

from prometheus_client import CollectorRegistry

from architecture.layout import source_files, syntax_tree
from contracts.run_observer import EVENTS, RunEvent
from documents.markdown_tables import names, rows, section
from flowtime_adapters.run_observer.event_log import EventLog
from flowtime_adapters.run_observer.metrics_sink import BUCKETS_MS, MetricsSink

DOCUMENT = "reference/metrics-and-events.md"
SUBJECT = ("runId", "templateId", "mode")


class RecordingLogger:
    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, Any]]] = []

    def log(self, level: int, event: str, **values: Any) -> None:
        self.lines.append((event, values))


def logged(event: RunEvent) -> tuple[str, str, frozenset[str]]:
    logger = RecordingLogger()
    EventLog(lambda: logger, "debug").observe(event)
    ((name, values),) = logger.lines
    has_subject = all(field in values for field in SUBJECT)
    hidden = {"eventId", *(SUBJECT if has_subject else ())}
    return str(values["eventId"]), name, frozenset(values) - hidden


def documented_run_events() -> set[tuple[str, str, frozenset[str]]]:
    sections = ("### Captures", "### Runs", "### Data root")
    table = [row for each in sections for row in rows(section(DOCUMENT, each)) if len(row) == 5]
    return {(row[0], names(row[1])[0], frozenset(names(row[4]))) for row in table}


def process_events() -> set[tuple[int, str]]:
    """Every pair of a name in capitals and a number of four digits in the entry points."""
    tuples = (
        [part.value for part in node.elts if isinstance(part, ast.Constant)]
        for path in source_files("flowtime_entrypoints")
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.Tuple)
    )
    return {
        (number, name)
        for pair in tuples
        if len(pair) == 2 and {type(part) for part in pair} == {int, str}
        for name, number in [sorted(pair, key=lambda part: isinstance(part, int))]
        if name.isalpha() and 1000 <= number < 10_000
    }


def field_sets_of_process_events() -> set[frozenset[str]]:
    """The fields that the entry points give whatever they log with an `eventId`."""
    fields = set()
    for path in source_files("flowtime_entrypoints"):
        for node in ast.walk(syntax_tree(path)):
            given: list[Any] = []
            if isinstance(node, ast.Call):
                given = [keyword.arg for keyword in node.keywords]
            elif isinstance(node, ast.Dict):
                given = [key.value for key in node.keys if isinstance(key, ast.Constant)]
            if "eventId" in given:
                fields.add(frozenset(given) - {"eventId"})
    return fields


def test_events_of_runs_are_documented():
    """Each event about a run stands in the table with its id, name and fields (operations §2.4)."""
    assert documented_run_events() == {logged(event) for event in EVENTS}


def test_events_of_the_process_are_documented():
    """Each event of the process stands in the table with its id and name (operations §2.6)."""
    documented = {(int(row[0]), names(row[1])[0]) for row in rows(section(DOCUMENT, "### Process"))}
    assert process_events() == documented


def test_fields_of_the_events_of_the_process_are_documented():
    """Each event of the process stands in the table with its fields (operations §2.6)."""
    table = rows(section(DOCUMENT, "### Process"))
    documented = {frozenset(names(row[4])) for row in table}
    exceptions = {"exc_info": "exception"}
    logged_fields = field_sets_of_process_events()
    assert {frozenset(exceptions.get(name, name) for name in each) for each in logged_fields} == documented


def test_metrics_are_documented():
    """The table names every metric with its type (operations §3.1)."""
    registry = CollectorRegistry()
    MetricsSink(registry)
    table = [row for row in rows(section(DOCUMENT, "## Metrics")) if len(row) == 3]
    documented = {names(row[0])[0]: row[1] for row in table}
    exposed = {
        f"{metric.name}_total" if metric.type == "counter" else metric.name: metric.type
        for metric in registry.collect()
    }
    assert documented == exposed


def test_buckets_are_documented():
    """The text lists the buckets of the histograms (operations §3.1)."""
    listed = ", ".join(f"{bucket:.15g}" for bucket in BUCKETS_MS)
    assert f"in ms: {listed}." in section(DOCUMENT, "## Metrics")
