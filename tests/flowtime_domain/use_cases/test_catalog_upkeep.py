"""The catalog of runs and the store it follows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread

import pytest

from examples import clinic_desk
from examples.catalog_bench import ALL, A, B, Bench, C
from examples.catalog_rows import row
from examples.workbench import Workbench
from fakes.artifact_store import InMemoryArtifactStore
from fakes.clock import FixedClock
from fakes.run_catalog import InMemoryRunCatalog, UnavailableRunCatalog
from flowtime_domain.errors import RunCorruptError, StoreUnavailableError, TemplateNotFoundError
from flowtime_domain.ports.run_catalog import (
    CatalogChanges,
    CatalogQuery,
    CatalogRenewedError,
    CatalogSession,
    CatalogState,
    CatalogUnavailableError,
)
from flowtime_domain.ports.run_observer import CatalogRebuilt, CatalogUnavailable, RunSubject
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_summary import RunSummary
from flowtime_domain.use_cases.catalog_upkeep import CatalogUpkeep

SUBJECT = RunSubject("a", "clinic-desk", "simulation")
LOCKED = CatalogUnavailableError("catalog.db: database is locked")
RENEWED = CatalogRenewedError("catalog.db: file is not a database")


def test_catalog_that_is_new_is_filled() -> None:
    """A catalog that was absent is rebuilt from the bundles, which is told (runs §10.3)."""
    bench = Bench()
    bench.store.runs[B]["run.json"] += b" "
    assert bench.listed() == "a b!"
    assert bench.observer.events == [CatalogRebuilt(2, 1, "absent", 1.0)]
    assert bench.rows.synchronised_with == bench.store.marker()


def test_catalog_in_step_is_not_read_again() -> None:
    """While no run comes or goes no bundle is read to list them (runs §10.3)."""
    bench = Bench()
    bench.listed()
    bench.store.summarised.clear()
    assert bench.listed() == bench.listed() == "a b"
    assert bench.store.summarised == []


def test_runs_that_came_and_went_are_noticed() -> None:
    """Directories without row are read, rows without directory removed (runs §10.3)."""
    bench = Bench()
    bench.listed()
    bench.store.summarised.clear()
    del bench.store.runs[A]
    bench.publish(C)
    assert bench.listed() == "b c"
    assert bench.store.summarised == ["c"]
    assert len(bench.observer.events) == 1


def test_what_could_not_be_told_is_compared_as_a_whole() -> None:
    """After a row could not be changed the next synchronisation trusts no name (runs §7.5)."""
    bench = Bench()
    bench.listed()
    bench.store.runs[A]["run.json"] = b"{}"
    bench.rows.trouble += [LOCKED, LOCKED]
    bench.upkeep.record(row("a", hour=1), SUBJECT)
    bench.upkeep.synchronise()
    assert bench.rows.rows[A].status == "complete"
    bench.upkeep.synchronise()
    assert bench.rows.rows[A].status == "corrupt"


def test_first_use_compares_everything() -> None:
    """At start every run is compared, not only when runs have come or gone (runs §10.3)."""
    bench = Bench()
    bench.listed()
    bench.store.runs[A]["manifest.json"] += b" "
    restarted = CatalogUpkeep(bench.store, bench.shared, bench.reserve, bench.observer, FixedClock())
    restarted.synchronise()
    assert bench.rows.rows[A].status == "corrupt"
    assert bench.store.summarised[-1] == "a"


def test_failed_verification_outlives_the_process() -> None:
    """A run that a verification found corrupt stays so until it is found intact (runs §10.3)."""
    bench = Bench()
    bench.listed()
    spec = bench.store.runs[A]["spec.yaml"]
    bench.store.runs[A]["spec.yaml"] = b"changed"
    assert bench.listed() == "a b"
    with pytest.raises(RunCorruptError):
        bench.store.open_run(A)
    assert bench.listed() == "a! b"
    other_process = InMemoryArtifactStore(bench.shared)
    other_process.runs = bench.store.runs
    bench.store = other_process
    bench.upkeep = CatalogUpkeep(other_process, bench.shared, bench.reserve, bench.observer, FixedClock())
    assert bench.listed() == "a! b"
    bench.store.runs[A]["spec.yaml"] = spec
    bench.store.open_run(A)
    assert bench.listed() == "a b"


def test_failed_verification_outlives_the_first_listing() -> None:
    """A verdict that was noted before anything was listed is still there afterwards (runs §10.3)."""
    bench = Bench()
    made = bench.store.summary(A)
    assert made is not None
    bench.upkeep.record(made, SUBJECT)
    bench.rows.judge(A, is_intact=False)
    assert bench.listed() == "a! b"
    assert bench.observer.events == [CatalogRebuilt(2, 1, "absent", 1.0)]


def test_verdict_that_cannot_be_noted_is_noted_later() -> None:
    """A verification that fails while the catalog is locked is listed once it can be used (runs §10.3)."""
    bench = Bench()
    bench.listed()
    bench.store.runs[A]["spec.yaml"] = b"changed"
    bench.rows.trouble.append(LOCKED)
    assert bench.store.verify(A) != ()
    assert bench.listed() == "a! b"
    assert bench.rows.rows[A].status == "complete"
    assert bench.listed() == "a! b"
    assert bench.rows.rows[A].status == "corrupt"


def test_no_store_has_no_runs_and_makes_no_catalog() -> None:
    """Listing what does not exist creates nothing (operations §1.3)."""
    bench = Bench()
    bench.store.runs.clear()
    assert bench.listed() == ""
    bench.upkeep.synchronise()
    assert bench.rows.synchronised_with is None


def test_unusable_catalog_is_replaced_for_the_time_being() -> None:
    """A catalog that is locked hides no run; that is told once, and the service is degraded (runs §10.3)."""
    bench = Bench(UnavailableRunCatalog())
    assert bench.listed() == "a b"
    bench.publish(C)
    assert bench.listed() == "a b c"
    assert bench.upkeep.is_degraded
    assert bench.observer.events == [
        CatalogUnavailable(RunSubject(None, None, None), "catalog.db: database is locked"),
        CatalogRebuilt(2, 0, "unavailable", 1.0),
    ]


def test_catalog_that_can_be_used_again_is_used() -> None:
    """When the lock is gone the shared catalog serves again, in step with the runs (runs §10.3)."""
    bench = Bench()
    bench.listed()
    bench.rows.trouble.append(LOCKED)
    bench.publish(C)
    assert bench.listed() == "a b c"
    assert bench.upkeep.is_degraded
    assert bench.listed() == "a b c"
    assert not bench.upkeep.is_degraded
    assert set(bench.rows.rows) == {A, B, C}


def test_catalog_that_is_made_anew_is_filled_at_once() -> None:
    """A catalog that turns out to be damaged is rebuilt within the same listing (runs §10.3)."""
    bench = Bench()
    bench.rows.trouble.append(RENEWED)
    assert bench.listed() == "a b"
    assert bench.observer.names == ["CatalogRebuilt"]
    bench.rows.trouble += [RENEWED, RENEWED]
    assert bench.listed() == "a b"
    assert bench.observer.names == ["CatalogRebuilt", "CatalogUnavailable", "CatalogRebuilt"]


def test_runs_elsewhere_have_no_shared_catalog() -> None:
    """A runs root other than that of the data root is listed without a row anywhere (runs §10.3)."""
    bench = Bench(has_shared=False)
    assert bench.listed() == "a b"
    bench.upkeep.record(row("c", hour=1), SUBJECT)
    bench.upkeep.forget(row("a", hour=1), SUBJECT)
    assert (bench.rows.rows, bench.observer.events) == ({}, [])
    bench.upkeep.synchronise()
    assert bench.upkeep.rebuild().runs == 2


def test_rows_of_what_was_published_and_deleted() -> None:
    """A published run gets its row; a deleted one loses it, unless it is of another run (runs §7.1, §8.1)."""
    bench = Bench()
    made = bench.store.summary(A)
    assert made is not None
    bench.upkeep.record(made, SUBJECT)
    assert bench.rows.rows == {A: made}
    bench.upkeep.forget(RunSummary.unknown(A), SUBJECT)
    assert bench.rows.rows == {A: made}
    bench.rows.trouble.append(RENEWED)
    bench.upkeep.forget(made, SUBJECT)
    assert bench.rows.rows == {}
    assert bench.observer.events == []


def test_row_that_cannot_be_written_is_written_later() -> None:
    """A catalog that fails fails no run: a warning names it, and the row comes later (runs §7.5)."""
    bench = Bench()
    bench.listed()
    bench.publish(C)
    bench.rows.trouble.append(LOCKED)
    bench.upkeep.record(row("c", hour=1), SUBJECT)
    assert bench.observer.events[-1] == CatalogUnavailable(SUBJECT, "catalog.db: database is locked")
    assert bench.listed() == "a b c"


def test_rebuilding_on_request() -> None:
    """Every run is read anew, with progress; rows of runs that are gone are gone (operations §4.10)."""
    bench = Bench()
    bench.listed()
    bench.rows.apply(CatalogChanges(put=[row("ghost", hour=9)]))
    bench.store.runs[B]["manifest.json"] = b"{}"
    told: list[tuple[int, int]] = []
    rebuilt = bench.upkeep.rebuild(lambda done, total: told.append((done, total)))
    assert (rebuilt.runs, rebuilt.corrupt, rebuilt.elapsed_ms) == (2, ("b",), 1.0)
    assert told == [(1, 2), (2, 2)]
    assert set(bench.rows.rows) == {A, B}
    assert bench.observer.events[-1] == CatalogRebuilt(2, 1, "requested", 1.0)
    bench.rows.trouble.append(LOCKED)
    with pytest.raises(CatalogUnavailableError):
        bench.upkeep.rebuild()


class StoreWithTrouble(InMemoryArtifactStore):
    """Does something before each run is read."""

    trouble: Callable[[], None] = staticmethod(lambda: None)

    def summary(self, run_id: RunId) -> RunSummary | None:
        self.trouble()
        return super().summary(run_id)


def test_store_that_cannot_be_read_is_told() -> None:
    """Where the runs themselves cannot be read no catalog helps (operations §5.3)."""
    bench, store = Bench(), StoreWithTrouble()
    store.runs = bench.store.runs
    upkeep = CatalogUpkeep(store, bench.shared, bench.reserve, bench.observer, FixedClock())

    def fail() -> None:
        raise StoreUnavailableError

    store.trouble = fail
    with pytest.raises(StoreUnavailableError):
        upkeep.page(CatalogQuery(ALL, limit=1))
    assert not upkeep.is_degraded
    assert bench.rows.rows == {}


def test_run_that_goes_while_the_catalog_is_made() -> None:
    """A run that is deleted before it is read has no row (runs §10.3)."""
    bench, store = Bench(), StoreWithTrouble()
    store.runs = dict(bench.store.runs)
    store.trouble = lambda: store.runs.pop(A, None)
    upkeep = CatalogUpkeep(store, bench.shared, bench.reserve, bench.observer, FixedClock())
    assert upkeep.rebuild().runs == 1


def test_listing_waits_while_the_catalog_is_made() -> None:
    """Whoever lists during a rebuild waits for it; the service is degraded meanwhile (operations §5.1)."""
    bench, store = Bench(), StoreWithTrouble()
    store.runs = bench.store.runs
    upkeep = CatalogUpkeep(store, bench.shared, bench.reserve, bench.observer, FixedClock())
    begun, goes_on = Barrier(2), Barrier(2)

    def wait() -> None:
        store.trouble = lambda: None
        begun.wait(10)
        goes_on.wait(10)

    store.trouble = wait
    pages: list[int] = []
    threads = [Thread(target=upkeep.synchronise)]
    threads[0].start()
    begun.wait(10)
    assert upkeep.is_degraded
    threads.append(Thread(target=lambda: pages.append(upkeep.page(CatalogQuery(ALL, limit=1)).total_count)))
    threads[1].start()
    upkeep.record(row("c", hour=1), SUBJECT)
    assert pages == []
    goes_on.wait(10)
    for thread in threads:
        thread.join(10)
    assert pages == [2]
    assert not upkeep.is_degraded
    assert bench.observer.names == ["CatalogRebuilt"]


def test_many_do_not_wait_in_turn_for_what_is_locked() -> None:
    """Whoever waits while somebody else waits in vain goes on without the shared catalog (runs §10.3)."""
    entered, goes_on, tried = Barrier(2), Barrier(2), []

    class StuckCatalog(InMemoryRunCatalog):
        @contextmanager
        def session(self) -> Iterator[CatalogSession]:
            entered.wait(10)
            yield self

        def state(self) -> CatalogState:
            tried.append(1)
            goes_on.wait(10)
            raise LOCKED

    bench = Bench(StuckCatalog())
    pages: list[str] = []
    threads = [Thread(target=lambda: pages.append(bench.listed())) for _ in "ab"]
    for thread in threads:
        thread.start()
        entered.wait(10)
    goes_on.wait(10)
    for thread in threads:
        thread.join(10)
    assert (pages, len(tried)) == (["a b", "a b"], 1)
    assert bench.observer.names == ["CatalogUnavailable", "CatalogRebuilt"]


def test_a_published_run_has_its_row() -> None:
    """A created run is in the catalog when its creation ends; no other call adds one (runs §7.1)."""
    bench = Workbench()
    run_id = bench.create(model=clinic_desk.MODEL, options={"deterministicRunId": True}).run.run_id
    assert bench.catalog.rows == {run_id: bench.store.summary(run_id)}
    bench.catalog.rows.clear()
    bench.create(model=clinic_desk.MODEL, options={"deterministicRunId": True})
    bench.plan(model=clinic_desk.MODEL)
    with pytest.raises(TemplateNotFoundError):
        bench.create(templateId="nobody")
    assert bench.catalog.rows == {}


def test_a_failing_catalog_fails_no_run() -> None:
    """A run whose row cannot be written is created all the same, with a warning (runs §7.5)."""
    bench = Workbench()
    bench.catalog.trouble.append(CatalogUnavailableError("catalog.db: database is locked"))
    outcome = bench.create(model=clinic_desk.MODEL, options={"runId": "desk"})
    assert outcome.outcome == "created"
    assert bench.observer.names == [
        *("RunStarted", "RunValidated", "EvaluationBegan", "EvaluationEnded", "ArtifactsBegan"),
        *("ArtifactsEnded", "CatalogUnavailable", "RunCompleted"),
    ]
    trouble = bench.observer.events[-2]
    assert isinstance(trouble, CatalogUnavailable)
    assert (trouble.subject.run_id, trouble.detail) == ("desk", "catalog.db: database is locked")
