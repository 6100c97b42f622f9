"""Listing the runs of a store, newest first (api §7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.runs.stored_run import RunSummary
from flowtime_domain.use_cases.run_listing import RunCursor, RunListing


@final
@dataclass(frozen=True, slots=True)
class RunPage:
    """One page of the list of runs.

    Attributes
    ----------
    items
        The runs of the page.
    total_count
        Number of runs on all pages.
    listing
        What was asked for.
    next_cursor, next_page
        Where the list goes on, by the way of paging that was asked for; None on the last page.
    """

    items: tuple[RunSummary, ...]
    total_count: int
    listing: RunListing
    next_cursor: str | None = None
    next_page: int | None = None


@final
@dataclass(frozen=True, slots=True)
class ListRuns:
    """Lists complete runs by creation, newest first, then by id (runs §10.4)."""

    store: ArtifactStore

    def __call__(self, listing: RunListing) -> RunPage:
        """The page that was asked for."""
        complete = (summary for summary in self.store.scan() if summary.status == "complete")
        by_id = sorted(complete, key=lambda summary: summary.run_id.text)
        newest_first = sorted(by_id, key=lambda summary: summary.created, reverse=True)
        if listing.limit is None:
            return _numbered_page(newest_first, listing)
        return _cursor_page(newest_first, listing, listing.limit)


def _numbered_page(runs: Sequence[RunSummary], listing: RunListing) -> RunPage:
    end = listing.page * listing.page_size
    items = tuple(runs[end - listing.page_size : end])
    next_page = listing.page + 1 if end < len(runs) else None
    return RunPage(items, len(runs), listing, next_page=next_page)


def _cursor_page(runs: Sequence[RunSummary], listing: RunListing, limit: int) -> RunPage:
    seen = listing.cursor
    remaining = [run for run in runs if seen is None or _comes_after(run, seen)]
    items = tuple(remaining[:limit])
    if len(items) == len(remaining):
        return RunPage(items, len(runs), listing)
    return RunPage(items, len(runs), listing, RunCursor(items[-1].created, items[-1].run_id.text).text)


def _comes_after(run: RunSummary, seen: RunCursor) -> bool:
    if run.created == seen.created:
        return run.run_id.text > seen.run_id
    return run.created < seen.created
