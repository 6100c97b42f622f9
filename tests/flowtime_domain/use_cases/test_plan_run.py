"""Dry runs."""

from typing import Any

import pytest

from examples import clinic_desk
from examples.workbench import Workbench
from fakes.artifact_store import InMemoryArtifactStore
from flowtime_domain.errors import (
    ParametersInvalidError,
    RunCorruptError,
    RunExistsError,
    StoreUnavailableError,
)
from flowtime_domain.ports.run_observer import RunCompleted, RunFailed, RunStarted
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.stored_run import StoredRun

DETERMINISTIC = {"deterministicRunId": True}


def test_a_plan_says_what_the_run_would_be() -> None:
    """A dry run prepares and looks up, writes nothing and evaluates nothing (runs §5.5)."""
    bench = Workbench()
    plan = bench.plan(model=clinic_desk.MODEL, options=DETERMINISTIC)
    assert plan.run_id == clinic_desk.RUN_ID
    assert plan.scenario_hash == clinic_desk.SCENARIO_HASH
    assert not plan.would_reuse
    assert bench.store.runs == {}
    assert bench.observer.names == ["RunStarted", "RunValidated", "RunCompleted"]
    started, _, completed = bench.observer.events
    assert isinstance(started, RunStarted)
    assert started.dry_run
    assert isinstance(completed, RunCompleted)
    assert (completed.outcome, completed.bytes, completed.warning_count) == ("planned", 0, 0)


def test_a_plan_knows_the_run_it_would_reuse() -> None:
    """`wouldReuse` is true if an intact run with id and scenario exists (api §6.6)."""
    bench = Workbench()
    bench.create(model=clinic_desk.MODEL, options=DETERMINISTIC)
    assert bench.plan(model=clinic_desk.MODEL, options=DETERMINISTIC).would_reuse
    assert not bench.plan(model=clinic_desk.MODEL, options={"runId": "other"}).would_reuse


def test_a_plan_draws_no_id() -> None:
    """The id of a run that would be drawn is not known, in the plan and in its events (api §6.6)."""
    bench = Workbench()
    assert bench.plan(model=clinic_desk.MODEL).run_id is None
    assert {event.subject.run_id for event in bench.observer.events} == {None}


class UnreadableStore(InMemoryArtifactStore):
    """Lies where nothing can be read."""

    def open_run(self, run_id: RunId) -> StoredRun:
        raise StoreUnavailableError


@pytest.mark.parametrize("options", [{}, DETERMINISTIC, {"runId": "a"}])
def test_a_plan_needs_a_store_that_can_be_read(options: dict[str, Any]) -> None:
    """Where the run could not get its id, planning it fails in the same stage (runs §5.5)."""
    stages = []
    for call in (Workbench.create, Workbench.plan):
        bench = Workbench(UnreadableStore())
        with pytest.raises(StoreUnavailableError):
            call(bench, model=clinic_desk.MODEL, options=options)
        failed = bench.observer.events[-1]
        assert isinstance(failed, RunFailed)
        stages.append(failed.stage)
    assert stages[0] == stages[1]


def test_a_plan_fails_where_the_run_would() -> None:
    """Validation and lookup fail in a dry run as in a real one (runs §5.5)."""
    bench = Workbench()
    with pytest.raises(ParametersInvalidError):
        bench.plan(templateId="clinic-day", parameters={"capacity": 0})
    bench.create(model=clinic_desk.MODEL, options={"runId": "a"})
    with pytest.raises(RunExistsError):
        bench.plan(model={**clinic_desk.MODEL, "rng": {"seed": 1}}, options={"runId": "a"})
    failed = bench.observer.events[-1]
    assert isinstance(failed, RunFailed)
    assert (failed.stage, failed.dry_run) == ("lookup", True)
    bench.store.runs[RunId("a")]["spec.yaml"] += b" "
    with pytest.raises(RunCorruptError):
        bench.plan(model=clinic_desk.MODEL, options={"runId": "a"})
