"""Runs as a listing shows them, read from run.json and manifest.json alone (runs §10.3).

Rule 1: a run that cannot be read makes a corrupt row and hides no other; a shortage of files makes none.
Rule 2: a marker is taken before what it stands for is read, so what changes meanwhile is noticed later.
"""

import errno
import os
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, final

from flowtime_adapters.artifact_store.layout import is_visible
from flowtime_adapters.artifact_store.opened_run import OpenRuns, fingerprint
from flowtime_adapters.durable_files.directories import leads_to, opened, opened_below, opened_file
from flowtime_adapters.durable_files.file_system import FileSystem, is_directory
from flowtime_domain.errors import RunIdInvalidError
from flowtime_domain.ports.document_reader import DocumentReader
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import RunDocument
from flowtime_domain.runs.identity import RunId, prefixed_hash, sha256_digits
from flowtime_domain.runs.older.documents_reading import listed_facts
from flowtime_domain.runs.older.members import is_older
from flowtime_domain.runs.run_summary import RunStatus, RunSummary
from flowtime_domain.runs.verification import verified_manifest

LISTED_BY: Final = (file_names.RUN, file_names.MANIFEST)
_SHORTAGES: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
# Two changes of a directory within one tick of the system's clock bear the same time.
_TICK_NS: Final = 100_000_000
_ABSENT: Final = "-"


def documents_marker(status_of: Callable[[str], os.stat_result]) -> str:
    """Identity, size and time of the documents that a run is listed by."""
    return " ".join(_stamp(status_of, path) for path in LISTED_BY)


def _stamp(status_of: Callable[[str], os.stat_result], path: str) -> str:
    try:
        status = status_of(path)
    except (FileNotFoundError, NotADirectoryError):
        return _ABSENT
    return f"{status.st_ino:x}.{status.st_size:x}.{status.st_mtime_ns:x}"


@final
class ListedRuns:
    """The runs below a root.

    Parameters
    ----------
    files, root
        Where they lie.
    open_runs
        Knows which of them this process has found corrupt.
    models
        Reads the models of older bundles.
    """

    def __init__(self, files: FileSystem, root: Path, open_runs: OpenRuns, models: DocumentReader) -> None:
        self._files = files
        self._root = root
        self._open_runs = open_runs
        self._models = models

    def marker(self) -> str | None:
        """Identity and time of the root; empty just after a change, None if there is no root."""
        try:
            with opened(self._files, self._root) as root:
                status = self._files.status_of(root)
        except FileNotFoundError:
            return None
        if time.time_ns() - status.st_mtime_ns < _TICK_NS:
            return ""
        return f"{status.st_dev:x}.{status.st_ino:x}.{status.st_mtime_ns:x}"

    def markers(self, run_ids: Collection[RunId] | None) -> dict[RunId, str]:
        """The marker of each run directory, or of each of these that exists."""
        try:
            with opened(self._files, self._root) as root:
                found = self._run_ids(root) if run_ids is None else filter(self._is_there(root), run_ids)
                return {run_id: self._marker(root, run_id) for run_id in found}
        except FileNotFoundError:
            return {}

    def _run_ids(self, root: int) -> list[RunId]:
        named = (_run_id(name) for name in self._files.directories(root) if is_visible(name))
        return [run_id for run_id in named if run_id is not None]

    def _is_there(self, root: int) -> Callable[[RunId], bool]:
        def is_there(run_id: RunId) -> bool:
            try:
                return is_directory(self._files.status(str(run_id), root))
            except FileNotFoundError:
                return False

        return is_there

    def _marker(self, root: int, run_id: RunId) -> str:
        return documents_marker(lambda path: self._files.status(f"{run_id}/{path}", root))

    def summary(self, run_id: RunId) -> RunSummary | None:
        """The row of a run; None if no directory bears the name."""
        try:
            with opened(self._files, self._root) as root:
                while is_directory(status := self._files.status(str(run_id), root)):
                    modified = _moment(status.st_mtime)
                    summary = self._read_summary(root, run_id, modified)
                    if summary is not None:
                        return summary
        except FileNotFoundError:
            pass
        return None

    def _read_summary(self, root: int, run_id: RunId, modified: datetime) -> RunSummary | None:
        """The row of what bears the name now; None if it went while it was read."""
        try:
            with opened_below(self._files, str(run_id), root) as directory:
                summary = self._summary_in(directory, run_id, modified)
                if summary.scenario_hash is None and not leads_to(self._files, root, str(run_id), directory):
                    return None
                return summary
        except FileNotFoundError:
            return None
        except OSError as error:
            return _corrupt(run_id, modified, _ABSENT, error)

    def _summary_in(self, directory: int, run_id: RunId, modified: datetime) -> RunSummary:
        marker = documents_marker(lambda path: self._files.status(path, directory))
        is_condemned = self._open_runs.is_condemned(run_id, fingerprint(self._files, directory))
        status: RunStatus = "corrupt" if is_condemned else "complete"
        try:
            return self._documented(directory, run_id, marker, status)
        except (OSError, ValueError, RecursionError) as error:
            return _corrupt(run_id, modified, marker, error)

    def _documented(self, directory: int, run_id: RunId, marker: str, status: RunStatus) -> RunSummary:
        """The row that a run's documents make.

        Raises
        ------
        OSError, ValueError, RecursionError
            They cannot be read, or are not those of an intact run.
        """
        content = self._read(directory, file_names.RUN)
        written = self._read(directory, file_names.MANIFEST)
        try:
            run = RunDocument.from_json(content)
        except ValueError:
            if not is_older(content, written):
                raise
            facts = listed_facts(str(run_id), partial(self._content, directory), self._models.read)
            return RunSummary.of(facts, prefixed_hash(written), marker, status)
        manifest = verified_manifest(written)
        listed = {entry.path: entry.sha256 for entry in manifest.files}
        if run.run_id != str(run_id) or listed.get(file_names.RUN) != sha256_digits(content):
            raise ValueError("run.json is not the one that the manifest lists")
        return RunSummary.of(run, manifest.manifest_hash, marker, status)

    def _content(self, directory: int, path: str) -> bytes | None:
        """The bytes of a file, None if there is no such file."""
        try:
            return self._read(directory, path)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _read(self, directory: int, path: str) -> bytes:
        with opened_file(self._files, path, directory) as handle:
            return self._files.read(handle)


def _run_id(name: str) -> RunId | None:
    try:
        return RunId(name)
    except RunIdInvalidError:
        return None


def _corrupt(run_id: RunId, modified: datetime, marker: str, error: Exception) -> RunSummary:
    if isinstance(error, OSError) and error.errno in _SHORTAGES:
        raise error
    return RunSummary.unknown(run_id, modified, marker)


def _moment(timestamp: float) -> datetime:
    """A time of the file system; one that no calendar has is the beginning of its epoch."""
    try:
        return datetime.fromtimestamp(timestamp, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)
