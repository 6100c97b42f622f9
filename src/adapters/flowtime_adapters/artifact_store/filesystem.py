"""Runs as directories below one root (runs §6, §7, §9, §10.1).

Rule 1: only `RunId` values become names, so no request leads out of the root.
Rule 2: a run is verified before it is first answered from, and again when its manifest has changed.
"""

import errno
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, final

from flowtime_adapters.artifact_store.layout import RunDirectory, is_visible
from flowtime_adapters.artifact_store.opened_run import FilesystemStoredRun, Fingerprint, OpenRuns
from flowtime_adapters.artifact_store.staged_run import FilesystemStagedRun
from flowtime_adapters.durable_files.directories import (
    locked_directory,
    opened,
    opened_below,
    opened_file,
    sweep,
)
from flowtime_adapters.durable_files.failures import translated_failures
from flowtime_adapters.durable_files.file_system import FileSystem, PosixFileSystem, is_directory
from flowtime_adapters.durable_files.publishing import publication_method
from flowtime_adapters.durable_files.staged_directory import StagedDirectory
from flowtime_domain.errors import (
    DocumentError,
    RunCorruptError,
    RunIdInvalidError,
    RunNotFoundError,
)
from flowtime_domain.ports.artifact_store import StagedRun
from flowtime_domain.ports.run_observer import RunFoundCorrupt, RunObserver, RunSubject
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import RunDocument
from flowtime_domain.runs.identity import RunId, sha256_digits
from flowtime_domain.runs.stored_run import RunBundle, RunSummary, StoredRun
from flowtime_domain.runs.verification import findings, verified_manifest

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
        Is told of each bundle that does not verify, once.
    """

    def __init__(
        self,
        runs_root: Path,
        open_runs: int = DEFAULT_OPEN_RUNS,
        files: FileSystem | None = None,
        observer: RunObserver | None = None,
    ) -> None:
        self._root = runs_root
        self._files: FileSystem = PosixFileSystem() if files is None else files
        self._open_runs = OpenRuns(open_runs)
        self._observer = observer

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
            return self.open_run(bundle.run_id).run.scenario_hash == bundle.scenario_hash
        except (RunNotFoundError, RunCorruptError):
            return False

    def open_run(self, run_id: RunId) -> StoredRun:
        """A run, verified when it is first opened and when its manifest has changed (runs §9.2)."""
        with translated_failures():
            try:
                return self._opened_run(run_id)
            except FileNotFoundError:
                raise RunNotFoundError(str(run_id)) from None
            except OSError as error:
                if error.errno in (errno.ENOTDIR, errno.ELOOP) and error.filename == str(run_id):
                    raise self._corrupt(run_id, None, (_NOT_A_DIRECTORY,)) from None
                raise

    def _opened_run(self, run_id: RunId) -> StoredRun:
        name = str(run_id)
        with (
            opened(self._files, self._root) as root,
            locked_directory(self._files, root, name, shared=True, wait=True) as handle,
        ):
            assert handle is not None, "who waits gets the lock"
            fingerprint = self._fingerprint(handle)
            run = self._open_runs.get(run_id, fingerprint)
            if run is None:
                run = self._verified_run(run_id, RunDirectory(self._files, handle, name), fingerprint)
            return run

    def _verified_run(self, run_id: RunId, directory: RunDirectory, fingerprint: Fingerprint) -> StoredRun:
        violations = findings(directory)
        if violations:
            raise self._corrupt(run_id, fingerprint, violations)
        run = FilesystemStoredRun.in_directory(run_id, directory)
        self._open_runs.keep(run_id, fingerprint, run)
        return run

    def _corrupt(
        self, run_id: RunId, fingerprint: Fingerprint, violations: tuple[DocumentError, ...]
    ) -> RunCorruptError:
        """The error of a run that does not verify; whoever watches is told the first time."""
        is_news = self._open_runs.condemn(run_id, fingerprint)
        if is_news and self._observer is not None:
            subject = RunSubject(str(run_id), template_id=None, mode=None)
            codes = tuple(dict.fromkeys(finding.code for finding in violations))
            self._observer.observe(RunFoundCorrupt(subject, codes))
        return RunCorruptError(str(run_id), violations)

    def _fingerprint(self, directory: int) -> Fingerprint:
        try:
            status = self._files.status(file_names.MANIFEST, directory)
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns

    def scan(self) -> Iterator[RunSummary]:
        """Every run directory, from run.json and manifest.json alone."""
        with translated_failures():
            yield from self._summaries()

    def _summaries(self) -> Iterator[RunSummary]:
        try:
            with opened(self._files, self._root) as root:
                for name in filter(is_visible, self._files.names(root)):
                    summary = self._summary(root, name)
                    if summary is not None:
                        yield summary
        except FileNotFoundError:
            return

    def _summary(self, root: int, name: str) -> RunSummary | None:
        """A run in a listing; None for what is no run directory, or is gone already."""
        try:
            run_id = RunId(name)
            status = self._files.status(name, root)
        except (RunIdInvalidError, FileNotFoundError):
            return None
        if not is_directory(status):
            return None
        run = self._listed_document(root, run_id)
        if run is None:
            modified = datetime.fromtimestamp(status.st_mtime, UTC)
            return RunSummary(run_id, "corrupt", modified, None)
        return RunSummary(run_id, "complete", run.created, run)

    def _listed_document(self, root: int, run_id: RunId) -> RunDocument | None:
        """run.json of a run, None if it or the manifest is corrupt or the run was found to be so."""
        try:
            with opened_below(self._files, str(run_id), root) as directory:
                if self._open_runs.is_condemned(run_id, self._fingerprint(directory)):
                    return None
                content = self._read(directory, file_names.RUN)
                manifest = verified_manifest(self._read(directory, file_names.MANIFEST))
                run = RunDocument.from_json(content)
        except (OSError, ValueError, RecursionError):
            return None
        listed = {entry.path: entry.sha256 for entry in manifest.files}
        is_right = run.run_id == str(run_id) and listed.get(file_names.RUN) == sha256_digits(content)
        return run if is_right else None

    def _read(self, directory: int, path: str) -> bytes:
        with opened_file(self._files, path, directory) as handle:
            return self._files.read(handle)

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
        return sweep(self._files, self._root)

    @property
    def publication_method(self) -> str:
        """How runs become visible at once on this platform (operations §2.6)."""
        return publication_method()


_NOT_A_DIRECTORY: Final = DocumentError(
    code="file_unexpected", message="A run is a directory; this is something else.", pointer=""
)
