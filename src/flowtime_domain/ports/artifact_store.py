"""Where runs lie."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from types import TracebackType
from typing import Protocol, Self

from flowtime_domain.errors import DocumentError
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_summary import RunSummary
from flowtime_domain.runs.stored_run import RunBundle, StoredRun


class StagedRun(ABC):
    """A run that is written but not visible yet; leaving the context without publishing removes it.

    Attributes
    ----------
    run
        The run as it was written; what it says stays right even if somebody replaces the published one.
    summary
        What a listing will show of it.
    file_count, bytes
        How many files it has, and their size, manifest included.
    """

    run: StoredRun
    summary: RunSummary
    file_count: int
    bytes: int

    @abstractmethod
    def publish(self, *, overwrite: bool) -> bool:
        """Make the run visible at once, or, overwriting, exchange it for what stands there.

        Returns
        -------
        bool
            False if the id was taken and `overwrite` is false, or if an intact run of the same scenario
            stands there (runs §4.1); then nothing has changed.

        Raises
        ------
        StoreUnavailableError, StorageFullError
            Nothing was published.
        """

    @abstractmethod
    def __enter__(self) -> Self: ...

    @abstractmethod
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class ArtifactStore(Protocol):
    """Keeps immutable run bundles (runs §6, §7, §9)."""

    def stage(self, bundle: RunBundle, check_stop: Callable[[], None]) -> StagedRun:
        """Write a bundle where no reader sees it; `check_stop` is called between files and may raise.

        Raises
        ------
        StoreUnavailableError, StorageFullError
            Nothing is left behind.
        """

    def open_run(self, run_id: RunId) -> StoredRun:
        """A run, verified when first opened.

        Raises
        ------
        RunNotFoundError
            There is none.
        RunCorruptError
            It does not verify (runs §9.1).
        """

    def opened_run(self, run_id: RunId) -> StoredRun | None:
        """The run if it is open and its manifest is the same (runs §9.2); nothing is read for it."""

    def verify(self, run_id: RunId) -> tuple[DocumentError, ...]:
        """Verify a run in full, whatever is known of it; what is wrong with it (runs §9.2).

        Raises
        ------
        RunNotFoundError
            There is none.
        """

    def delete(self, run_id: RunId, forget: Callable[[], None]) -> None:
        """Make a run disappear at once, corrupt or not, then call `forget`, then remove it (runs §8.1).

        Raises
        ------
        RunNotFoundError
            There is none.
        StoreUnavailableError, StorageFullError
            The run is still there.
        """

    def sweep(self) -> tuple[str, ...]:
        """Remove what killed writers left behind; the names that were removed (runs §7.6)."""

    def marker(self) -> str | None:
        """Changes when a run comes or goes; empty if it cannot be told yet, None if there is no store."""

    def identities(self) -> Mapping[str, int]:
        """For each name, which need not be that of a run, a number that changes when it gets another run.

        The marker of a run begins with it, in hexadecimal digits, and a blank. No run is looked into, so even
        of many this is told soon.
        """

    def markers(self, run_ids: Collection[RunId] | None = None) -> Mapping[RunId, str]:
        """For each run, or each of these that exists, what changes with the documents it is listed by."""

    def summary(self, run_id: RunId) -> RunSummary | None:
        """The row of a run, from run.json and manifest.json alone (runs §10.3); None if there is none."""
