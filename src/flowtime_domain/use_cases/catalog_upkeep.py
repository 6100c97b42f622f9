"""The catalog of runs, kept in step with the bundles it is derived from (runs §10.3).

Rule 1: what the store says counts; the catalog only saves reading it again.
Rule 2: a shared catalog that cannot be used now is replaced by one of this process, and nobody notices but
an observer.
Rule 3: bundles are read outside of any transaction, by one thread at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock
from typing import TypeAlias, TypeVar, final

from flowtime_domain.errors import RunIdInvalidError
from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.ports.clock import Clock
from flowtime_domain.ports.run_catalog import (
    CatalogChanges,
    CatalogPage,
    CatalogQuery,
    CatalogRenewedError,
    CatalogSession,
    CatalogState,
    CatalogUnavailableError,
    RunCatalog,
    RunFilter,
)
from flowtime_domain.ports.run_observer import CatalogRebuilt, CatalogUnavailable, RunObserver, RunSubject
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_summary import RunSummary

Result = TypeVar("Result")
Progress: TypeAlias = Callable[[int, int], None]
_NOBODY = RunSubject(None, None, None)


def _unseen(done: int, total: int) -> None:
    """Nobody watches."""


@final
@dataclass(frozen=True, slots=True)
class RebuiltCatalog:
    """How a catalog came out: how many runs it has, which of them are corrupt, and how long it took."""

    runs: int
    corrupt: tuple[str, ...]
    elapsed_ms: float


@final
class CatalogUpkeep:
    """Lists runs from a catalog and changes it together with the store.

    Parameters
    ----------
    store
        Where the runs lie.
    shared
        The catalog beside them; None if they have none.
    reserve
        A catalog that always works, for this process alone.
    observer, clock
        Who is told, and what measures how long it took.
    """

    def __init__(
        self,
        store: ArtifactStore,
        shared: RunCatalog | None,
        reserve: RunCatalog,
        observer: RunObserver,
        clock: Clock,
    ) -> None:
        self._store = store
        self._shared = shared
        self._reserve = reserve
        self._observer = observer
        self._clock = clock
        self._lock = Lock()
        self._is_rebuilding = False
        self._is_unusable = False
        self._was_compared = False

    @property
    def is_degraded(self) -> bool:
        """Whether the shared catalog is being made or cannot be used."""
        return self._is_rebuilding or self._is_unusable

    def page(self, query: CatalogQuery) -> CatalogPage:
        """The rows that a query asks for.

        Raises
        ------
        StoreUnavailableError
            The runs themselves cannot be read.
        """
        if self._store.marker() is None:
            return CatalogPage((), 0)

        def work(rows: CatalogSession) -> CatalogPage:
            self._synchronise(rows)
            self._look_again(rows, query)
            return rows.page(query)

        return self._with_some_catalog(work)

    def synchronise(self) -> None:
        """Bring the shared catalog in step with the store; whoever lists meanwhile waits.

        Raises
        ------
        StoreUnavailableError
            The runs themselves cannot be read.
        """
        if self._shared is not None and self._store.marker() is not None:
            self._with_some_catalog(self._synchronise)

    def rebuild(self, progress: Progress = _unseen) -> RebuiltCatalog:
        """Make every row anew, if there are runs; `progress` is told how many of how many are read.

        Raises
        ------
        CatalogUnavailableError
            The catalog cannot be written.
        StoreUnavailableError
            The runs themselves cannot be read.
        """

        def work(rows: CatalogSession) -> RebuiltCatalog:
            with self._lock:
                return self._rebuilt(rows, {}, "requested", progress)

        if self._store.marker() is None:
            return RebuiltCatalog(0, (), 0.0)
        catalog = self._reserve if self._shared is None else self._shared
        return _renewing(catalog, work)

    def record(self, run: RunSummary, subject: RunSubject) -> None:
        """Add the row of a run that was published; if it cannot be done now, it is done later (runs §7.5)."""
        self._change(CatalogChanges(put=(run,)), subject)

    def forget(self, run: RunSummary, subject: RunSubject) -> None:
        """Remove the row of a run that was deleted, unless it is of another run by now."""
        self._change(CatalogChanges(removed={run.run_id: run.marker}), subject)

    def _change(self, changes: CatalogChanges, subject: RunSubject) -> None:
        if self._shared is None:
            return
        try:
            _renewing(self._shared, lambda rows: rows.apply(changes))
        except CatalogUnavailableError as error:
            self._was_compared = False
            self._observer.observe(CatalogUnavailable(subject, str(error)))

    def _with_some_catalog(self, work: Callable[[CatalogSession], Result]) -> Result:
        """What `work` gives with the shared catalog, or else with the one of this process."""
        if self._shared is not None:
            try:
                result = _renewing(self._shared, work)
            except CatalogUnavailableError as error:
                self._note_trouble(error)
            else:
                self._is_unusable = False
                return result
        return _renewing(self._reserve, work)

    def _note_trouble(self, error: CatalogUnavailableError) -> None:
        """Tell that the catalog cannot be used, once for as long as that lasts."""
        if not self._is_unusable:
            self._is_unusable = True
            self._observer.observe(CatalogUnavailable(_NOBODY, str(error)))

    def _synchronise(self, rows: CatalogSession) -> None:
        """Compare rows and store: each run at first use, their names when runs have come or gone since."""
        with self._lock:
            state = rows.state()
            if state.synchronised_with is None:
                reason = "unavailable" if self._is_unusable else state.made_because
                self._rebuilt(rows, rows.markers(), reason)
            elif not self._was_compared:
                self._compare(rows, rows.markers())
            elif not self._is_in_step(state):
                self._compare_names(rows, state)
            self._was_compared = True

    def _is_in_step(self, state: CatalogState) -> bool:
        return bool(state.synchronised_with) and state.synchronised_with == self._store.marker()

    def _compare(
        self, rows: CatalogSession, known: Mapping[RunId, str], progress: Progress = _unseen
    ) -> None:
        """Read the runs whose markers are not the known ones; if none are known, every row is made anew."""
        marker = self._store.marker() or ""
        changes = self._changes(known, self._store.markers(), progress)
        rows.apply(replace(changes, synchronised_with=marker, replaces_all=not known))

    def _compare_names(self, rows: CatalogSession, state: CatalogState) -> None:
        """Read the runs that have no row, and those whose row is of another run or in doubt."""
        marker = self._store.marker() or ""
        suspects = _run_ids(rows.unlike(self._store.identities()))
        changes = self._changes(rows.markers(suspects), self._store.markers(suspects))
        if marker != state.synchronised_with or changes != CatalogChanges():
            rows.apply(replace(changes, synchronised_with=marker))

    def _changes(
        self, known: Mapping[RunId, str], found: Mapping[RunId, str], progress: Progress = _unseen
    ) -> CatalogChanges:
        """What makes rows with the known markers those of runs with the found ones; runs are read for it."""
        changed = [run_id for run_id in found if known.get(run_id) != found[run_id]]
        gone = {run_id: known[run_id] for run_id in known if run_id not in found}
        return CatalogChanges(tuple(self._summaries(changed, progress)), gone)

    def _rebuilt(
        self, rows: CatalogSession, known: Mapping[RunId, str], reason: str, progress: Progress = _unseen
    ) -> RebuiltCatalog:
        began = self._clock.elapsed_ms()
        self._is_rebuilding = True
        try:
            self._compare(rows, known, progress)
        finally:
            self._is_rebuilding = False
        runs = rows.page(CatalogQuery(RunFilter(status=None), limit=0)).total_count
        corrupt = rows.page(CatalogQuery(RunFilter(status="corrupt"), limit=runs)).items
        elapsed_ms = self._clock.elapsed_ms() - began
        if self._shared is not None:
            self._observer.observe(CatalogRebuilt(runs, len(corrupt), reason, elapsed_ms))
        return RebuiltCatalog(runs, tuple(str(run.run_id) for run in corrupt), elapsed_ms)

    def _summaries(self, run_ids: Sequence[RunId], progress: Progress = _unseen) -> Iterator[RunSummary]:
        for done, run_id in enumerate(run_ids, start=1):
            summary = self._store.summary(run_id)
            if summary is not None:
                yield summary
            progress(done, len(run_ids))

    def _look_again(self, rows: CatalogSession, query: CatalogQuery) -> None:
        """Read those runs of a page anew whose documents have changed.

        A run that has become corrupt, or is restored, still stands among those of the other status.
        """
        in_any_state = replace(query, filter=replace(query.filter, status=None))
        shown = rows.markers(in_any_state)
        changes = self._changes(shown, self._store.markers(shown))
        if changes != CatalogChanges():
            rows.apply(changes)


def _run_ids(names: Iterable[str]) -> list[RunId]:
    """Those names that are run ids."""
    run_ids = []
    for name in names:
        with suppress(RunIdInvalidError):
            run_ids.append(RunId(name))
    return run_ids


def _renewing(catalog: RunCatalog, work: Callable[[CatalogSession], Result]) -> Result:
    """What `work` gives in a session; it begins again once if the catalog has to be made anew."""
    with suppress(CatalogRenewedError), catalog.session() as rows:
        return work(rows)
    with catalog.session() as rows:
        return work(rows)
