"""Pages of the list of runs."""

from datetime import UTC, datetime, timedelta

from examples import clinic_desk
from examples.workbench import Workbench
from flowtime_domain.ports.run_catalog import RunFilter
from flowtime_domain.runs.identity import RunId
from flowtime_domain.use_cases.list_runs import ListRuns, RunPage
from flowtime_domain.use_cases.run_listing import RunCursor, RunListing


def bench_with_runs(*names_by_second: str) -> Workbench:
    """A workbench in which each text names the runs of one second, earliest first."""
    bench = Workbench()
    for names in names_by_second:
        bench.clock.moment += timedelta(seconds=1)
        for name in names:
            bench.create(model=clinic_desk.MODEL, options={"runId": name})
    return bench


def names(page: RunPage) -> str:
    return "".join(str(summary.run_id) for summary in page.items)


def test_newest_first_then_by_id() -> None:
    """Runs sort by creation descending, then by id ascending (runs §10.4)."""
    page = ListRuns(bench_with_runs("a", "dcb", "e").upkeep)(RunListing())
    assert names(page) == "ebcda"
    assert (page.total_count, page.next_page, page.next_cursor) == (5, None, None)


def test_pages_by_number() -> None:
    """Page numbers cut the list; a page past its end is empty with the true count (api §7.2)."""
    list_runs = ListRuns(bench_with_runs("a", "b", "c", "d", "e").upkeep)
    pages = [list_runs(RunListing(page=number, page_size=2)) for number in (1, 2, 3, 4)]
    assert [names(page) for page in pages] == ["ed", "cb", "a", ""]
    assert [page.next_page for page in pages] == [2, 3, None, None]
    assert {page.total_count for page in pages} == {5}


def test_pages_by_cursor_neither_skip_nor_repeat() -> None:
    """A run added between two pages moves none of the others (api §7.1)."""
    bench = bench_with_runs("a", "cb", "d")
    list_runs = ListRuns(bench.upkeep)
    first = list_runs(RunListing(limit=2))
    assert names(first) == "db"
    bench.clock.moment += timedelta(seconds=1)
    bench.create(model=clinic_desk.MODEL, options={"runId": "e"})
    assert first.next_cursor is not None
    second = list_runs(RunListing(limit=2, cursor=RunCursor.parse(first.next_cursor)))
    assert names(second) == "ca"
    assert second.next_cursor is None


def test_corrupt_runs_are_not_among_the_complete_ones() -> None:
    """The listing shows complete runs; a corrupt one hides no other (api §7.1, runs §9.4)."""
    bench = bench_with_runs("ab")
    bench.store.runs[RunId("a")]["run.json"] = b"{}"
    page = ListRuns(bench.upkeep)(RunListing())
    assert (names(page), page.total_count) == ("b", 1)
    corrupt = ListRuns(bench.upkeep)(RunListing(filter=RunFilter(status="corrupt")))
    assert (names(corrupt), corrupt.total_count) == ("a", 1)


def test_pages_of_chosen_runs() -> None:
    """Both ways of paging go through the runs that pass the filter, and count them alone (api §7.2)."""
    list_runs = ListRuns(bench_with_runs("a", "xb", "c", "xd").upkeep)
    chosen = RunFilter(created_before=datetime(2025, 11, 4, 8, 15, 6, 500_000, tzinfo=UTC))
    numbered = list_runs(RunListing(page=2, page_size=2, filter=chosen))
    assert (names(numbered), numbered.total_count, numbered.next_page) == ("xa", 4, None)
    first = list_runs(RunListing(limit=3, filter=chosen))
    assert first.next_cursor is not None
    second = list_runs(RunListing(limit=3, cursor=RunCursor.parse(first.next_cursor), filter=chosen))
    assert (names(first), names(second), second.total_count) == ("cbx", "a", 4)
