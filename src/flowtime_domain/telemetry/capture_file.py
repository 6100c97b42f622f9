"""Reading the CSV of a captured series (telemetry §3.2, §3.3).

Rule 1: a text in the layout that captures are written in is read as a whole; any other, cell by cell.
Rule 2: both ways give the same values; every error comes from the second, with file, line and column.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, final

import numpy as np

from flowtime_domain.errors import DocumentError, Place
from flowtime_domain.telemetry.gaps import Column

_PLAIN: Final = re.compile(r"[0-9.,eE+\-\n]*\Z")
_PLAIN_HEADERS: Final = ("bin_index,value", "t,value")
_HEADERS: Final = (("bin_index", "value"), ("t", "value"), ("bin_index", "classid", "value"))
_INDEX: Final = re.compile(r"-?[0-9]+", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_WORDS: Final = frozenset({"", "nan", "infinity", "-infinity"})
_LONGEST_INDEX: Final = 18
_ONLY_CLASS: Final = "DEFAULT"


@final
@dataclass(frozen=True, slots=True, eq=False)
class ReadCaptureFile:
    """What a capture file holds, or all that is wrong with it.

    Attributes
    ----------
    values
        shape (bins,), unit of the series, NaN where missing; meaningless if there are errors.
    errors
        In the order of the file.
    """

    values: Column
    errors: tuple[DocumentError, ...] = ()


def read_capture_file(content: bytes, file: str, bins: int) -> ReadCaptureFile:
    r"""The values of a captured series.

    Parameters
    ----------
    content
        The bytes of the file.
    file
        Its name, for errors.
    bins
        How many bins the capture has.

    Examples
    --------
    >>> read_capture_file(b"bin_index,value\n0,4\n1,\n2,6.5\n", "a.csv", 3).values.tolist()
    [4.0, nan, 6.5]
    >>> [error.code for error in read_capture_file(b"bin_index,value\n0,1.000,5\n", "a.csv", 1).errors]
    ['row_invalid']
    """
    values = _plain_values(content, bins)
    if values is not None:
        return ReadCaptureFile(values)
    return _CellByCell(file, bins).read(content)


def _plain_values(content: bytes, bins: int) -> Column | None:
    """The values of a text as captures are written, None if it is laid out in another way or is wrong."""
    header, _, body = content.decode("ascii", errors="replace").partition("\n")
    if header not in _PLAIN_HEADERS or not body.endswith("\n") or not _PLAIN.match(body):
        return None
    if body.count("\n") != bins or body.count(",") != bins:
        return None
    cells = body[:-1].replace("\n", ",").split(",")
    if cells[0::2] != list(map(str, range(bins))):
        return None
    texts = cells[1::2]
    try:
        values = np.array([float(text) if text else math.nan for text in texts])
    except ValueError:
        return None
    return None if np.isinf(values).any() else values


@final
@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    column: int


@final
class _CellByCell:
    """Reads one file and notes everything that is wrong with it."""

    def __init__(self, file: str, bins: int) -> None:
        self._file = file
        self._bins = bins
        self._errors: list[DocumentError] = []
        self._values: dict[int, float] = {}

    def read(self, content: bytes) -> ReadCaptureFile:
        text = self._text(content)
        lines = _filled_lines(text) if text is not None else iter(())
        header = next(lines, None)
        if text is not None and header is None:
            self._note("file_empty", "The file is empty.")
        elif header is not None and self._is_header(*header):
            self._read_rows(list(lines), has_class=header[1].count(",") > 1)
        if self._errors:
            return ReadCaptureFile(np.empty(0), tuple(self._errors))
        return ReadCaptureFile(np.array([self._values[t] for t in range(self._bins)]))

    def _text(self, content: bytes) -> str | None:
        fault = content.find(b"\0")
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            fault = error.start if fault < 0 else min(fault, error.start)
        if fault < 0:
            return text.removeprefix("\ufeff")
        before = content[:fault].decode("utf-8").removeprefix("\ufeff")
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        self._note("not_text", "The file is not a text in UTF-8.", place)
        return None

    def _is_header(self, line: int, text: str) -> bool:
        words = tuple(cell.text.lower() for cell in _cells(text))
        if words not in _HEADERS:
            message = f"The header must be 'bin_index,value', got '{text.strip()[:64]}'."
            self._note("header_invalid", message, Place(line, 1))
        return words in _HEADERS

    def _read_rows(self, rows: Sequence[tuple[int, str]], *, has_class: bool) -> None:
        if not rows:
            self._note("file_empty", "The file has no rows.")
            return
        for line, text in rows:
            self._read_row(line, _cells(text), has_class=has_class)
        if len(rows) != self._bins:
            message = f"Rows in the file: {len(rows)}; bins of the capture: {self._bins}."
            self._note("length_mismatch", message, Place(rows[-1][0], 1))

    def _read_row(self, line: int, cells: Sequence[_Cell], *, has_class: bool) -> None:
        expected = 3 if has_class else 2
        if len(cells) != expected:
            place = Place(line, cells[min(len(cells) - 1, expected)].column)
            message = f"A row has {expected} cells, this one {len(cells)}."
            self._note("row_invalid", message, place)
            return
        if has_class and cells[1].text != _ONLY_CLASS:
            message = f"Only class '{_ONLY_CLASS}' can be read, got '{cells[1].text[:64]}'."
            self._note("classes_unsupported", message, Place(line, cells[1].column))
        bin_index = self._bin_index(line, cells[0])
        value = self._value(line, cells[-1])
        if bin_index is None:
            return
        if bin_index in self._values:
            message = f"Bin {bin_index} has a row already."
            self._note("row_index_duplicate", message, Place(line, cells[0].column))
        self._values.setdefault(bin_index, value)

    def _bin_index(self, line: int, cell: _Cell) -> int | None:
        place = Place(line, cell.column)
        if not _INDEX.fullmatch(cell.text):
            self._note("row_invalid", f"'{cell.text[:64]}' is not a bin index.", place)
            return None
        digits = cell.text.lstrip("0") or "0"
        if digits.startswith("-") or len(digits) > _LONGEST_INDEX or int(digits) >= self._bins:
            message = f"Bin {cell.text[:64]} is outside 0..{self._bins - 1}."
            self._note("row_index_out_of_range", message, place)
            return None
        return int(digits)

    def _value(self, line: int, cell: _Cell) -> float:
        """The number of a cell, NaN where it says that there is none (telemetry §3.3)."""
        if cell.text.lower() in _WORDS:
            return math.nan
        value = float(cell.text) if _NUMBER.fullmatch(cell.text) else math.inf
        if not math.isfinite(value):
            message = f"'{cell.text[:64]}' is not a decimal number that fits in 64 bits."
            self._note("row_invalid", message, Place(line, cell.column))
        return value

    def _note(self, code: str, message: str, place: Place | None = None) -> None:
        self._errors.append(
            DocumentError(code=code, message=message, pointer="", place=place, file=self._file)
        )


def _filled_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers."""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if line.strip():
            yield number, line


def _cells(line: str) -> list[_Cell]:
    """The cells of a line without surrounding blanks, and where each begins."""
    cells, begin = [], 0
    for text in line.split(","):
        blanks = len(text) - len(text.lstrip())
        cells.append(_Cell(text.strip(), begin + blanks + 1 if text.strip() else begin + 1))
        begin += len(text) + 1
    return cells
