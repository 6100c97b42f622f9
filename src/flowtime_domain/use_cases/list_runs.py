"""Listing the runs of a store, newest first (api §7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from flowtime_domain.ports.run_catalog import CatalogQuery
from flowtime_domain.runs.run_summary import RunSummary
from flowtime_domain.use_cases.catalog_upkeep import CatalogUpkeep
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

    items: Sequence[RunSummary]
    total_count: int
    listing: RunListing
    next_cursor: str | None = None
    next_page: int | None = None


@final
@dataclass(frozen=True, slots=True)
class ListRuns:
    """Lists runs by creation, newest first, then by id (runs §10.4)."""

    catalog: CatalogUpkeep

    def __call__(self, listing: RunListing) -> RunPage:
        """The page that was asked for.

        Raises
        ------
        StoreUnavailableError
            The runs cannot be read.
        """
        if listing.limit is None:
            return self._numbered_page(listing)
        return self._cursor_page(listing, listing.limit)

    def _numbered_page(self, listing: RunListing) -> RunPage:
        offset = (listing.page - 1) * listing.page_size
        found = self.catalog.page(CatalogQuery(listing.filter, listing.page_size, offset))
        is_last = offset + len(found.items) >= found.total_count
        next_page = None if is_last else listing.page + 1
        return RunPage(found.items, found.total_count, listing, next_page=next_page)

    def _cursor_page(self, listing: RunListing, limit: int) -> RunPage:
        seen = listing.cursor
        after = None if seen is None else (seen.created, seen.run_id)
        found = self.catalog.page(CatalogQuery(listing.filter, limit + 1, after=after))
        items = found.items[:limit]
        if len(items) == len(found.items):
            return RunPage(items, found.total_count, listing)
        cursor = RunCursor(items[-1].created, str(items[-1].run_id)).text
        return RunPage(items, found.total_count, listing, cursor)
