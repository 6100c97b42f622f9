"""The catalog of runs, kept in step with the bundles it is derived from (runs §10.3).

Rule 1: what the store says counts; the catalog only saves reading it again.
Rule 2: a shared catalog that cannot be used now is replaced by one of this process, and nobody notices but
an observer.
Rule 3: one thread at a time compares; nobody waits for what somebody else has just waited for in vain.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar, final

from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.ports.clock import Clock
from flowtime_domain.ports.run_catalog import (
    CatalogChanges,
    CatalogPage,
    CatalogQuery,
    CatalogRenewedError,
    CatalogSession,
    CatalogUnavailableError,
    RunCatalog,
    RunFilter,
)
from flowtime_domain.ports.run_observer import CatalogRebuilt, CatalogUnavailable, RunObserver, RunSubject
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_summary import RunSummary
from flowtime_domain.use_cases.catalog_comparison import CatalogComparison, Progress, unseen

Result = TypeVar("Result")
_NOBODY = RunSubject(None, None, None)


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
        self._comparison = CatalogComparison(store)
        self._lock = Lock()
        self._is_rebuilding = False
        self._is_unusable = False
        self._was_compared = False
        self._failures = 0

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

        def work(rows: CatalogSession, failures: int | None) -> CatalogPage:
            self._synchronise(rows, failures)
            self._comparison.look_again(rows, query)
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

    def rebuild(self, progress: Progress = unseen) -> RebuiltCatalog:
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

    def _with_some_catalog(self, work: Callable[[CatalogSession, int | None], Result]) -> Result:
        """What `work` gives with the shared catalog, or else with the one of this process.

        It is told how often the shared catalog has failed before it began; None with the other.
        """
        if self._shared is not None:
            failures = self._failures
            try:
                result = _renewing(self._shared, lambda rows: work(rows, failures))
            except CatalogUnavailableError as error:
                self._note_trouble(error)
            else:
                self._is_unusable = False
                return result
        return _renewing(self._reserve, lambda rows: work(rows, None))

    def _note_trouble(self, error: CatalogUnavailableError) -> None:
        """Tell that the catalog cannot be used, once for as long as that lasts."""
        if not self._is_unusable:
            self._is_unusable = True
            self._observer.observe(CatalogUnavailable(_NOBODY, str(error)))

    def _synchronise(self, rows: CatalogSession, failures: int | None) -> None:
        """Bring rows in step with the store, unless somebody has failed since `failures` were counted."""
        with self._lock:
            if failures not in (None, self._failures):
                raise CatalogUnavailableError("The catalog could not be used a moment ago.")
            try:
                self._bring_in_step(rows, is_shared=failures is not None)
            except CatalogRenewedError:
                raise
            except CatalogUnavailableError:
                self._failures += 1
                raise

    def _bring_in_step(self, rows: CatalogSession, *, is_shared: bool) -> None:
        """Compare rows and store: each run at first use, their names when runs have come or gone since."""
        state = rows.state()
        if state.synchronised_with is None:
            reason = "unavailable" if self._is_unusable else state.made_because
            self._rebuilt(rows, rows.markers(), reason)
        elif is_shared and not self._was_compared:
            self._comparison.compare(rows, rows.markers())
        else:
            self._comparison.compare_names(rows, state)
        self._was_compared = self._was_compared or is_shared

    def _rebuilt(
        self, rows: CatalogSession, known: Mapping[RunId, str], reason: str, progress: Progress = unseen
    ) -> RebuiltCatalog:
        began = self._clock.elapsed_ms()
        self._is_rebuilding = True
        try:
            self._comparison.compare(rows, known, progress)
        finally:
            self._is_rebuilding = False
        runs = rows.page(CatalogQuery(RunFilter(status=None), limit=0)).total_count
        corrupt = rows.page(CatalogQuery(RunFilter(status="corrupt"), limit=runs)).items
        elapsed_ms = self._clock.elapsed_ms() - began
        if self._shared is not None:
            self._observer.observe(CatalogRebuilt(runs, len(corrupt), reason, elapsed_ms))
        return RebuiltCatalog(runs, tuple(str(run.run_id) for run in corrupt), elapsed_ms)


def _renewing(catalog: RunCatalog, work: Callable[[CatalogSession], Result]) -> Result:
    """What `work` gives in a session; it begins again once if the catalog has to be made anew."""
    with suppress(CatalogRenewedError), catalog.session() as rows:
        return work(rows)
    with catalog.session() as rows:
        return work(rows)
