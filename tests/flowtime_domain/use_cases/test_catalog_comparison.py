"""The rows of a catalog and the runs that they are of."""

from examples.catalog_bench import A, B, Bench, C
from examples.catalog_rows import row
from flowtime_domain.ports.run_catalog import CatalogChanges, RunFilter
from flowtime_domain.ports.run_observer import RunSubject
from flowtime_domain.runs.identity import RunId
from flowtime_domain.use_cases.catalog_comparison import CatalogComparison

SUBJECT = RunSubject("d", None, None)


def test_only_runs_that_are_not_in_step_are_read() -> None:
    """A run whose row has its marker is not read again, and what is gone has no row (runs §10.3)."""
    bench = Bench()
    comparison = CatalogComparison(bench.store)
    comparison.compare(bench.rows, {})
    assert bench.store.summarised == ["a", "b"]
    bench.store.runs[B]["run.json"] += b" "
    del bench.store.runs[A]
    told: list[tuple[int, int]] = []
    comparison.compare(bench.rows, bench.rows.markers(), lambda done, total: told.append((done, total)))
    assert bench.store.summarised == ["a", "b", "b"]
    assert (set(bench.rows.rows), told) == ({B}, [(1, 1)])


def test_only_what_came_is_looked_at() -> None:
    """While runs come, those that have a row are known by their names, apart from the page (runs §10.3)."""
    bench = Bench()
    bench.store.strange_names.append("not a run")
    bench.listed()
    bench.publish(C)
    bench.store.marked.clear()
    assert bench.listed(RunFilter(text="b")) == "b"
    assert bench.store.marked == ["c", "b"]
    bench.publish(RunId("d"))
    bench.upkeep.record(row("d", hour=0), SUBJECT)
    assert bench.listed(RunFilter(text="b")) == "b"
    assert bench.store.marked == ["c", "b", "d", "b"]


def test_run_that_was_replaced_by_somebody_else_is_noticed() -> None:
    """A row whose run another process has replaced without saying so is read again (runs §7.5, §10.3)."""
    bench = Bench()
    bench.listed()
    bench.store.runs[A] = {**bench.store.runs[A], "run.json": b"{}"}
    bench.upkeep.synchronise()
    assert bench.rows.rows[A].status == "corrupt"


def test_changed_documents_are_noticed_on_the_page() -> None:
    """A run on the page whose run.json or manifest has changed is read again (runs §9.2, §10.3)."""
    bench = Bench()
    bench.listed()
    intact = dict(bench.store.runs[A])
    bench.store.runs[A]["manifest.json"] += b" "
    assert bench.listed(RunFilter(status="corrupt")) == "a!"
    assert bench.listed(RunFilter()) == "b"
    bench.store.runs[A] |= intact
    assert bench.listed(RunFilter()) == "a b"


def test_run_that_went_unnoticed_is_not_on_the_page() -> None:
    """A row whose run is gone is never shown, even if nothing else tells (runs §10.3)."""
    bench = Bench()
    bench.listed()
    bench.rows.apply(CatalogChanges(put=[row("ghost", hour=9)]))
    assert bench.listed() == "a b"
