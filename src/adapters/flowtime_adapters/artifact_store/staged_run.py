"""A bundle on its way into a store."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self, final

from flowtime_adapters.artifact_store.listed_runs import run_marker
from flowtime_adapters.artifact_store.opened_run import FilesystemStoredRun
from flowtime_adapters.durable_files.failures import translated_failures
from flowtime_adapters.durable_files.staged_directory import StagedDirectory
from flowtime_domain.ports.artifact_store import StagedRun
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import FileEntry
from flowtime_domain.runs.encoding.series_csv import SeriesCsv
from flowtime_domain.runs.identity import sha256_digits
from flowtime_domain.runs.matrix_file import matrix_header
from flowtime_domain.runs.run_summary import RunSummary
from flowtime_domain.runs.stored_run import RunBundle


class Replacing(Protocol):
    """Lets one writer at a time replace a run, and none a run of the same scenario."""

    def replace(self, bundle: RunBundle, publish: Callable[[], bool]) -> bool:
        """Call `publish`, unless an intact run of the same scenario stands there: then False."""


@final
class FilesystemStagedRun(StagedRun):
    """A bundle in its temporary directory; writing it is part of making this (runs §7.1 steps 2-4).

    Raises
    ------
    OSError
        Nothing is left behind.
    """

    def __init__(
        self,
        directory: StagedDirectory,
        bundle: RunBundle,
        check_stop: Callable[[], None],
        replacing: Replacing,
    ) -> None:
        self._directory = directory
        self._bundle = bundle
        self._check_stop = check_stop
        self._replacing = replacing
        self._entries: list[FileEntry] = []
        try:
            manifest = self._write()
        except BaseException:
            directory.discard()
            raise
        self.file_count = len(self._entries)
        self.bytes = sum(entry.size for entry in self._entries)
        documents = {**bundle.documents, file_names.MANIFEST: manifest}
        self.run = FilesystemStoredRun(bundle.run_id, documents, bundle.index, bundle.matrix)
        self.summary = RunSummary.of(self.run.run, self.run.manifest_hash, self._marker)

    def _write(self) -> bytes:
        """Write every file; the bytes of the manifest."""
        bundle = self._bundle
        for path, content in bundle.documents.items():
            self._add(path, content)
        self._add(file_names.MATRIX, matrix_header(*bundle.matrix.shape), bundle.matrix.data.cast("B"))
        csv = SeriesCsv(bundle.matrix.shape[1])
        for entry in bundle.index.series:
            if entry.path is not None:
                self._add(entry.path, csv.text(bundle.matrix[entry.row]))
        manifest = bundle.complete_manifest(self._entries).to_json()
        self._add(file_names.MANIFEST, manifest)
        self._directory.seal()
        self._marker = run_marker(self._directory.status("."), self._directory.status)
        return manifest

    def _add(self, path: str, *chunks: bytes | memoryview) -> None:
        self._check_stop()
        self._directory.write(path, *chunks)
        size = sum(map(len, chunks))
        self._entries.append(FileEntry(path=path, size=size, sha256=sha256_digits(*chunks)))

    def publish(self, *, overwrite: bool) -> bool:
        """Rename the directory, or exchange it for what stands there (runs §7.1 steps 5 and 6)."""
        with translated_failures():
            if overwrite:
                return self._replacing.replace(self._bundle, lambda: self._directory.publish(replace=True))
            return self._directory.publish(replace=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._directory.discard()
