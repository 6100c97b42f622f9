"""Creating runs: stages, events, reuse, overwriting, races and failures."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from examples import clinic_desk
from examples.workbench import CLINIC_DAY, Workbench
from fakes.artifact_store import InMemoryArtifactStore
from flowtime_domain.errors import (
    FlowTimeError,
    ModelInvalidError,
    ModeUnknownError,
    NonFiniteSeriesError,
    ParametersInvalidError,
    RunCorruptError,
    RunExistsError,
    RunIdInvalidError,
    ShuttingDownError,
    StorageFullError,
    TemplateInvalidError,
    TemplateNotFoundError,
    TooManyCreationsError,
)
from flowtime_domain.ports.artifact_store import StagedRun
from flowtime_domain.ports.run_observer import (
    ArtifactsEnded,
    EvaluationBegan,
    EvaluationEnded,
    RunCompleted,
    RunFailed,
    RunStarted,
    RunValidated,
)
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.stored_run import RunBundle
from flowtime_domain.use_cases.creation_gate import CreationGate

DETERMINISTIC = {"deterministicRunId": True}
CREATED_EVENTS = [
    "RunStarted",
    "RunValidated",
    "EvaluationBegan",
    "EvaluationEnded",
    "ArtifactsBegan",
    "ArtifactsEnded",
    "RunCompleted",
]
REUSED_EVENTS = ["RunStarted", "RunValidated", "RunCompleted"]
OTHER_MODEL = {**clinic_desk.MODEL, "rng": {"seed": 7}}


def test_the_worked_example_becomes_a_run() -> None:
    """The example has its hash, its deterministic id and its bytes (runs §3.3, §6.11)."""
    bench = Workbench()
    outcome = bench.create(model=clinic_desk.MODEL, options=DETERMINISTIC)
    assert outcome.outcome == "created"
    assert outcome.run.run_id == clinic_desk.RUN_ID
    assert outcome.run.run.scenario_hash == clinic_desk.SCENARIO_HASH
    assert outcome.run.manifest.manifest_hash == clinic_desk.MANIFEST_HASH
    assert bench.store.staged == 0


def test_events_of_a_creation() -> None:
    """A creation tells every stage in its order, with what is known by then (operations §2.4, §2.5)."""
    bench = Workbench()
    outcome = bench.create(templateId="clinic-day", parameters={"capacity": 25})
    assert bench.observer.names == CREATED_EVENTS
    started, validated, began, ended, _, written, completed = bench.observer.events
    assert isinstance(started, RunStarted)
    assert (started.dry_run, started.origin) == (False, "template")
    subject = started.subject
    assert (subject.run_id, subject.template_id, subject.mode) == (None, "clinic-day", "simulation")
    assert isinstance(validated, RunValidated)
    assert validated.subject.run_id == "run_20251104T081503Z_00000001" == str(outcome.run.run_id)
    assert validated.scenario_hash == outcome.run.run.scenario_hash
    assert (validated.window_start, validated.bins) == ("2025-03-03T08:00:00Z", 3)
    assert (validated.node_count, validated.series_count) == (1, 4)
    assert (validated.capture_files, validated.warning_count) == (0, 0)
    assert isinstance(began, EvaluationBegan)
    assert (began.bins, began.bin_size, began.bin_unit, began.series_count) == (3, 15, "minutes", 4)
    assert isinstance(ended, EvaluationEnded)
    assert (ended.warning_count, ended.duration_metric) == (
        len(outcome.run.run.warnings),
        "simulation_evaluation_duration_ms",
    )
    assert isinstance(written, ArtifactsEnded)
    assert (written.file_count, written.bytes) == (13, stored_bytes(bench, outcome.run.run_id))
    assert isinstance(completed, RunCompleted)
    assert (completed.outcome, completed.bytes) == ("created", written.bytes)
    assert completed.subject.template_label == "clinic-day"
    assert completed.elapsed_ms > written.elapsed_ms > 0


def stored_bytes(bench: Workbench, run_id: RunId) -> int:
    return sum(map(len, bench.store.runs[run_id].values()))


def test_an_inline_model_is_named_by_its_metadata() -> None:
    """The template id of an inline model is its own id, known once it is read (runs §2.4)."""
    bench = Workbench()
    bench.create(model=clinic_desk.MODEL_YAML.decode(), options={"runId": "mine"})
    first, *others = (event.subject for event in bench.observer.events)
    assert (first.run_id, first.template_id, first.template_label) == ("mine", None, "inline")
    assert {(each.run_id, each.template_id, each.template_label) for each in others} == {
        ("mine", "clinic-desk", "inline")
    }


def test_a_model_without_metadata_has_default_names() -> None:
    """Without metadata an inline model is `adhoc-model`, version 0.0.0 (runs §2.4)."""
    model = {"grid": clinic_desk.MODEL["grid"], "nodes": clinic_desk.MODEL["nodes"]}
    run = Workbench().create(model=model).run.run
    assert (run.template_id, run.template_title, run.template_version) == (
        "adhoc-model",
        "adhoc-model",
        "0.0.0",
    )


def test_an_equal_request_finds_the_run() -> None:
    """A deterministic run is reused; nothing is evaluated or written (runs §4.1)."""
    bench = Workbench()
    first = bench.create(templateId="clinic-day", options=DETERMINISTIC)
    before = dict(bench.store.runs)
    bench.observer.events.clear()
    again = bench.create(templateId="clinic-day", parameters={"capacity": 20.0}, options=DETERMINISTIC)
    assert again.outcome == "reused"
    assert again.run.run == first.run.run
    assert bench.store.runs == before
    assert bench.observer.names == REUSED_EVENTS
    completed = bench.observer.events[-1]
    assert isinstance(completed, RunCompleted)
    assert (completed.outcome, completed.bytes) == ("reused", 0)


def test_random_runs_are_always_new() -> None:
    """A drawn id that exists is drawn again, and equal requests give two runs (runs §3.5, §4.1)."""
    bench = Workbench()
    bench.create(model=clinic_desk.MODEL, options={"runId": "run_20251104T081503Z_00000001"})
    bench.store.runs[RunId("run_20251104T081503Z_00000002")] = {"run.json": b"{}"}
    run_id = bench.create(model=clinic_desk.MODEL).run.run_id
    assert str(run_id) == "run_20251104T081503Z_00000003"


def test_an_id_taken_by_another_scenario() -> None:
    """Another scenario under the id is a conflict unless overwriting is asked for (runs §4.1)."""
    bench = Workbench()
    bench.create(model=clinic_desk.MODEL, options={"runId": "a"})
    with pytest.raises(RunExistsError):
        bench.create(model=OTHER_MODEL, options={"runId": "a"})
    outcome = bench.create(model=OTHER_MODEL, options={"runId": "a", "overwriteExisting": True})
    assert outcome.outcome == "created"
    assert outcome.run.run.provenance.seed == 7
    again = bench.create(model=OTHER_MODEL, options={"runId": "a", "overwriteExisting": True})
    assert again.outcome == "reused"


def test_an_id_under_which_something_corrupt_stands() -> None:
    """A corrupt bundle is a conflict unless overwriting is asked for (runs §4.1)."""
    bench = Workbench()
    bench.create(model=clinic_desk.MODEL, options={"runId": "a"})
    bench.store.runs[RunId("a")]["run.json"] += b" "
    with pytest.raises(RunCorruptError):
        bench.create(model=clinic_desk.MODEL, options={"runId": "a"})
    options = {"runId": "a", "overwriteExisting": True}
    assert bench.create(model=clinic_desk.MODEL, options=options).outcome == "created"


@pytest.mark.parametrize(
    ("members", "error", "stage", "label"),
    [
        ({"templateId": "clinic-day", "mode": "telepathy"}, ModeUnknownError, "start", "clinic-day"),
        ({"templateId": "nobody", "options": {"runId": "../x"}}, RunIdInvalidError, "start", "unknown"),
        ({"templateId": "nobody"}, TemplateNotFoundError, "validation", "unknown"),
        ({"templateId": "broken-day"}, TemplateInvalidError, "validation", "broken-day"),
        (
            {"templateId": "clinic-day", "parameters": {"capacity": -4, "bin": 1}},
            ParametersInvalidError,
            "validation",
            "clinic-day",
        ),
        ({"model": "nodes: ["}, ModelInvalidError, "validation", "inline"),
        (
            {"model": {**clinic_desk.MODEL, "nodes": [{"id": "x", "kind": "expr", "expr": "x"}]}},
            ModelInvalidError,
            "validation",
            "inline",
        ),
        (
            {
                "model": {
                    "grid": {"bins": 2, "binSize": 1, "binUnit": "hours"},
                    "nodes": [{"id": "a", "kind": "expr", "expr": "SQRT(0 - 1)"}],
                }
            },
            NonFiniteSeriesError,
            "evaluation",
            "inline",
        ),
    ],
)
def test_a_failure_names_its_stage(
    members: dict[str, Any], error: type[FlowTimeError], stage: str, label: str
) -> None:
    """A failure tells where, why and for which template, as its last event, and leaves no run (runs §5.6)."""
    bench = Workbench()
    with pytest.raises(error) as caught:
        bench.create(**members)
    failed = bench.observer.events[-1]
    assert isinstance(failed, RunFailed)
    assert (failed.stage, failed.code, failed.detail) == (stage, error.code, caught.value.detail)
    assert failed.error_count == len(caught.value.errors)
    assert failed.subject.template_label == label
    assert failed.cause is caught.value
    assert not failed.dry_run
    *earlier, _ = bench.observer.names
    assert earlier == CREATED_EVENTS[: len(earlier)]
    assert earlier[0] == "RunStarted"
    assert bench.store.runs == {}
    assert bench.store.staged == 0


def test_what_events_say_of_an_unknown_mode_and_a_wrong_id() -> None:
    """Mode and run id are null in events as long as they are not known (operations §2.3)."""
    bench = Workbench()
    with pytest.raises(ModeUnknownError, match="Registered modes: 'simulation'"):
        bench.create(templateId="x" * 200, mode="telepathy", options={"runId": "a/b"})
    for event in bench.observer.events:
        assert (event.subject.run_id, event.subject.mode, event.subject.mode_label) == (None, None, "unknown")
        assert event.subject.template_id == "x" * 128


def test_a_mode_may_be_written_in_any_case() -> None:
    """The words of modes are compared without case and stored as registered (runs §2.1)."""
    assert Workbench().create(model=clinic_desk.MODEL, mode="SIMULATION").run.run.mode == "simulation"


def test_room_for_matrices_runs_out() -> None:
    """A run whose matrix finds no room fails after lookup, before evaluation (api §4.1)."""
    bench = Workbench(gate=CreationGate(max_creations=1, max_cells=11))
    with pytest.raises(TooManyCreationsError):
        bench.create(model=clinic_desk.MODEL)
    assert bench.observer.names == ["RunStarted", "RunValidated", "RunFailed"]


def test_an_abandoned_creation_stops() -> None:
    """A running creation asks between its stages whether it is to stop (operations §5.2)."""
    bench = Workbench()
    bench.gate.abandon()
    with pytest.raises(ShuttingDownError):
        bench.create(model=clinic_desk.MODEL)
    failed = bench.observer.events[-1]
    assert isinstance(failed, RunFailed)
    assert (failed.stage, failed.code) == ("evaluation", "shutting_down")


class StoreWithTrouble(InMemoryArtifactStore):
    """Does something else before a bundle is written, and before and after it is published."""

    def __init__(
        self,
        *,
        on_stage: Callable[[], None] = lambda: None,
        on_publish: Callable[[], None] = lambda: None,
        after_publish: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self.after_publish = after_publish
        self.on_stage = on_stage
        self.on_publish = on_publish

    def stage(self, bundle: RunBundle, check_stop: Callable[[], None]) -> StagedRun:
        self.on_stage()
        check_stop()
        return super().stage(bundle, check_stop)

    def publish(self, bundle: RunBundle, contents: dict[str, bytes], *, overwrite: bool) -> bool:
        trouble, self.on_publish = self.on_publish, lambda: None
        trouble()
        is_published = super().publish(bundle, contents, overwrite=overwrite)
        aftermath, self.after_publish = self.after_publish, lambda: None
        aftermath()
        return is_published


def raising(error: BaseException) -> Callable[[], None]:
    def trouble() -> None:
        raise error

    return trouble


@pytest.mark.parametrize(
    ("trouble", "stage", "code"),
    [
        ({"on_stage": raising(StorageFullError())}, "artifacts", "storage_full"),
        ({"on_publish": raising(StorageFullError())}, "publication", "storage_full"),
        ({"on_stage": raising(KeyError("bug"))}, "artifacts", "internal_error"),
        ({"on_publish": raising(KeyboardInterrupt())}, "publication", "shutting_down"),
    ],
)
def test_trouble_with_the_store(trouble: dict[str, Callable[[], None]], stage: str, code: str) -> None:
    """A failing store, a bug and an interruption are told once and leave nothing (runs §5.6, §7.4)."""
    bench = Workbench(StoreWithTrouble(**trouble))
    with pytest.raises((StorageFullError, KeyError, KeyboardInterrupt)):
        bench.create(model=clinic_desk.MODEL)
    failed = bench.observer.events[-1]
    assert isinstance(failed, RunFailed)
    assert (failed.stage, failed.code, failed.error_count) == (stage, code, 0)
    assert bench.observer.names.count("RunFailed") == 1
    assert bench.store.runs == {}
    assert bench.store.staged == 0


def test_a_creation_stops_between_files() -> None:
    """The wish to stop reaches the store while it writes (operations §5.2)."""
    gate = CreationGate(max_creations=1, max_cells=100)
    bench = Workbench(StoreWithTrouble(on_stage=gate.abandon), gate)
    with pytest.raises(ShuttingDownError):
        bench.create(model=clinic_desk.MODEL)
    assert bench.store.runs == {}


@pytest.mark.parametrize("overwrite", [False, True])
def test_the_loser_of_a_race_answers_with_the_run_of_the_winner(overwrite: bool) -> None:
    """Who finds an equal run at publication answers as if it had come later (runs §4.2)."""
    store = StoreWithTrouble()
    winner, loser = Workbench(store), Workbench(store)
    options = {"runId": "a", "overwriteExisting": overwrite}
    store.on_publish = lambda: assert_created(winner.create(model=clinic_desk.MODEL, options=options).outcome)
    assert loser.create(model=clinic_desk.MODEL, options=options).outcome == "reused"
    assert loser.observer.names == CREATED_EVENTS
    completed = loser.observer.events[-1]
    assert isinstance(completed, RunCompleted)
    assert (completed.outcome, completed.bytes) == ("reused", 0)
    assert store.staged == 0


def assert_created(outcome: str) -> None:
    assert outcome == "created"


def test_the_loser_of_a_race_with_another_scenario() -> None:
    """Who finds another scenario at publication fails, or replaces it if asked to (runs §4.2)."""
    store = StoreWithTrouble()
    winner, loser = Workbench(store), Workbench(store)

    def win() -> None:
        winner.create(model=OTHER_MODEL, options={"runId": "a"})

    store.on_publish = win
    with pytest.raises(RunExistsError):
        loser.create(model=clinic_desk.MODEL, options={"runId": "a"})
    failed = loser.observer.events[-1]
    assert isinstance(failed, RunFailed)
    assert failed.stage == "publication"
    assert store.staged == 0
    store.runs.clear()
    store.on_publish = win
    options = {"runId": "a", "overwriteExisting": True}
    assert loser.create(model=clinic_desk.MODEL, options=options).outcome == "created"


def test_a_run_that_is_replaced_at_once_still_answers_for_itself() -> None:
    """One answer never mixes two bundles, even if another creator overwrites right away (runs §10.1)."""
    store = StoreWithTrouble()
    first, second = Workbench(store), Workbench(store)

    def replaced() -> None:
        options = {"runId": "a", "overwriteExisting": True}
        assert second.create(model=OTHER_MODEL, options=options).run.run.provenance.seed == 7

    store.after_publish = replaced
    outcome = first.create(model=clinic_desk.MODEL, options={"runId": "a"})
    assert (outcome.outcome, outcome.run.run.scenario_hash) == ("created", clinic_desk.SCENARIO_HASH)
    assert store.open_run(RunId("a")).run.provenance.seed == 7


def test_a_seed_is_that_of_the_request_else_of_the_model() -> None:
    """The effective seed is stored and part of the scenario (runs §2.2, §3.2)."""
    bench = Workbench()
    of_model = bench.create(model=OTHER_MODEL).run.run
    of_request = bench.create(model=OTHER_MODEL, rng={"seed": 8}).run.run
    assert (of_model.provenance.seed, of_request.provenance.seed) == (7, 8)
    assert of_model.scenario_hash != of_request.scenario_hash


def test_provenance_of_a_template() -> None:
    """A run of a template holds its id, hash and effective parameters (runs §6.10)."""
    provenance = Workbench().create(templateId="clinic-day").run.run.provenance
    assert (provenance.origin, provenance.template_id) == ("template", "clinic-day")
    assert provenance.parameters == {"capacity": 20}
    assert provenance.template_hash == "sha256:" + hashlib.sha256(CLINIC_DAY.encode()).hexdigest()
