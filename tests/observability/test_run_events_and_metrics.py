"""Log and metrics of runs as operators see them, for each outcome and each kind of failure."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import structlog
from dependency_injector import providers

from examples import clinic_desk
from examples.replays import write_capture
from fakes.artifact_store import InMemoryArtifactStore
from flowtime_domain.errors import FlowTimeError, StorageFullError
from flowtime_domain.ports.artifact_store import StagedRun
from flowtime_domain.runs.request_reading import read_run_request
from flowtime_domain.runs.stored_run import RunBundle
from flowtime_entrypoints.container import Container, build_container
from flowtime_entrypoints.settings import read_settings

CREATED = [4001, 4002, 4003, 4003, 4004, 4004, 4005]
DETERMINISTIC = {"deterministicRunId": True}
TEMPLATE = {"templateId": "order-system", "options": DETERMINISTIC}
ORDER_SYSTEM = ("order-system", "simulation")
INLINE = ("inline", "simulation")
GRID = {"bins": 2, "binSize": 1, "binUnit": "hours"}
NON_FINITE = {"grid": GRID, "nodes": [{"id": "a", "kind": "expr", "expr": "SQRT(0 - 1)"}]}
METRICS = {
    "created": "run_created_total",
    "reused": "run_reused_total",
    "failed": "run_failed_total",
    "evaluations": "simulation_evaluation_duration_ms_count",
    "bytes": "run_artifact_bytes_total",
}


@pytest.fixture(autouse=True)
def _restored_logging() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture
def container(tmp_path: Path) -> Container:
    variables = {
        "FLOWTIME_DATA_DIR": str(tmp_path),
        "FLOWTIME_LOG_LEVEL": "info",
        "FLOWTIME_LOG_FORMAT": "json",
    }
    return build_container(read_settings(variables), with_metrics=True)


Call = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def call(container: Container, capsys: pytest.CaptureFixture[str]) -> Call:
    """Makes or plans a run and gives the events that were logged meanwhile."""

    def call(**members: Any) -> list[dict[str, Any]]:
        request = read_run_request(members)
        use_case = container.plan_run() if request.options.dry_run else container.create_run()
        with suppress(FlowTimeError):
            use_case(request)
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    return call


def ids(events: list[dict[str, Any]]) -> list[int]:
    return [event["eventId"] for event in events]


def counts(container: Container, labels: tuple[str, str]) -> dict[str, float]:
    registry = container.metrics_registry()
    named = {"template_id": labels[0], "mode": labels[1]}
    values = {short: registry.get_sample_value(name, named) for short, name in METRICS.items()}
    return {short: value for short, value in values.items() if value}


def test_a_created_run(call: Call, container: Container, tmp_path: Path) -> None:
    """A creation logs every stage and counts run, evaluation and bytes (operations §2.5, §3.2)."""
    events = call(**TEMPLATE)
    assert ids(events) == CREATED
    assert {event["level"] for event in events} == {"info"}
    run_id = events[-1]["runId"]
    assert [event["runId"] for event in events] == [None, *[run_id] * 6]
    assert {(event["templateId"], event["mode"]) for event in events} == {ORDER_SYSTEM}
    assert (events[-1]["outcome"], events[1]["scenarioHash"]) == ("created", events[-1]["scenarioHash"])
    size = sum(file.stat().st_size for file in (tmp_path / "runs" / run_id).rglob("*") if file.is_file())
    assert events[5]["bytes"] == size
    assert counts(container, ORDER_SYSTEM) == {"created": 1, "evaluations": 1, "bytes": size}


def test_a_reused_run(call: Call, container: Container) -> None:
    """A reused run is prepared and completed; only the reuse is counted (operations §2.5, §3.2)."""
    call(**TEMPLATE)
    before = counts(container, ORDER_SYSTEM)
    events = call(**TEMPLATE)
    assert ids(events) == [4001, 4002, 4005]
    assert events[-1]["outcome"] == "reused"
    assert counts(container, ORDER_SYSTEM) == {**before, "reused": 1}


def test_a_planned_run(call: Call, container: Container) -> None:
    """A dry run is logged as planned and counts nothing (operations §2.5, §3.2)."""
    events = call(templateId="order-system", options={"dryRun": True})
    assert ids(events) == [4001, 4002, 4005]
    assert (events[0]["dryRun"], events[-1]["outcome"]) == (True, "planned")
    assert counts(container, ORDER_SYSTEM) == {}


def test_a_failed_dry_run(call: Call, container: Container) -> None:
    """A failed dry run is logged and counts nothing (operations §3.2)."""
    events = call(templateId="order-system", parameters={"bin": 1}, options={"dryRun": True})
    assert ids(events) == [4001, 4500]
    assert events[-1]["dryRun"]
    assert counts(container, ORDER_SYSTEM) == {}


@pytest.mark.parametrize(
    ("members", "expected", "stage", "code", "labels"),
    [
        (
            {"templateId": "nobody"},
            [4001, 4500],
            "validation",
            "template_not_found",
            ("unknown", "simulation"),
        ),
        (
            {"templateId": "order-system", "mode": "telepathy"},
            [4001, 4500],
            "start",
            "mode_unknown",
            ("order-system", "unknown"),
        ),
        (
            {"templateId": "order-system", "options": {"runId": ".."}},
            [4001, 4500],
            "start",
            "run_id_invalid",
            ORDER_SYSTEM,
        ),
        (
            {"templateId": "order-system", "parameters": {"bins": 0}},
            [4001, 4500],
            "validation",
            "parameters_invalid",
            ORDER_SYSTEM,
        ),
        ({"model": {"nodes": []}}, [4001, 4500], "validation", "model_invalid", INLINE),
        ({"model": NON_FINITE}, [4001, 4002, 4003, 4500], "evaluation", "non_finite_series", INLINE),
    ],
)
def test_a_failure_of_the_caller(
    call: Call,
    container: Container,
    tmp_path: Path,
    members: dict[str, Any],
    expected: list[int],
    stage: str,
    code: str,
    labels: tuple[str, str],
) -> None:
    """A caller's failure is one warning with its stage, counts one failure and leaves nothing (runs §5.6)."""
    events = call(**members)
    assert ids(events) == expected
    failed = events[-1]
    assert (failed["level"], failed["stage"], failed["code"]) == ("warning", stage, code)
    assert "exception" not in failed
    assert failed["detail"]
    assert counts(container, labels) == {"failed": 1}
    assert list(tmp_path.rglob("*.json")) == []


def test_another_scenario_under_the_id(call: Call, container: Container) -> None:
    """A conflict fails in lookup and is counted (operations §3.2)."""
    call(model=clinic_desk.MODEL, options={"runId": "a"})
    events = call(model={**clinic_desk.MODEL, "rng": {"seed": 1}}, options={"runId": "a"})
    assert ids(events) == [4001, 4002, 4500]
    assert {event["runId"] for event in events} == {"a"}
    assert (events[-1]["stage"], events[-1]["code"]) == ("lookup", "run_exists")
    assert counts(container, INLINE)["failed"] == 1


class FullStore(InMemoryArtifactStore):
    def stage(self, bundle: RunBundle, check_stop: Callable[[], None]) -> StagedRun:
        raise StorageFullError


def test_a_failure_of_the_service(call: Call, container: Container) -> None:
    """A full disk is an error with its exception; the evaluation counts all the same (operations §3.2)."""
    container.artifact_store.override(providers.Object(FullStore()))
    events = call(model=clinic_desk.MODEL)
    assert ids(events) == [4001, 4002, 4003, 4003, 4004, 4500]
    failed = events[-1]
    assert (failed["level"], failed["stage"], failed["code"]) == ("error", "artifacts", "storage_full")
    assert "StorageFullError" in failed["exception"]
    assert counts(container, INLINE) == {"failed": 1, "evaluations": 1}


def test_no_event_holds_what_would_end_a_line(call: Call) -> None:
    """What a caller writes cannot end a line, and ids are cut to 128 characters (operations §2.1)."""
    events = call(templateId="a\n\x1b[31m" + "b" * 200)
    assert ids(events) == [4001, 4500]
    assert {len(event["templateId"]) for event in events} == {128}


def test_a_replayed_run(call: Call, container: Container, tmp_path: Path) -> None:
    """A replay logs as a simulation does, names its files, and counts as a bundle (operations §2.5, §3.2)."""
    write_capture(tmp_path / "telemetry" / "monday", {"Desk:Arrivals": [4, 5, 6]})
    events = call(model=clinic_desk.MODEL, telemetry={"captureDirectory": "monday"})
    assert ids(events) == CREATED
    assert {event["mode"] for event in events} == {"telemetry"}
    assert events[1]["captureFiles"] == 1
    labels = {"template_id": "inline", "mode": "telemetry"}
    sample = container.metrics_registry().get_sample_value
    assert sample("telemetry_bundle_duration_ms_count", labels) == 1
    assert set(counts(container, ("inline", "telemetry"))) == {"created", "bytes"}


def test_a_failed_replay(call: Call, container: Container) -> None:
    """A replay without its capture fails in validation and is counted as failed (operations §3.2)."""
    events = call(model=clinic_desk.MODEL, telemetry={"captureDirectory": "tuesday"})
    assert ids(events) == [4001, 4500]
    assert (events[1]["stage"], events[1]["code"]) == ("validation", "capture_artifact_missing")
    assert counts(container, ("inline", "telemetry")) == {"failed": 1}
