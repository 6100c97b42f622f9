"""Opened runs of earlier versions."""

from typing import final

from flowtime_domain.model.document import Document
from flowtime_domain.runs.encoding.series_csv import SeriesCsv
from flowtime_domain.runs.older.stored_run import OlderStoredRun


@final
class FilesystemOlderRun(OlderStoredRun):
    """An intact older bundle: its documents and numbers in memory."""

    def series_csv(self, row: int) -> bytes:
        """The CSV of a row as this version writes it."""
        return SeriesCsv(self.index.grid.bins).text(self.matrix[row])


@final
class UnreadModels:
    """Stands in where nobody reads models: older bundles then say nothing of what their models describe."""

    def read(self, text: str | bytes) -> Document:
        """An empty document, whatever the text."""
        return Document({})
