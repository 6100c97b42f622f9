"""Runs that lie in no file system."""

import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from threading import Lock
from types import TracebackType
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from flowtime_domain.errors import RunCorruptError, RunNotFoundError
from flowtime_domain.ports.artifact_store import StagedRun
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import (
    FileEntry,
    ManifestDocument,
    MetadataDocument,
    RunDocument,
    SeriesIndexDocument,
)
from flowtime_domain.runs.encoding import number_text
from flowtime_domain.runs.identity import RunId, sha256_digits
from flowtime_domain.runs.matrix_file import matrix_header, matrix_values
from flowtime_domain.runs.stored_run import ArtifactFlags, RunBundle, RunSummary, StoredRun
from flowtime_domain.runs.verification import findings

UNKNOWN_TIME: Final = datetime(2025, 1, 1, tzinfo=UTC)


class InMemoryFiles:
    """The files of a bundle, as verification looks at them."""

    irregular: tuple[str, ...] = ()

    def __init__(self, name: str, contents: dict[str, bytes]) -> None:
        self.name = name
        self.contents = contents

    @property
    def sizes(self) -> dict[str, int]:
        return {path: len(content) for path, content in self.contents.items()}

    def content(self, path: str) -> bytes:
        return self.contents[path]


class InMemoryStoredRun(StoredRun):
    """A run whose files are values of a dictionary."""

    def __init__(self, run_id: RunId, contents: dict[str, bytes]) -> None:
        self.run_id = run_id
        self.run = RunDocument.from_json(contents[file_names.RUN])
        self.manifest = ManifestDocument.from_json(contents[file_names.MANIFEST])
        self.index = SeriesIndexDocument.from_json(contents[file_names.INDEX])
        self.metadata = MetadataDocument.from_json(contents[file_names.METADATA])
        self.artifacts = ArtifactFlags.of(contents)
        self.manifest_hash = self.manifest.manifest_hash
        matrix = matrix_values(contents[file_names.MATRIX], len(self.index.series), self.index.grid.bins)
        assert matrix is not None
        self.matrix = matrix
        self._contents = contents

    def document(self, path: str) -> bytes:
        return self._contents[path]

    def series_csv(self, row: int) -> bytes:
        return csv_text(self.values(row))


class InMemoryStagedRun(StagedRun):
    """A bundle that only its maker sees until it is published."""

    def __init__(self, store: "InMemoryArtifactStore", bundle: RunBundle, contents: dict[str, bytes]) -> None:
        self._store = store
        self._bundle = bundle
        self._contents = contents
        self.run = InMemoryStoredRun(bundle.run_id, contents)
        self.file_count = len(contents)
        self.bytes = sum(map(len, contents.values()))

    def publish(self, *, overwrite: bool) -> bool:
        return self._store.publish(self._bundle, self._contents, overwrite=overwrite)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._store.staged -= 1


class InMemoryArtifactStore:
    """Keeps the files of runs in `runs`, by id and path; `staged` counts bundles not yet given up."""

    def __init__(self) -> None:
        self.runs: dict[RunId, dict[str, bytes]] = {}
        self.staged = 0
        self._lock = Lock()

    def stage(self, bundle: RunBundle, check_stop: Callable[[], None]) -> StagedRun:
        contents = bundle_contents(bundle, check_stop)
        self.staged += 1
        return InMemoryStagedRun(self, bundle, contents)

    def publish(self, bundle: RunBundle, contents: dict[str, bytes], *, overwrite: bool) -> bool:
        with self._lock:
            if bundle.run_id in self.runs and (not overwrite or self._holds(bundle)):
                return False
            self.runs[bundle.run_id] = contents
            return True

    def _holds(self, bundle: RunBundle) -> bool:
        try:
            return self.open_run(bundle.run_id).run.scenario_hash == bundle.scenario_hash
        except RunCorruptError:
            return False

    def open_run(self, run_id: RunId) -> StoredRun:
        if run_id not in self.runs:
            raise RunNotFoundError(str(run_id))
        contents = self.runs[run_id]
        violations = findings(InMemoryFiles(str(run_id), contents))
        if violations:
            raise RunCorruptError(str(run_id), violations)
        return InMemoryStoredRun(run_id, contents)

    def scan(self) -> Iterator[RunSummary]:
        for run_id in self.runs:
            try:
                run = self.open_run(run_id).run
            except RunCorruptError:
                yield RunSummary(run_id, "corrupt", UNKNOWN_TIME, None)
            else:
                yield RunSummary(run_id, "complete", run.created, run)


def bundle_contents(bundle: RunBundle, check_stop: Callable[[], None] = lambda: None) -> dict[str, bytes]:
    """Every file of a bundle, the manifest last."""
    contents = dict(bundle.documents)
    contents[file_names.MATRIX] = matrix_header(*bundle.matrix.shape) + bundle.matrix.tobytes()
    for entry in bundle.index.series:
        check_stop()
        if entry.path is not None:
            contents[entry.path] = csv_text(bundle.matrix[entry.row])
    entries = [
        FileEntry(path=path, size=len(content), sha256=sha256_digits(content))
        for path, content in contents.items()
    ]
    contents[file_names.MANIFEST] = bundle.complete_manifest(entries).to_json()
    return contents


def csv_text(values: npt.NDArray[np.float64]) -> bytes:
    """The CSV of a series, one number at a time."""
    rows = [f"{t},{number_text(x) if math.isfinite(x) else ''}" for t, x in enumerate(values.tolist())]
    return ("\n".join(["t,value", *rows]) + "\n").encode()
