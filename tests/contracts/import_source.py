"""What every source of imports keeps to."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Sequence

import pytest

from flowtime_domain.errors import CaptureArtifactMissingError, ImportFailedError, PathNotAllowedError
from flowtime_domain.ports.import_source import ImportSource, NamedFile, Upload

HEADER = ("timestamp", "value", "node")
ROWS = [(f"2025-03-03T08:{minute:02d}:00", str(minute), f"Desk{minute % 2}") for minute in range(50)]


class ImportSourceContract(ABC):
    @abstractmethod
    def source(self, files: dict[str, Sequence[tuple[str, ...]]]) -> ImportSource:
        """A source with some tables, by path below its root."""

    @abstractmethod
    def content(self, rows: Sequence[tuple[str, ...]]) -> bytes:
        """A table of this format; the first row is the header."""

    def opened(self, rows=(HEADER, *ROWS), confined=True):
        source = self.source({"visits.txt": rows})
        return source.open(NamedFile("visits.txt", is_confined=confined), ",")

    def test_columns_have_names(self) -> None:
        """The header names the columns (telemetry §6.1)."""
        with self.opened() as table:
            assert table.header == HEADER

    def test_cells_come_in_the_order_asked(self) -> None:
        """Each row gives the cells of the columns that are asked for, in their order (telemetry §6.1)."""
        with self.opened() as table:
            chunks = list(table.chunks([2, 1]))
        cells = [cell for chunk in chunks for cell in zip(*chunk.columns, strict=True)]
        assert cells == [(node, value) for _, value, node in ROWS]

    def test_lines_are_numbered(self) -> None:
        """The header is line 1 (telemetry §11)."""
        with self.opened() as table:
            lines = [line for chunk in table.chunks([1]) for line in chunk.lines.tolist()]
        assert lines == list(range(2, len(ROWS) + 2))

    def test_cells_have_places(self) -> None:
        """A later column is further to the right (telemetry §11)."""
        with self.opened() as table:
            chunk = next(iter(table.chunks([0, 1])))
            assert 1 == chunk.place_of(0, 0) < chunk.place_of(0, 1) < chunk.place_of(0, 2)

    def test_each_reading_begins_anew(self) -> None:
        """A table can be read more than once (telemetry §6.6)."""
        with self.opened() as table:
            readings = [[cell for chunk in table.chunks([1]) for cell in chunk.columns[0]] for _ in range(2)]
        assert readings[0] == readings[1] == [value for _, value, _ in ROWS]

    def test_the_content_has_a_digest(self) -> None:
        """The hash in the manifest is that of the whole content (telemetry §4.1)."""
        content = self.content([HEADER, *ROWS])
        with self.source({}).open(Upload("visits.txt", content), ",") as table:
            list(table.chunks([0]))
            assert table.digest() == hashlib.sha256(content).hexdigest()

    def test_a_file_that_is_not_there(self) -> None:
        """A source file that is absent is an artifact that is missing (api §11.3)."""
        with pytest.raises(CaptureArtifactMissingError):
            self.source({}).open(NamedFile("none.txt", is_confined=True), ",").__enter__()

    @pytest.mark.parametrize("path", ["../visits.txt", "/etc/passwd", "a/../../visits.txt"])
    def test_a_path_outside(self, path: str) -> None:
        """A confined path that leads out of the roots is refused, and nothing is read (telemetry §2.4)."""
        with pytest.raises(PathNotAllowedError):
            self.source({"visits.txt": [HEADER]}).open(NamedFile(path, is_confined=True), ",").__enter__()

    def test_an_empty_file(self) -> None:
        """A file without any byte is empty (telemetry §11)."""
        with pytest.raises(ImportFailedError) as failure:
            self.source({}).open(Upload("visits.txt", b""), ",").__enter__()
        assert [error.code for error in failure.value.errors] == ["file_empty"]
