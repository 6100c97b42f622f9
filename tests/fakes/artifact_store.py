"""Runs that lie in no file system."""

import math
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from threading import Lock
from types import TracebackType
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.errors import DocumentError, RunCorruptError, RunNotFoundError
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.ports.artifact_store import StagedRun
from flowtime_domain.ports.document_reader import DocumentReader
from flowtime_domain.ports.run_catalog import RunCatalog
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import (
    FileEntry,
    ManifestDocument,
    MetadataDocument,
    RunDocument,
    SeriesIndexDocument,
)
from flowtime_domain.runs.encoding import number_text
from flowtime_domain.runs.identity import RunId, prefixed_hash, sha256_digits
from flowtime_domain.runs.matrix_file import matrix_header, matrix_values
from flowtime_domain.runs.older.bundle import OlderBundle
from flowtime_domain.runs.older.documents_reading import listed_facts
from flowtime_domain.runs.older.examination import examine_older
from flowtime_domain.runs.older.members import is_older
from flowtime_domain.runs.older.stored_run import OlderStoredRun
from flowtime_domain.runs.run_summary import RunStatus, RunSummary
from flowtime_domain.runs.stored_run import ArtifactFlags, RunBundle, StoredRun
from flowtime_domain.runs.verification import findings, verified_manifest

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
        self.summary = RunSummary.of(self.run.run, self.run.manifest_hash, marker_of(contents))
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
    """Keeps the files of runs in `runs`, by id and path; `staged` counts bundles not yet given up.

    `summarised` names the runs whose summary was asked for, `marked` those whose marker was, `swept` what the
    next sweep removes; `strange_names` lie beside the runs.
    """

    def __init__(self, catalog: RunCatalog | None = None, models: DocumentReader | None = None) -> None:
        self.runs: dict[RunId, dict[str, bytes]] = {}
        self.staged = 0
        self.summarised: list[str] = []
        self.marked: list[str] = []
        self.strange_names: list[str] = []
        self.swept: tuple[str, ...] = ()
        self._catalog = catalog
        self._models = models or YamlOrJsonDocumentReader(DocumentLimits())
        self._condemned: dict[RunId, str] = {}
        self._opened: dict[RunId, tuple[dict[str, bytes], StoredRun]] = {}
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
            return self.open_run(bundle.run_id).is_same(bundle.scenario_hash)
        except RunCorruptError:
            return False

    def open_run(self, run_id: RunId) -> StoredRun:
        violations = self.verify(run_id)
        if violations:
            raise RunCorruptError(str(run_id), violations)
        known = self.opened_run(run_id)
        if known is not None:
            return known
        contents = self.runs[run_id]
        older, _ = self._examine_older(run_id)
        run: StoredRun = (
            InMemoryStoredRun(run_id, contents)
            if older is None
            else OlderStoredRun(run_id, older, contents.get)
        )
        self._opened[run_id] = (contents, run)
        return run

    def opened_run(self, run_id: RunId) -> StoredRun | None:
        contents, run = self._opened.get(run_id, (None, None))
        return run if contents is self.runs.get(run_id) else None

    def _is_older(self, run_id: RunId) -> bool:
        contents = self.runs[run_id]
        return is_older(contents.get(file_names.RUN), contents.get(file_names.MANIFEST))

    def _examine_older(self, run_id: RunId) -> tuple[OlderBundle | None, tuple[DocumentError, ...]]:
        if not self._is_older(run_id):
            return None, ()
        return examine_older(InMemoryFiles(str(run_id), self.runs[run_id]), self._models.read)

    def verify(self, run_id: RunId) -> tuple[DocumentError, ...]:
        if run_id not in self.runs:
            raise RunNotFoundError(str(run_id))
        if self._is_older(run_id):
            _, violations = self._examine_older(run_id)
        else:
            violations = findings(InMemoryFiles(str(run_id), self.runs[run_id]))
        self._condemned.pop(run_id, None)
        if violations:
            self._condemned[run_id] = marker_of(self.runs[run_id])
        if self._catalog is not None:
            self._catalog.judge(run_id, is_intact=not violations)
        return violations

    def delete(self, run_id: RunId, forget: Callable[[], None]) -> None:
        if self.runs.pop(run_id, None) is None:
            raise RunNotFoundError(str(run_id))
        forget()

    def sweep(self) -> tuple[str, ...]:
        swept, self.swept = self.swept, ()
        return swept

    def marker(self) -> str | None:
        present = sorted((str(run_id), id(contents)) for run_id, contents in self.runs.items())
        return str(present) if present else None

    def identities(self) -> dict[str, int]:
        runs = {str(run_id): identity_of(contents) for run_id, contents in self.runs.items()}
        return runs | dict.fromkeys(self.strange_names, 0)

    def markers(self, run_ids: Collection[RunId] | None = None) -> dict[RunId, str]:
        wanted = self.runs if run_ids is None else run_ids
        self.marked += map(str, wanted)
        return {run_id: marker_of(self.runs[run_id]) for run_id in wanted if run_id in self.runs}

    def summary(self, run_id: RunId) -> RunSummary | None:
        self.summarised.append(str(run_id))
        if run_id not in self.runs:
            return None
        contents = self.runs[run_id]
        marker = marker_of(contents)
        is_condemned = self._condemned.get(run_id) == marker
        status: RunStatus = "corrupt" if is_condemned else "complete"
        try:
            if self._is_older(run_id):
                facts = listed_facts(str(run_id), contents.get, self._models.read)
                return RunSummary.of(facts, prefixed_hash(contents[file_names.MANIFEST]), marker, status)
            run = RunDocument.from_json(contents[file_names.RUN])
            manifest = verified_manifest(contents[file_names.MANIFEST])
        except (KeyError, ValueError):
            return RunSummary.unknown(run_id, UNKNOWN_TIME, marker)
        listed = {entry.path: entry.sha256 for entry in manifest.files}
        if listed[file_names.RUN] != sha256_digits(contents[file_names.RUN]):
            return RunSummary.unknown(run_id, UNKNOWN_TIME, marker)
        return RunSummary.of(run, manifest.manifest_hash, marker, status)


def identity_of(contents: dict[str, bytes]) -> int:
    """What changes if a run is replaced by another."""
    return id(contents)


def marker_of(contents: dict[str, bytes]) -> str:
    """What changes with the documents that a run is listed by."""
    documents = contents.get(file_names.RUN, b""), b"|", contents.get(file_names.MANIFEST, b"")
    return f"{identity_of(contents):x} {sha256_digits(*documents)}"


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
