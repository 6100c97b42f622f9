"""A run that was opened, and the runs that a process keeps open."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Final, Self, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_adapters.artifact_store.layout import RunDirectory
from flowtime_adapters.durable_files.file_system import FileSystem
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import (
    ManifestDocument,
    MetadataDocument,
    RunDocument,
    SeriesIndexDocument,
)
from flowtime_domain.runs.encoding.series_csv import SeriesCsv
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.matrix_file import matrix_values
from flowtime_domain.runs.stored_run import ArtifactFlags, StoredRun

# Device, inode, size and time of modification of a file; None if it is not there.
Identity: TypeAlias = tuple[int, int, int, int] | None
# Of manifest.json (runs §9.2), and of the matrix: reading what was cut off a mapped file ends the process.
Fingerprint: TypeAlias = tuple[Identity, Identity]

_TURNS: Final = 16


def fingerprint(files: FileSystem, directory: int | None, prefix: str = "") -> Fingerprint:
    """What tells whether a run is still the one that was verified.

    Parameters
    ----------
    files
        The calls to the operating system.
    directory
        The open directory of the run; None if the prefix is a path to it.
    prefix
        What stands before the names of its files.
    """
    return (
        _identity(files, directory, prefix + file_names.MANIFEST),
        _identity(files, directory, prefix + file_names.MATRIX),
    )


def _identity(files: FileSystem, directory: int | None, path: str) -> Identity:
    try:
        status = files.status(path, directory)
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


@final
class FilesystemStoredRun(StoredRun):
    """An intact run: its documents in memory, its matrix there or mapped.

    Parameters
    ----------
    run_id
        Name of the run directory.
    documents
        Every file but the matrix and the CSVs, by path.
    index
        The index among them, read.
    matrix
        shape (series, bins), units of the series, NaN where missing.
    """

    def __init__(
        self,
        run_id: RunId,
        documents: Mapping[str, bytes],
        index: SeriesIndexDocument,
        matrix: npt.NDArray[np.float64],
    ) -> None:
        self._documents = documents
        self.run_id = run_id
        self.run = RunDocument.from_json(self._documents[file_names.RUN])
        self.manifest = ManifestDocument.from_json(self._documents[file_names.MANIFEST])
        self.index = index
        self.metadata = MetadataDocument.from_json(self._documents[file_names.METADATA])
        self.artifacts = ArtifactFlags.of(documents)
        self.manifest_hash = self.manifest.manifest_hash
        self.matrix = matrix.view()
        self.matrix.setflags(write=False)

    @classmethod
    def in_directory(cls, run_id: RunId, directory: RunDirectory) -> Self:
        """The run in a directory that verification has found intact; its matrix is mapped."""
        documents = directory.documents()
        index = SeriesIndexDocument.from_json(documents[file_names.INDEX])
        matrix = matrix_values(directory.scattered_matrix(), len(index.series), index.grid.bins)
        assert matrix is not None, "verification has compared the shape"
        return cls(run_id, documents, index, matrix)

    def document(self, path: str) -> bytes:
        """The bytes of a document."""
        return self._documents[path]

    def series_csv(self, row: int) -> bytes:
        """The CSV of a row, made from the matrix."""
        return SeriesCsv(self.index.grid.bins).text(self.matrix[row])


@final
class OpenRuns:
    """The runs that were opened last, each as long as its fingerprint stays the same (runs §9.2, §10.1).

    Parameters
    ----------
    limit
        How many are kept.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = Lock()
        self._turns = tuple(Lock() for _ in range(_TURNS))
        self._runs: OrderedDict[RunId, tuple[Fingerprint, StoredRun]] = OrderedDict()
        self._corrupt: dict[RunId, Fingerprint] = {}

    def turn(self, run_id: RunId) -> Lock:
        """Held by whoever opens a run, so that those who wait find it open; other runs may share it."""
        return self._turns[hash(run_id) % _TURNS]

    def holds(self, run_id: RunId) -> bool:
        """Whether a run of this id is open, be it the one that is there now or one before."""
        with self._lock:
            return run_id in self._runs

    def get(self, run_id: RunId, fingerprint: Fingerprint) -> StoredRun | None:
        """The open run, if it was verified with this fingerprint."""
        with self._lock:
            known, run = self._runs.get(run_id, (None, None))
            if run is None or known != fingerprint:
                return None
            self._runs.move_to_end(run_id)
            return run

    def keep(self, run_id: RunId, fingerprint: Fingerprint, run: StoredRun) -> None:
        """Remember that a run was found intact; the one that was not used longest may be forgotten."""
        with self._lock:
            self._corrupt.pop(run_id, None)
            self._runs[run_id] = (fingerprint, run)
            self._runs.move_to_end(run_id)
            while len(self._runs) > self._limit:
                self._runs.popitem(last=False)

    def condemn(self, run_id: RunId, fingerprint: Fingerprint) -> bool:
        """Remember that a run was found corrupt; whether that was not known of this bundle."""
        with self._lock:
            is_news = run_id not in self._corrupt or self._corrupt[run_id] != fingerprint
            self._runs.pop(run_id, None)
            self._corrupt[run_id] = fingerprint
            return is_news

    def forget(self, run_id: RunId) -> None:
        """Keep nothing of a run that is gone."""
        with self._lock:
            self._runs.pop(run_id, None)
            self._corrupt.pop(run_id, None)

    def is_condemned(self, run_id: RunId, fingerprint: Fingerprint) -> bool:
        """Whether a run was found corrupt with this fingerprint."""
        with self._lock:
            return run_id in self._corrupt and self._corrupt[run_id] == fingerprint
