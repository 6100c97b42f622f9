"""Runs as directories below one root (runs §6, §7, §9, §10.1).

Rule 1: only `RunId` values become names, so no request leads out of the root.
Rule 2: a run is verified before it is first answered from, by one thread while others wait, and again when
its manifest or matrix has changed.
"""

import errno
import stat
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Final, final

from flowtime_adapters.artifact_store.layout import RunDirectory
from flowtime_adapters.artifact_store.listed_runs import ListedRuns
from flowtime_adapters.artifact_store.opened_run import (
    FilesystemStoredRun,
    Fingerprint,
    OpenRuns,
    fingerprint,
)
from flowtime_adapters.artifact_store.staged_run import FilesystemStagedRun
from flowtime_adapters.artifact_store.unread_models import UnreadModels
from flowtime_adapters.durable_files.directories import (
    leads_to,
    locked_directory,
    opened,
    remove_unused,
    sweep,
)
from flowtime_adapters.durable_files.failures import translated_failures
from flowtime_adapters.durable_files.file_system import FileSystem, PosixFileSystem
from flowtime_adapters.durable_files.publishing import publication_method, withdraw
from flowtime_adapters.durable_files.staged_directory import StagedDirectory
from flowtime_domain.errors import (
    DocumentError,
    RunCorruptError,
    RunNotFoundError,
)
from flowtime_domain.ports.artifact_store import StagedRun
from flowtime_domain.ports.document_reader import DocumentReader
from flowtime_domain.ports.run_catalog import RunCatalog
from flowtime_domain.ports.run_observer import (
    RunEvent,
    RunFoundCorrupt,
    RunObserver,
    RunSubject,
    TemporarySwept,
)
from flowtime_domain.runs import file_names
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.older.examination import examine_older
from flowtime_domain.runs.older.members import is_older
from flowtime_domain.runs.older.stored_run import OlderStoredRun
from flowtime_domain.runs.run_summary import RunSummary
from flowtime_domain.runs.stored_run import RunBundle, StoredRun
from flowtime_domain.runs.verification import findings

DEFAULT_OPEN_RUNS: Final = 64


@final
class FilesystemArtifactStore:
    """Keeps each run in a directory of its own.

    Parameters
    ----------
    runs_root
        Where run directories lie; created when the first run is written.
    open_runs
        How many opened runs are kept.
    files
        The calls to the operating system.
    observer
        Is told of each bundle that does not verify, once, and of what a sweep removes.
    catalog
        Notes how each verification ended.
    models
        Reads the models of older bundles.
    """

    def __init__(
        self,
        runs_root: Path,
        open_runs: int = DEFAULT_OPEN_RUNS,
        files: FileSystem | None = None,
        observer: RunObserver | None = None,
        catalog: RunCatalog | None = None,
        models: DocumentReader | None = None,
    ) -> None:
        self._root = runs_root
        self._files: FileSystem = PosixFileSystem() if files is None else files
        self._open_runs = OpenRuns(open_runs)
        self._observer = observer
        self._catalog = catalog
        self._models: DocumentReader = UnreadModels() if models is None else models
        self._listed = ListedRuns(self._files, runs_root, self._open_runs, self._models)

    def stage(self, bundle: RunBundle, check_stop: Callable[[], None]) -> StagedRun:
        """Write a bundle into a temporary directory below the root."""
        with translated_failures():
            directory = StagedDirectory(self._files, self._root, str(bundle.run_id))
            return FilesystemStagedRun(directory, bundle, check_stop, self)

    def replace(self, bundle: RunBundle, publish: Callable[[], bool]) -> bool:
        """Let one writer at a time replace a run, and none an intact run of the same scenario.

        So of several that overwrite with the same scenario one publishes and the others find its run.
        """
        with opened(self._files, self._root) as root:
            self._files.lock(root, shared=False, wait=True)
            return not self._holds(bundle) and publish()

    def _holds(self, bundle: RunBundle) -> bool:
        try:
            return self.open_run(bundle.run_id).is_same(bundle.scenario_hash)
        except (RunNotFoundError, RunCorruptError):
            return False

    def open_run(self, run_id: RunId) -> StoredRun:
        """A run, verified when it is first opened and when it has changed (runs §9.2)."""
        known = self.opened_run(run_id)
        if known is not None:
            return known
        with self._open_runs.turn(run_id):
            return self._open(run_id, self._known_run)

    def opened_run(self, run_id: RunId) -> StoredRun | None:
        """The run if it was opened before and is the same; whatever fails, it is not known."""
        if not self._open_runs.holds(run_id):
            return None
        path = f"{self._root}/{run_id}"
        try:
            if not stat.S_ISDIR(self._files.status(path, None).st_mode):
                return None
            found = fingerprint(self._files, None, f"{path}/")
        except OSError:
            return None
        return None if found == _NOTHING else self._open_runs.get(run_id, found)

    def _open(self, run_id: RunId, run_in: Callable[[RunId, int], StoredRun]) -> StoredRun:
        with translated_failures():
            try:
                with (
                    opened(self._files, self._root) as root,
                    locked_directory(self._files, root, str(run_id), shared=True, wait=True) as handle,
                ):
                    assert handle is not None, "who waits gets the lock"
                    return run_in(run_id, handle)
            except FileNotFoundError:
                raise RunNotFoundError(str(run_id)) from None
            except OSError as error:
                finding = self._fault_of_the_run(run_id, error)
                if finding is None:
                    raise
                raise self._corrupt(run_id, _NOTHING, (finding,)) from None

    def _fault_of_the_run(self, run_id: RunId, error: OSError) -> DocumentError | None:
        """What is wrong with a run that cannot be read; None if the fault may lie elsewhere.

        Raises
        ------
        OSError
            Nothing in the root may be looked at.
        """
        if error.errno in (errno.ENOTDIR, errno.ELOOP) and error.filename == str(run_id):
            return _NOT_A_DIRECTORY
        if error.errno == errno.EACCES and self._listed.markers([run_id]):
            message = f"'{error.filename}' may not be read: permission denied."
            return DocumentError(code="manifest_invalid", message=message, pointer="")
        return None

    def _known_run(self, run_id: RunId, handle: int) -> StoredRun:
        run = self._open_runs.get(run_id, fingerprint(self._files, handle))
        return self._examined_run(run_id, handle) if run is None else run

    def _examined_run(self, run_id: RunId, handle: int) -> StoredRun:
        verified = fingerprint(self._files, handle)
        directory = RunDirectory(self._files, handle, str(run_id))
        run, violations = self._read_run(run_id, directory)
        if run is None:
            raise self._corrupt(run_id, verified, violations)
        self._open_runs.keep(run_id, verified, run)
        with opened(self._files, self._root) as root:
            if not leads_to(self._files, root, str(run_id), handle):
                # It was deleted or replaced meanwhile; nobody would ask for it again.
                self._open_runs.forget(run_id)
        self._judge(run_id, is_intact=True)
        return run

    def _read_run(
        self, run_id: RunId, directory: RunDirectory
    ) -> tuple[StoredRun | None, tuple[DocumentError, ...]]:
        """The run in a directory, None if it does not verify; and what is wrong with it."""
        if is_older(directory.content_of(file_names.RUN), directory.content_of(file_names.MANIFEST)):
            bundle, violations = examine_older(directory, self._models.read)
            return bundle and OlderStoredRun(run_id, bundle, directory.content_of), violations
        violations = findings(directory)
        return None if violations else FilesystemStoredRun.in_directory(run_id, directory), violations

    def _corrupt(
        self, run_id: RunId, verified: Fingerprint, violations: tuple[DocumentError, ...]
    ) -> RunCorruptError:
        """The error of a run that does not verify; whoever watches is told the first time."""
        if self._open_runs.condemn(run_id, verified):
            codes = tuple(dict.fromkeys(finding.code for finding in violations))
            self._tell(RunFoundCorrupt(RunSubject(str(run_id), template_id=None, mode=None), codes))
        self._judge(run_id, is_intact=False)
        return RunCorruptError(str(run_id), violations)

    def _judge(self, run_id: RunId, *, is_intact: bool) -> None:
        if self._catalog is not None:
            self._catalog.judge(run_id, is_intact=is_intact)

    def _tell(self, event: RunEvent) -> None:
        if self._observer is not None:
            self._observer.observe(event)

    def verify(self, run_id: RunId) -> tuple[DocumentError, ...]:
        """Verify a run in full, whatever is known of it."""
        try:
            self._open(run_id, self._examined_run)
        except RunCorruptError as error:
            return error.errors
        return ()

    def delete(self, run_id: RunId, forget: Callable[[], None]) -> None:
        """Rename a run out of sight, and remove it unless a reader uses it (runs §8.1)."""
        with translated_failures():
            try:
                with opened(self._files, self._root) as root:
                    withdrawn = withdraw(self._files, root, str(run_id))
                    self._open_runs.forget(run_id)
                    forget()
                    # What a reader still uses, or what cannot be removed now, is left to the next sweep.
                    with suppress(OSError):
                        remove_unused(self._files, root, withdrawn)
            except FileNotFoundError:
                raise RunNotFoundError(str(run_id)) from None

    def marker(self) -> str | None:
        """Changes when a run comes or goes."""
        with translated_failures():
            return self._listed.marker()

    def identities(self) -> dict[str, int]:
        """For each name in the root the inode of its entry."""
        with translated_failures():
            return self._listed.identities()

    def markers(self, run_ids: Collection[RunId] | None = None) -> dict[RunId, str]:
        """For each run what changes with run.json or manifest.json."""
        with translated_failures():
            return self._listed.markers(run_ids)

    def summary(self, run_id: RunId) -> RunSummary | None:
        """A run as it is listed."""
        with translated_failures():
            return self._listed.summary(run_id)

    def check_writable(self) -> None:
        """Find out whether runs can be written, by creating a directory and removing it.

        Raises
        ------
        StoreUnavailableError, StorageFullError
            They cannot.
        """
        with translated_failures():
            StagedDirectory(self._files, self._root, "probe").discard()

    def sweep(self) -> tuple[str, ...]:
        """Remove what killed writers left behind; the names that were removed (runs §7.6)."""
        removed = sweep(self._files, self._root)
        for name in removed:
            self._tell(TemporarySwept(f"{self._root.name}/{name}"))
        return removed

    @property
    def publication_method(self) -> str:
        """How runs become visible at once on this platform (operations §2.6)."""
        return publication_method()


_NOTHING: Final = (None, None)
_NOT_A_DIRECTORY: Final = DocumentError(
    code="file_unexpected", message="A run is a directory; this is something else.", pointer=""
)
