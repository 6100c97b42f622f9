"""Where runs lie."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Protocol, Self

from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.stored_run import RunBundle, RunSummary, StoredRun


class StagedRun(ABC):
    """A run that is written but not visible yet; leaving the context without publishing removes it.

    Attributes
    ----------
    run
        The run as it was written; what it says stays right even if somebody replaces the published one.
    file_count, bytes
        How many files it has, and their size, manifest included.
    """

    run: StoredRun
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

    def scan(self) -> Iterator[RunSummary]:
        """Every run directory, from run.json and manifest.json alone, in no particular order."""
