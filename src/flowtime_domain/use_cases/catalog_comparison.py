"""Rows compared with the bundles that they are derived from (runs §10.3).

Rule 1: what the store says counts; a run is read only if its row is not in step with it.
Rule 2: bundles are read outside of any transaction.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TypeAlias, final

from flowtime_domain.errors import RunIdInvalidError
from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.ports.run_catalog import CatalogChanges, CatalogQuery, CatalogSession, CatalogState
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_summary import RunSummary

Progress: TypeAlias = Callable[[int, int], None]
_NOTHING = CatalogChanges()


def unseen(done: int, total: int) -> None:
    """Nobody watches."""


@final
class CatalogComparison:
    """Changes the rows of a session so that they are those of the runs in a store."""

    def __init__(self, store: ArtifactStore) -> None:
        self._store = store

    def compare(self, rows: CatalogSession, known: Mapping[RunId, str], progress: Progress = unseen) -> None:
        """Read the runs whose markers are not the known ones; if none are known, every row is made anew."""
        marker = self._store.marker() or ""
        changes = self._changes(known, self._store.markers(), progress)
        rows.apply(replace(changes, synchronised_with=marker, replaces_all=not known))

    def compare_names(self, rows: CatalogSession, state: CatalogState) -> None:
        """If runs have come or gone, read those that have no row, and those whose row is of another run."""
        marker = self._store.marker() or ""
        if marker and marker == state.synchronised_with:
            return
        suspects = _run_ids(rows.unlike(self._store.identities()))
        changes = self._changes(rows.markers(suspects), self._store.markers(suspects))
        if marker != state.synchronised_with or changes != _NOTHING:
            rows.apply(replace(changes, synchronised_with=marker))

    def look_again(self, rows: CatalogSession, query: CatalogQuery) -> None:
        """Read those runs of a page anew whose documents have changed.

        A run that has become corrupt, or is restored, still stands among those of the other status.
        """
        in_any_state = replace(query, filter=replace(query.filter, status=None))
        shown = rows.markers(in_any_state)
        changes = self._changes(shown, self._store.markers(shown))
        if changes != _NOTHING:
            rows.apply(changes)

    def _changes(
        self, known: Mapping[RunId, str], found: Mapping[RunId, str], progress: Progress = unseen
    ) -> CatalogChanges:
        """What makes rows with the known markers those of runs with the found ones; runs are read for it."""
        changed = [run_id for run_id in found if known.get(run_id) != found[run_id]]
        gone = {run_id: known[run_id] for run_id in known if run_id not in found}
        return CatalogChanges(tuple(self._summaries(changed, progress)), gone)

    def _summaries(self, run_ids: Sequence[RunId], progress: Progress = unseen) -> Iterator[RunSummary]:
        for done, run_id in enumerate(run_ids, start=1):
            summary = self._store.summary(run_id)
            if summary is not None:
                yield summary
            progress(done, len(run_ids))


def _run_ids(names: Iterable[str]) -> list[RunId]:
    """Those names that are run ids."""
    run_ids = []
    for name in names:
        with suppress(RunIdInvalidError):
            run_ids.append(RunId(name))
    return run_ids
