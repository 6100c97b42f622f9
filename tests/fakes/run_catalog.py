"""Catalogs that lie in no file, and one that cannot be used."""

from collections.abc import Collection, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import replace

from flowtime_domain.ports.run_catalog import (
    CatalogChanges,
    CatalogPage,
    CatalogQuery,
    CatalogSession,
    CatalogState,
    CatalogUnavailableError,
    RunFilter,
)
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_summary import RunSummary


class InMemoryRunCatalog:
    """Keeps rows in `rows`; `trouble` is raised by the next sessions, one of each, then there is none.

    While there is trouble no verdict can be noted.
    """

    def __init__(self, *trouble: CatalogUnavailableError) -> None:
        self.rows: dict[RunId, RunSummary] = {}
        self.synchronised_with: str | None = None
        self.trouble = list(trouble)
        self._untold: set[RunId] = set()

    @contextmanager
    def session(self) -> Iterator[CatalogSession]:
        if self.trouble:
            raise self.trouble.pop(0)
        while self._untold:
            self._doubt(self._untold.pop())
        yield self

    def state(self) -> CatalogState:
        return CatalogState(self.synchronised_with, "absent")

    def markers(self, wanted: CatalogQuery | Collection[RunId] | None = None) -> Mapping[RunId, str]:
        if isinstance(wanted, CatalogQuery):
            return {run.run_id: run.marker for run in self.page(wanted).items}
        named = self.rows if wanted is None else wanted
        return {run_id: self.rows[run_id].marker for run_id in named if run_id in self.rows}

    def unlike(self, identities: Mapping[str, int]) -> Set[str]:
        known = {(str(run_id), row.marker.split(" ")[0]) for run_id, row in self.rows.items()}
        return {name for name, _ in known ^ {(name, f"{found:x}") for name, found in identities.items()}}

    def page(self, query: CatalogQuery) -> CatalogPage:
        passed = [run for run in self.rows.values() if passes(query.filter, run)]
        by_id = sorted(passed, key=lambda run: str(run.run_id))
        ordered = sorted(by_id, key=lambda run: run.created, reverse=True)
        behind = [run for run in ordered if is_behind(run, query)]
        return CatalogPage(behind[query.offset : query.offset + query.limit], len(passed))

    def apply(self, changes: CatalogChanges) -> None:
        put = {run.run_id: run for run in changes.put}
        if changes.replaces_all:
            self.rows.clear()
        for run_id, marker in changes.removed.items():
            if run_id in self.rows and self.rows[run_id].marker == marker:
                del self.rows[run_id]
        self.rows |= put
        if changes.synchronised_with is not None:
            self.synchronised_with = changes.synchronised_with

    def judge(self, run_id: RunId, *, is_intact: bool) -> None:
        row = self.rows.get(run_id)
        if self.trouble:
            self._untold.add(run_id)
        elif row is not None and row.status == "complete" and not is_intact:
            self.rows[run_id] = replace(row, status="corrupt", warning_count=0)
        elif row is not None and row.status == "corrupt" and is_intact:
            self._doubt(run_id)

    def _doubt(self, run_id: RunId) -> None:
        if run_id in self.rows:
            self.rows[run_id] = replace(self.rows[run_id], marker="")
            self.synchronised_with = self.synchronised_with and ""


class UnavailableRunCatalog:
    """Cannot be used."""

    @contextmanager
    def session(self) -> Iterator[CatalogSession]:
        raise CatalogUnavailableError("catalog.db: database is locked")
        yield

    def judge(self, run_id: RunId, *, is_intact: bool) -> None:
        """Nothing can be noted."""


def passes(wanted: RunFilter, run: RunSummary) -> bool:
    """Whether a run is meant."""
    texts = (str(run.run_id), run.template_id, run.template_title)
    text = wanted.text
    return (
        wanted.status in (None, run.status)
        and equal(wanted.mode, run.mode)
        and equal(wanted.template_id, run.template_id)
        and wanted.has_warnings in (None, run.warning_count > 0)
        and (wanted.created_after is None or run.created >= wanted.created_after)
        and (wanted.created_before is None or run.created < wanted.created_before)
        and (text is None or any(text.casefold() in part.casefold() for part in texts if part is not None))
    )


def equal(wanted: str | None, found: str | None) -> bool:
    return wanted is None or (found is not None and wanted.casefold() == found.casefold())


def is_behind(run: RunSummary, query: CatalogQuery) -> bool:
    if query.after is None:
        return True
    created, run_id = query.after
    return run.created < created or (run.created == created and str(run.run_id) > run_id)
