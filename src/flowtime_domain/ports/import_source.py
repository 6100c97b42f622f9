"""Tables of timestamped rows that are imported.

Rule 1: whatever the format, a cell is a text as a CSV would hold it; what it means is not known here.
Rule 2: a table is read in chunks; what is kept at a time does not grow with it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeAlias, final

import numpy as np
import numpy.typing as npt


@final
@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a caller names.

    Attributes
    ----------
    path
        As the caller wrote it.
    is_confined
        Whether it must lie in the roots of imports (telemetry §2.4), as for callers over HTTP.
    """

    path: str
    is_confined: bool

    @property
    def name(self) -> str:
        """The last part of the path, by which the file is called (telemetry §4.1)."""
        return _last_part(self.path)


@final
@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a caller sends along, under any name or path."""

    path: str
    content: bytes

    @property
    def name(self) -> str:
        """The last part of the path, by which the file is called (telemetry §4.1)."""
        return _last_part(self.path)


def _last_part(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path


Content: TypeAlias = NamedFile | Upload


@final
@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that is not made of cells as its table is; both numbers count from 1."""

    line: int
    column: int
    message: str


@final
@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some successive rows.

    Attributes
    ----------
    columns
        The cells of each column that was asked for.
    lines
        shape (rows,), line numbers in units of lines, rising; the header is line 1.
    faults
        Rows that are not in the columns.
    place_of
        The position, counted from 1, in its line of a cell: of a row of this chunk, and of a column by its
        index in the table.
    """

    columns: tuple[Sequence[str], ...]
    lines: npt.NDArray[np.int64]
    faults: tuple[RowFault, ...]
    place_of: Callable[[int, int], int]


class ImportTable(Protocol):
    """A table that is open for reading."""

    @property
    def header(self) -> tuple[str, ...]:
        """Names of its columns, without surrounding blanks."""

    def chunks(self, columns: Sequence[int]) -> Iterator[Chunk]:
        """All rows of some columns, by their indices; each call begins anew.

        Raises
        ------
        ImportFailedError
            The content is no text, or a row does not end.
        """

    def digest(self) -> str:
        """SHA-256 of the whole content, in hexadecimal digits; known after the first complete reading."""


class ImportSource(Protocol):
    """Opens tables of one format."""

    def open(self, content: Content, delimiter: str) -> AbstractContextManager[ImportTable]:
        """The table in a file, open until the context ends; the delimiter concerns texts only.

        Raises
        ------
        PathNotAllowedError
            A confined file lies in no root; nothing was opened.
        CaptureArtifactMissingError
            There is no such file.
        ImportFailedError
            It is empty, no table of this format, or the format cannot be read here.
        StoreUnavailableError
            It cannot be read.
        """
