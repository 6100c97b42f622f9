"""Tables that lie in no file system."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np

from flowtime_domain.errors import (
    CaptureArtifactMissingError,
    DocumentError,
    ImportFailedError,
    PathNotAllowedError,
)
from flowtime_domain.ports.import_source import Chunk, Content, ImportTable, RowFault, Upload


class InMemoryImportSource:
    """Opens plain texts without quotes by path, a few rows at a time."""

    def __init__(self, files: Mapping[str, str], rows_at_a_time: int = 2) -> None:
        self.files = dict(files)
        self.rows_at_a_time = rows_at_a_time

    @contextmanager
    def open(self, content: Content, delimiter: str) -> Iterator[ImportTable]:
        if isinstance(content, Upload):
            text = content.content.decode()
        elif ".." in content.path or (content.is_confined and content.path.startswith("/")):
            raise PathNotAllowedError(content.path, "it lies outside")
        elif content.path not in self.files:
            error = DocumentError(code="capture_artifact_missing", message="There is no file.", pointer="")
            raise CaptureArtifactMissingError([error])
        else:
            text = self.files[content.path]
        if not text.strip():
            error = DocumentError(code="file_empty", message="Empty.", pointer="", file=content.name)
            raise ImportFailedError([error])
        yield InMemoryTable(text, delimiter, self.rows_at_a_time)


class InMemoryTable:
    """A text without quotes."""

    def __init__(self, text: str, delimiter: str, rows_at_a_time: int) -> None:
        self._text = text
        self._rows = [line.split(delimiter) for line in text.splitlines()]
        self._rows_at_a_time = rows_at_a_time
        self.readings = 0

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(self._rows[0])

    def chunks(self, columns: Sequence[int]) -> Iterator[Chunk]:
        self.readings += 1
        for first in range(1, len(self._rows), self._rows_at_a_time):
            yield self._chunk(columns, first)

    def _chunk(self, columns: Sequence[int], first: int) -> Chunk:
        numbered = list(enumerate(self._rows[first : first + self._rows_at_a_time], start=first + 1))
        width = len(self.header)
        good = [(line, row) for line, row in numbered if len(row) == width]
        faults = [RowFault(line, 1, "wrong number of cells") for line, row in numbered if len(row) != width]
        return Chunk(
            columns=tuple([row[column] for _, row in good] for column in columns),
            lines=np.array([line for line, _ in good], dtype=np.int64),
            faults=tuple(faults),
            place_of=lambda row, column: sum(len(cell) + 1 for cell in good[row][1][:column]) + 1,
        )

    def digest(self) -> str:
        return hashlib.sha256(self._text.encode()).hexdigest()
