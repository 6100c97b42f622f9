"""Tables in Parquet files, read with `pyarrow` (extra `data`).

Rule 1: cells are written as the texts that a CSV would hold, so that both formats have one meaning.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, final

import numpy as np

from flowtime_adapters.durable_files.failures import translated_failures
from flowtime_adapters.import_source.opening import opened_content
from flowtime_domain.errors import DocumentError, ImportFailedError
from flowtime_domain.ports.import_source import Chunk, Content, ImportTable

BATCH_ROWS: Final = 1 << 16
_BLOCK_BYTES: Final = 1 << 20
_FIRST_LINE: Final = 2


@final
class ParquetImportSource:
    """Opens Parquet files.

    Parameters
    ----------
    roots
        Directories in which confined files must lie.
    """

    def __init__(self, roots: Sequence[Path] = ()) -> None:
        self._roots = tuple(roots)

    @contextmanager
    def open(self, content: Content, delimiter: str) -> Iterator[ImportTable]:
        """The table in a file, open until the context ends."""
        try:
            import pyarrow.parquet  # type: ignore[import-untyped]  # the library has no types
        except ImportError as error:
            message = "Parquet needs the extra 'data': install flowtime[data], or give a CSV."
            raise _failed("format_unavailable", message, content.name) from error
        with opened_content(content, self._roots) as stream:
            digest = _digest(stream, content.name)
            try:
                file = pyarrow.parquet.ParquetFile(stream)
            except (pyarrow.ArrowException, OSError) as error:
                raise _unreadable(error, content.name) from error
            yield ParquetTable(file, content.name, digest)


@final
class ParquetTable:
    """A Parquet file that is open for reading; line 2 is its first row.

    Parameters
    ----------
    file
        As `pyarrow` has opened it.
    name
        What errors call it.
    digest
        SHA-256 of its bytes.
    """

    def __init__(self, file: Any, name: str, digest: str) -> None:
        self._file = file
        self._name = name
        self._digest = digest

    @property
    def header(self) -> tuple[str, ...]:
        """Names of its columns."""
        return tuple(name.strip() for name in self._file.schema_arrow.names)

    def digest(self) -> str:
        """SHA-256 of all bytes."""
        return self._digest

    def chunks(self, columns: Sequence[int]) -> Iterator[Chunk]:
        """Its rows, a batch at a time."""
        import pyarrow

        names = [self._file.schema_arrow.names[column] for column in columns]
        line = _FIRST_LINE
        batches = self._file.iter_batches(BATCH_ROWS, columns=list(dict.fromkeys(names)))
        while True:
            try:
                batch = next(batches, None)
                cells = () if batch is None else tuple(_texts(batch.column(name)) for name in names)
            except (pyarrow.ArrowException, OSError) as error:
                raise _unreadable(error, self._name) from error
            if batch is None:
                return
            lines = np.arange(batch.num_rows, dtype=np.int64) + line
            line += batch.num_rows
            yield Chunk(cells, lines, (), lambda _row, column: column + 1)


def _texts(column: Any) -> list[str]:
    """The cells of a column as a CSV would hold them; null is blank."""
    import pyarrow
    from pyarrow import compute

    kind = column.type
    if pyarrow.types.is_timestamp(kind):
        # Beyond microseconds nothing is kept (telemetry §6.3).
        column = compute.cast(column, pyarrow.timestamp("us", kind.tz), safe=False)
        text = compute.strftime(compute.cast(column, pyarrow.timestamp("us")), "%Y-%m-%dT%H:%M:%S")
        return _filled(compute.binary_join_element_wise(text, "Z", "") if kind.tz else text)
    if pyarrow.types.is_floating(kind):
        column = compute.cast(column, pyarrow.float64())
    try:
        return _filled(compute.cast(column, pyarrow.string()))
    except pyarrow.ArrowNotImplementedError:  # Arrow writes lists and structs as no text; Python does.
        return [str(cell) for cell in column.to_pylist()]


def _filled(texts: Any) -> list[str]:
    from pyarrow import compute

    filled: list[str] = compute.fill_null(texts, "").to_pylist()
    return filled


def _digest(stream: BinaryIO, name: str) -> str:
    digest = hashlib.sha256()
    with translated_failures():
        while block := stream.read(_BLOCK_BYTES):
            digest.update(block)
        if stream.tell() == 0:
            raise _failed("file_empty", "The file is empty.", name)
        stream.seek(0)
    return digest.hexdigest()


def _unreadable(error: Exception, name: str) -> ImportFailedError:
    cause = " ".join(str(error).split()).rstrip(".")
    return _failed("header_invalid", f"The file is no Parquet file that can be read: {cause}.", name)


def _failed(code: str, message: str, name: str) -> ImportFailedError:
    return ImportFailedError([DocumentError(code=code, message=message, pointer="", file=name)])
