"""Older bundles as readers see every run (runs §10.2)."""

from collections.abc import Callable
from typing import final

from flowtime_domain.runs import file_names
from flowtime_domain.runs.encoding import artifact_json
from flowtime_domain.runs.encoding.series_csv import SeriesCsv
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.older.bundle import OlderBundle
from flowtime_domain.runs.stored_run import ArtifactFlags, StoredRun


@final
class OlderStoredRun(StoredRun):
    """An intact older bundle.

    Parameters
    ----------
    run_id
        Name of the run directory.
    bundle
        What it says.
    content
        Gives the bytes of a file, None if there is no such file; asked for documents only, and only here.
    """

    def __init__(self, run_id: RunId, bundle: OlderBundle, content: Callable[[str], bytes | None]) -> None:
        contents = {path: content(path) for path in file_names.EVERY_RUN_HAS | {file_names.MANIFEST}}
        self._documents = {path: found for path, found in contents.items() if found is not None}
        self.run_id = run_id
        self.older = bundle
        self.run = bundle.facts
        self.index = bundle.index
        self.metadata = bundle.metadata
        self.artifacts = ArtifactFlags.of(self._documents)
        self.manifest_hash = bundle.manifest_hash
        self.matrix = bundle.numbers.matrix
        # The index has today's shape; what stands for the model is what the bundle has of it.
        self._documents[file_names.INDEX] = artifact_json(bundle.index.members())
        if file_names.MODEL not in self._documents:
            self._documents[file_names.MODEL] = self._documents[file_names.SPECIFICATION]

    def document(self, path: str) -> bytes:
        """The bytes of a document."""
        return self._documents[path]

    def series_csv(self, row: int) -> bytes:
        """The CSV of a row as this version writes it."""
        return SeriesCsv(self.index.grid.bins).text(self.matrix[row])
