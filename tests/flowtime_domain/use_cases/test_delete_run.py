"""Deleting runs."""

import pytest

from examples import clinic_desk
from examples.workbench import Workbench
from flowtime_domain.errors import RunIdInvalidError, RunNotFoundError
from flowtime_domain.ports.run_catalog import CatalogUnavailableError
from flowtime_domain.ports.run_observer import CatalogUnavailable, RunDeleted, RunSubject
from flowtime_domain.runs.identity import RunId
from flowtime_domain.use_cases.delete_run import DeleteRun

DESK = RunSubject("desk", "clinic-desk", "simulation")


@pytest.fixture
def bench() -> Workbench:
    """A workbench with one run."""
    bench = Workbench()
    bench.create(model=clinic_desk.MODEL, options={"runId": "desk"})
    bench.observer.events.clear()
    return bench


def deletion(bench: Workbench) -> DeleteRun:
    return DeleteRun(bench.store, bench.upkeep, bench.observer)


def test_a_deleted_run_leaves_no_row(bench: Workbench) -> None:
    """A deleted run is gone from store and catalog, and is told of (runs §8.1, operations §2.6)."""
    deletion(bench)("desk")
    assert bench.store.runs == {}
    assert bench.catalog.rows == {}
    assert bench.observer.events == [RunDeleted(DESK)]


def test_a_corrupt_run_can_be_deleted(bench: Workbench) -> None:
    """Whatever is left of a run can be deleted; what is unknown of it is null in the event (runs §8.1)."""
    bench.store.runs[RunId("desk")]["run.json"] = b""
    deletion(bench)("desk")
    assert bench.store.runs == {}
    assert bench.observer.events == [RunDeleted(RunSubject("desk", None, None))]


def test_a_catalog_that_fails_keeps_no_run(bench: Workbench) -> None:
    """A run is deleted even if its row cannot be removed now (runs §8.1, operations §2.6)."""
    bench.catalog.trouble.append(CatalogUnavailableError("catalog.db: database is locked"))
    deletion(bench)("desk")
    assert bench.store.runs == {}
    assert bench.observer.events == [
        CatalogUnavailable(DESK, "catalog.db: database is locked"),
        RunDeleted(DESK),
    ]


@pytest.mark.parametrize(("run_id", "error"), [("nobody", RunNotFoundError), ("../desk", RunIdInvalidError)])
def test_what_cannot_be_deleted(bench: Workbench, run_id: str, error: type[Exception]) -> None:
    """Wrong ids and unknown runs are told before and while deleting, and nothing happens (api §8.2)."""
    with pytest.raises(error):
        deletion(bench)(run_id)
    with pytest.raises(error):
        deletion(bench).check(["desk", run_id])
    deletion(bench).check(["desk"])
    assert set(bench.store.runs) == {RunId("desk")}
    assert bench.observer.events == []
