"""Tables as text: comma-separated values (telemetry §6.2, RFC 4180).

Rule 1: the bytes are read a block at a time; a block in which quotes only enclose whole cells is split as a
whole, any other is read by Python's `csv`. Both ways give the same cells, lines and faults.
Rule 2: blank lines are no rows.
"""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, final

import numpy as np
import numpy.typing as npt

from flowtime_adapters.durable_files.failures import translated_failures
from flowtime_adapters.import_source.opening import opened_content
from flowtime_domain.errors import DocumentError, ImportFailedError, Place
from flowtime_domain.ports.import_source import Chunk, Content, ImportTable, RowFault

BLOCK_BYTES: Final = 1 << 20
LONGEST_ROW: Final = 1 << 20
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_UNCLOSED: Final = "unexpected end of data"
_FAULTS: Final = {
    _UNCLOSED: "a quote that opens here is not closed",
    "new-line character seen in unquoted field": "a carriage return stands inside a cell without quotes",
}


@final
class CsvImportSource:
    """Opens texts of separated values.

    Parameters
    ----------
    roots
        Directories in which confined files must lie.
    """

    def __init__(self, roots: Sequence[Path] = ()) -> None:
        self._roots = tuple(roots)

    @contextmanager
    def open(self, content: Content, delimiter: str) -> Iterator[ImportTable]:
        """The table in a text, open until the context ends."""
        with opened_content(content, self._roots) as stream:
            yield CsvTable(stream, content.name, delimiter)


@final
class CsvTable:
    """A text that is open for reading.

    Parameters
    ----------
    stream
        Its bytes; can be read again from the beginning.
    name
        What errors call it.
    delimiter
        One character between two cells.
    """

    def __init__(self, stream: BinaryIO, name: str, delimiter: str) -> None:
        self._stream = stream
        self._name = name
        self._delimiter = delimiter
        self._digest = ""
        self._header: tuple[str, ...] = ()
        self._header_lines = 0
        self._read_header()

    @property
    def header(self) -> tuple[str, ...]:
        """The cells of the first line that is not blank."""
        return self._header

    def digest(self) -> str:
        """SHA-256 of all bytes, a byte-order mark included."""
        return self._digest

    def chunks(self, columns: Sequence[int]) -> Iterator[Chunk]:
        """The rows below the header, a block at a time."""
        line, rest = 1, b""
        for block, is_last in self._blocks():
            if line == 1:
                block = block.split(b"\n", self._header_lines)[-1]
                line += self._header_lines
            rows = _Rows(self._text(rest + block, line), line, len(self._header), self._delimiter)
            chunk, rest = rows.chunk(columns, is_last=is_last)
            line += rows.lines - rest.count(b"\n")
            yield chunk

    def _blocks(self) -> Iterator[tuple[bytes, bool]]:
        """Whole lines, a line end after each, about a block at a time; and whether they are the last."""
        digest = hashlib.sha256()
        rest, lines = b"", 0
        with translated_failures():
            self._stream.seek(0)
            data = self._stream.read(BLOCK_BYTES)
            digest.update(data)
            data = data.removeprefix(_BYTE_ORDER_MARK)
            while data:
                following = self._stream.read(BLOCK_BYTES)
                digest.update(following)
                whole, end, rest = (rest + data).rpartition(b"\n")
                if len(rest) > LONGEST_ROW:
                    number = lines + whole.count(b"\n") + len(end) + 1
                    raise self._failed("row_invalid", f"A row is longer than {LONGEST_ROW:,} bytes.", number)
                if not following and rest:
                    whole, end, rest = whole + end + rest, b"\n", b""
                if end:
                    lines += whole.count(b"\n") + 1
                    yield whole + end, not following
                data = following
        self._digest = digest.hexdigest()

    def _text(self, block: bytes, line: int) -> str:
        fault = block.find(b"\0")
        try:
            text = block.decode()
        except UnicodeDecodeError as error:
            fault = error.start if fault < 0 else min(fault, error.start)
        if fault < 0:
            return text
        before = block[:fault]
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        place = Place(line + before.count(b"\n"), column)
        kind = "holds a NUL" if block[fault] == 0 else "is not UTF-8"
        message = f"Line {place.line}, byte {column} {kind}; give a text in UTF-8."
        raise ImportFailedError(
            [DocumentError(code="not_text", message=message, pointer="", place=place, file=self._name)]
        )

    def _read_header(self) -> None:
        block = next((block for block, _ in self._blocks()), b"")
        lines = self._text(block, 1).split("\n")
        reader = csv.reader((f"{line}\n" for line in lines), delimiter=self._delimiter, strict=True)
        try:
            cells = next((row for row in reader if any(cell.strip() for cell in row)), None)
        except csv.Error as error:
            raise self._failed("header_invalid", f"The header cannot be read: {error}.", 1) from error
        if cells is None:
            raise self._failed("file_empty", "The file is empty; a header and rows are needed.", None)
        self._header = tuple(cell.strip() for cell in cells)
        self._header_lines = reader.line_num

    def _failed(self, code: str, message: str, line: int | None) -> ImportFailedError:
        place = None if line is None else Place(line, 1)
        finding = DocumentError(code=code, message=message, pointer="", place=place, file=self._name)
        return ImportFailedError([finding])


@final
class _Rows:
    """The rows in some whole lines.

    Parameters
    ----------
    text
        The lines, each with its end.
    first_line
        Number of the first.
    width
        How many cells a row has.
    delimiter
        What stands between cells.
    """

    def __init__(self, text: str, first_line: int, width: int, delimiter: str) -> None:
        self._text = text
        self._first_line = first_line
        self._width = width
        self._delimiter = delimiter
        self.lines = text.count("\n")

    def chunk(self, columns: Sequence[int], *, is_last: bool) -> tuple[Chunk, bytes]:
        """The rows, and what belongs to a row that does not end here."""
        plain = self._plain_cells()
        if plain is not None:
            return self._regular([plain[column :: self._width] for column in columns]), b""
        texts = self._text.split("\n")[:-1]
        quoted = self._quoted_columns(texts)
        if quoted is not None:
            return self._regular([quoted[column] for column in columns]), b""
        return self._one_by_one(texts, columns, is_last=is_last)

    def _regular(self, cells: Sequence[Sequence[str]]) -> Chunk:
        """A chunk in which each line is a row."""
        lines = np.arange(self.lines, dtype=np.int64) + self._first_line
        return Chunk(tuple(cells), lines, (), lambda row, column: self._place(int(lines[row]), column))

    def _plain_cells(self) -> list[str] | None:
        """All cells, row after row, if each line is a row and quotes only enclose whole cells."""
        text = self._text.replace("\r\n", "\n")
        if "\r" in text or not self._delimiter.isascii():
            return None
        characters = np.frombuffer(text.encode(), dtype=np.uint8)
        is_end = (characters == ord(self._delimiter)) | (characters == ord("\n"))
        if not self._are_regular(characters[is_end], text):
            return None
        if '"' in text:
            if not _enclose_cells(np.flatnonzero(characters == ord('"')), is_end):
                return None
            text = text.replace('"', "")
        return text[:-1].replace("\n", self._delimiter).split(self._delimiter)

    def _are_regular(self, ends: npt.NDArray[np.uint8], text: str) -> bool:
        """Whether each line has as many ends of cells as a row has cells, and none is blank."""
        if ends.size == 0 or ends.size % self._width:
            return False
        if self._width == 1 and (text.startswith("\n") or "\n\n" in text):
            return False
        is_line_end: npt.NDArray[np.bool_] = ends.reshape(-1, self._width) == ord("\n")
        return bool(is_line_end[:, -1].all() and not is_line_end[:, :-1].any())

    def _quoted_columns(self, texts: Sequence[str]) -> Sequence[tuple[str, ...]] | None:
        """All columns, if quoted cells hold delimiters or quotes and each line is a row."""
        try:
            rows = list(csv.reader(texts, delimiter=self._delimiter, strict=True))
        except csv.Error:
            return None
        if len(rows) != len(texts) or set(map(len, rows)) != {self._width}:
            return None
        return list(zip(*rows, strict=True))

    def _one_by_one(
        self, texts: Sequence[str], columns: Sequence[int], *, is_last: bool
    ) -> tuple[Chunk, bytes]:
        reader = csv.reader((f"{text}\n" for text in texts), delimiter=self._delimiter, strict=True)
        rows: list[list[str]] = []
        lines: list[int] = []
        faults: list[RowFault] = []
        rest = b""
        while reader.line_num < len(texts):
            before = reader.line_num
            line = self._first_line + before
            try:
                row = next(reader)
            except csv.Error as error:
                if str(error) == _UNCLOSED and not is_last:
                    rest = "".join(f"{text}\n" for text in texts[before:]).encode()
                    break
                faults.append(RowFault(line, 1, _fault_message(error)))
                continue
            if len(row) == self._width:
                rows.append(row)
                lines.append(line)
            elif row:
                faults.append(RowFault(line, 1, f"{_cells(len(row))} instead of {self._width}"))
        cells = tuple([row[column] for row in rows] for column in columns)
        numbers = np.array(lines, dtype=np.int64)
        place_of = lambda row, column: self._place(lines[row], column)  # noqa: E731 - a name for a closure
        return Chunk(cells, numbers, tuple(faults), place_of), rest

    def _place(self, line: int, column: int) -> int:
        """Where a cell begins in its line, counted from 1."""
        text = self._text.split("\n")[line - self._first_line]
        is_quoted, cells = False, 0
        for index, character in enumerate(text):
            if cells == column:
                return index + 1
            is_quoted ^= character == '"'
            cells += character == self._delimiter and not is_quoted
        return len(text) + 1


def _enclose_cells(quotes: npt.NDArray[np.intp], is_end: npt.NDArray[np.bool_]) -> bool:
    """Whether each pair of quotes is around one whole cell; positions, and where cells end, of a text."""
    if quotes.size % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    ends = np.flatnonzero(is_end)
    before, after = ends.searchsorted(opening), ends.searchsorted(closing)
    begins = np.concatenate(([0], ends + 1))[before]
    return bool((before == after).all() and (begins == opening).all() and (ends[after] == closing + 1).all())


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _fault_message(error: csv.Error) -> str:
    text = str(error)
    return next((ours for theirs, ours in _FAULTS.items() if text.startswith(theirs)), text)
