"""Runs as a listing shows them, read from run.json and manifest.json alone (runs §10.3).

Rule 1: what cannot be read makes a corrupt row and hides no other; a shortage of files makes none.
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
# Why an entry of the root cannot be looked at, if that says nothing of the entry.
_NOT_OF_THE_ENTRY: Final = _SHORTAGES | {errno.ENOENT, errno.EACCES}
# Two changes of a directory within one tick of the system's clock bear the same time.
_TICK_NS: Final = 100_000_000
_ABSENT: Final = "-"


def run_marker(status: os.stat_result | None, status_of: Callable[[str], os.stat_result]) -> str:
    """Identity of what bears the name of a run, then identity, size and time of what it is listed by."""
    identity = _ABSENT if status is None else f"{status.st_ino:x}"
    return " ".join((identity, *(_stamp(status_of, path) for path in LISTED_BY)))


def _stamp(status_of: Callable[[str], os.stat_result], path: str) -> str:
    try:
        status = status_of(path)
    except OSError as error:
        _check_shortage(error)
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
        """The marker of each run, or of each of these that exists."""
        try:
            with opened(self._files, self._root) as root:
                wanted = self._run_ids(root) if run_ids is None else run_ids
                markers = ((run_id, self._marker(root, run_id)) for run_id in wanted)
                return {run_id: marker for run_id, marker in markers if marker is not None}
        except FileNotFoundError:
            return {}

    def _run_ids(self, root: int) -> list[RunId]:
        named = (_run_id(name) for name in self._files.names(root) if is_visible(name))
        return [run_id for run_id in named if run_id is not None]

    def identities(self) -> dict[str, int]:
        """The inode of each entry of the root."""
        try:
            with opened(self._files, self._root) as root:
                return self._files.inodes(root)
        except FileNotFoundError:
            return {}

    def _marker(self, root: int, run_id: RunId) -> str | None:
        """The marker of what bears a name; None if nothing does."""
        try:
            status = self._status(root, run_id)
        except FileNotFoundError:
            return None
        return self._marker_of(status, root, run_id)

    def _marker_of(self, status: os.stat_result | None, root: int, run_id: RunId) -> str:
        def status_of(path: str) -> os.stat_result:
            if status is None or not is_directory(status):
                raise NotADirectoryError
            return self._files.status(f"{run_id}/{path}", root)

        return run_marker(status, status_of)

    def _status(self, root: int, run_id: RunId) -> os.stat_result | None:
        """The status of what bears a name; None if only this entry cannot be looked at.

        Raises
        ------
        OSError
            Nothing bears the name, or the root is at fault.
        """
        try:
            return self._files.status(str(run_id), root)
        except OSError as error:
            if error.errno in _NOT_OF_THE_ENTRY:
                raise
            return None

    def summary(self, run_id: RunId) -> RunSummary | None:
        """The row of a run; None if nothing bears the name."""
        try:
            with opened(self._files, self._root) as root:
                while True:
                    status = self._status(root, run_id)
                    if status is None or not is_directory(status):
                        return _corrupt(run_id, status, self._marker_of(status, root, run_id))
                    summary = self._read_summary(root, run_id, status)
                    if summary is not None:
                        return summary
        except FileNotFoundError:
            return None

    def _read_summary(self, root: int, run_id: RunId, status: os.stat_result) -> RunSummary | None:
        """The row of the directory that bears the name now; None if it went while it was read."""
        try:
            with opened_below(self._files, str(run_id), root) as directory:
                summary = self._summary_in(directory, run_id, status)
                if summary.scenario_hash is None and not leads_to(self._files, root, str(run_id), directory):
                    return None
                return summary
        except FileNotFoundError:
            return None
        except OSError as error:
            _check_shortage(error)
            marker = self._marker(root, run_id)
            return None if marker is None else _corrupt(run_id, status, marker)

    def _summary_in(self, directory: int, run_id: RunId, status: os.stat_result) -> RunSummary:
        marker = run_marker(status, partial(self._files.status, parent=directory))
        is_condemned = self._open_runs.is_condemned(run_id, fingerprint(self._files, directory))
        try:
            return self._documented(directory, run_id, marker, "corrupt" if is_condemned else "complete")
        except (OSError, ValueError, RecursionError) as error:
            _check_shortage(error)
            return _corrupt(run_id, status, marker)

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


def _corrupt(run_id: RunId, status: os.stat_result | None, marker: str) -> RunSummary:
    """The row of what cannot be read; its time is that of its last change, as far as that is known."""
    return RunSummary.unknown(run_id, _moment(0 if status is None else status.st_mtime), marker)


def _check_shortage(error: Exception) -> None:
    """Raise an error again that says nothing of what was to be read."""
    if isinstance(error, OSError) and error.errno in _SHORTAGES:
        raise error


def _moment(timestamp: float) -> datetime:
    """A time of the file system; one that no calendar has is the beginning of its epoch."""
    try:
        return datetime.fromtimestamp(timestamp, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)
