"""Tables in Parquet files."""

import io
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from contracts.import_source import ImportSourceContract
from flowtime_adapters.import_source import parquet
from flowtime_adapters.import_source.parquet import ParquetImportSource
from flowtime_domain.errors import ImportFailedError
from flowtime_domain.ports.import_source import Upload


def parquet_bytes(columns: dict[str, pa.Array]) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


class TestParquetImportSource(ImportSourceContract):
    @pytest.fixture(autouse=True)
    def root(self, tmp_path: Path) -> None:
        self.root_directory = tmp_path

    def source(self, files: dict[str, Sequence[tuple[str, ...]]]) -> ParquetImportSource:
        for name, rows in files.items():
            (self.root_directory / name).write_bytes(self.content(rows))
        return ParquetImportSource([self.root_directory])

    def content(self, rows: Sequence[tuple[str, ...]]) -> bytes:
        header, *others = rows
        columns = list(zip(*others, strict=True)) or [()] * len(header)
        return parquet_bytes(
            {name: pa.array(column, pa.string()) for name, column in zip(header, columns, strict=True)}
        )


def cells(column: pa.Array) -> list[str]:
    with ParquetImportSource().open(Upload("t.parquet", parquet_bytes({"c": column})), ",") as table:
        return [cell for chunk in table.chunks([0]) for cell in chunk.columns[0]]


MOMENT = datetime(2025, 3, 3, 8, 2, 0, 250_000)


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pa.array([MOMENT], pa.timestamp("us")), ["2025-03-03T08:02:00.250000"]),
        (pa.array([MOMENT], pa.timestamp("ms")), ["2025-03-03T08:02:00.250000"]),
        (pa.array([1_741_000_000_123_456_789], pa.timestamp("ns")), ["2025-03-03T11:06:40.123456"]),
        (
            pa.array([MOMENT.replace(tzinfo=UTC)], pa.timestamp("us", "America/New_York")),
            ["2025-03-03T08:02:00.250000Z"],
        ),
        (pa.array([date(2025, 3, 3)]), ["2025-03-03"]),
        (pa.array([1714000000, None], pa.int64()), ["1714000000", ""]),
        (pa.array([0.1, float("nan"), float("-inf")]), ["0.1", "nan", "-inf"]),
        (pa.array([0.5], pa.float32()), ["0.5"]),
        (pa.array([Decimal("1.50")]), ["1.50"]),
        (pa.array(["a", None]).dictionary_encode(), ["a", ""]),
        (pa.array([True]), ["true"]),
        (pa.array([[1]]), ["[1]"]),
    ],
)
def test_cells_are_texts(column, texts):
    """Every type is read as the text that a CSV would hold (telemetry §6.3, §6.5)."""
    assert cells(column) == texts


def test_batches_are_numbered_on(monkeypatch):
    """Lines go on from batch to batch (telemetry §6.10)."""
    monkeypatch.setattr(parquet, "BATCH_ROWS", 3)
    content = parquet_bytes({"c": pa.array(range(8))})
    with ParquetImportSource().open(Upload("t.parquet", content), ",") as table:
        lines = [chunk.lines.tolist() for chunk in table.chunks([0])]
    assert lines == [[2, 3, 4], [5, 6, 7], [8, 9]]


def test_no_parquet_file():
    """A file of another format has no header that can be read (telemetry §11)."""
    with pytest.raises(ImportFailedError) as failure:
        ParquetImportSource().open(Upload("t.parquet", b"timestamp,value\n"), ",").__enter__()
    (error,) = failure.value.errors
    assert error.code == "header_invalid"
    assert "\n" not in error.message
    assert error.message.rstrip(".") == error.message[:-1]


def test_a_damaged_file():
    """A file whose data are damaged is no table (telemetry §11)."""
    content = parquet_bytes({"c": pa.array(["text"] * 1000 + [str(n) for n in range(1000)])})
    damaged = content[:4] + b"\xff" * 200 + content[204:]
    with (
        pytest.raises(ImportFailedError),
        ParquetImportSource().open(Upload("t.parquet", damaged), ",") as table,
    ):
        list(table.chunks([0]))


def test_without_the_extra(monkeypatch):
    """Where Parquet cannot be read the extra is named (telemetry §6.1)."""
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ImportFailedError) as failure:
        ParquetImportSource().open(Upload("t.parquet", b""), ",").__enter__()
    assert [error.code for error in failure.value.errors] == ["format_unavailable"]
    assert "flowtime[data]" in failure.value.detail
