"""Tables as text."""

import csv as reference
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.import_source import ImportSourceContract
from fakes.import_source import InMemoryImportSource
from flowtime_adapters.import_source import csv
from flowtime_adapters.import_source.csv import CsvImportSource
from flowtime_domain.errors import ImportFailedError
from flowtime_domain.ports.import_source import Upload


def csv_text(rows: Sequence[tuple[str, ...]]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


class TestCsvImportSource(ImportSourceContract):
    @pytest.fixture(autouse=True)
    def root(self, tmp_path: Path) -> None:
        self.root_directory = tmp_path

    def source(self, files: dict[str, Sequence[tuple[str, ...]]]) -> CsvImportSource:
        for name, rows in files.items():
            (self.root_directory / name).write_text(csv_text(rows))
        return CsvImportSource([self.root_directory])

    def content(self, rows: Sequence[tuple[str, ...]]) -> bytes:
        return csv_text(rows).encode()


class TestInMemoryImportSource(ImportSourceContract):
    def source(self, files: dict[str, Sequence[tuple[str, ...]]]) -> InMemoryImportSource:
        return InMemoryImportSource({name: csv_text(rows) for name, rows in files.items()})

    def content(self, rows: Sequence[tuple[str, ...]]) -> bytes:
        return csv_text(rows).encode()


def read(content: bytes, columns=(0, 1), delimiter=","):
    """Header, rows with their lines, and faults with theirs."""
    with CsvImportSource().open(Upload("visits.csv", content), delimiter) as table:
        chunks = list(table.chunks(columns))
        rows = [
            (line, *cells)
            for chunk in chunks
            for line, *cells in zip(chunk.lines.tolist(), *chunk.columns, strict=True)
        ]
        faults = [(fault.line, fault.message) for chunk in chunks for fault in chunk.faults]
        return table.header, rows, faults


def failure_of(content: bytes):
    with pytest.raises(ImportFailedError) as failure:
        read(content)
    (error,) = failure.value.errors
    return error.code, error.place and (error.place.line, error.place.column), error.file


@pytest.mark.parametrize(
    "content",
    [
        b"t,v\na,1\nb,2\n",
        b"t,v\r\na,1\r\nb,2\r\n",
        b"\xef\xbb\xbft,v\na,1\nb,2",
        b'"t","v"\n"a","1"\n"b",2\n',
        b" t , v\na,1\nb,2\n",
    ],
)
def test_ways_to_write_the_same(content):
    """Quotes, CRLF, a byte-order mark and a missing last line end make no difference (telemetry §6.2)."""
    assert read(content) == (("t", "v"), [(2, "a", "1"), (3, "b", "2")], [])


def test_a_cell_with_everything():
    """Quoted cells hold delimiters, quotes and line ends; its first line counts (telemetry §6.2)."""
    content = b't,v\n"a,""b""\nc",1\nd,2\n'
    assert read(content) == (("t", "v"), [(2, 'a,"b"\nc', "1"), (4, "d", "2")], [])


def test_blank_lines_are_no_rows():
    """Blank lines are left out without a word (telemetry §6.2)."""
    assert read(b"\nt,v\n\na,1\n\nb,2\n\n") == (("t", "v"), [(4, "a", "1"), (6, "b", "2")], [])


def test_blank_lines_in_one_column():
    """In a table of one column a blank line is no row, a quoted empty cell is one (telemetry §6.2)."""
    content = b'\nt\n\na\n\n""\nb\n\n'
    assert read(content, columns=[0]) == (("t",), [(4, "a"), (6, ""), (7, "b")], [])


def test_rows_with_another_number_of_cells():
    """A row with another number of cells is a bad one (telemetry §6.2)."""
    _, rows, faults = read(b"t,v\na,1\nb\nc,1,2\nd,4\n")
    assert rows == [(2, "a", "1"), (5, "d", "4")]
    assert faults == [(3, "1 cell instead of 2"), (4, "3 cells instead of 2")]


def test_broken_quotes():
    """A row whose quotes are broken is a bad one, and the rows after it are read (telemetry §6.2)."""
    _, rows, faults = read(b't,v\n"a"b,1\nc,2\n"d,3\n')
    assert rows == [(3, "c", "2")]
    assert [line for line, _ in faults] == [2, 4]
    assert faults[1][1] == "a quote that opens here is not closed"


def test_a_cell_without_end():
    """A cell of more than 128 KiB is a bad row: a lost quote costs no memory (telemetry §6.10)."""
    _, rows, faults = read(b't,v\n"' + b"a\n" * csv.BLOCK_BYTES + b"b,1\n")
    assert rows == [(csv.BLOCK_BYTES + 2, "b", "1")]
    assert faults[0][0] == 2


def test_other_delimiters():
    """Any one character may stand between cells (telemetry §6.1)."""
    for delimiter in (";", "\t", "|", "·"):
        content = f"t{delimiter}v\na{delimiter}1,5\n".encode()
        assert read(content, delimiter=delimiter) == (("t", "v"), [(2, "a", "1,5")], [])


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", ("file_empty", None, "visits.csv")),
        (b"\xef\xbb\xbf", ("file_empty", None, "visits.csv")),
        (b"\n \n\n", ("file_empty", None, "visits.csv")),
        (b"t,v\na,\xff1\n", ("not_text", (2, 3), "visits.csv")),
        (b"t,v\na,1\nb,2\0\n", ("not_text", (3, 4), "visits.csv")),
        (b"\x89PNG\r\n\x1a\n\0\0", ("not_text", (1, 1), "visits.csv")),
        (b't,"v\n', ("header_invalid", (1, 1), "visits.csv")),
        (b"t,v\n" + b"a" * (csv.LONGEST_ROW + 9), ("row_invalid", (2, 1), "visits.csv")),
    ],
    ids=[
        "no byte",
        "only a mark",
        "only blanks",
        "latin-1",
        "NUL",
        "picture",
        "header",
        "long line",
    ],
)
def test_texts_that_are_no_tables(content, found):
    """What is no table of text is refused with its place (telemetry §11)."""
    assert failure_of(content) == found


def test_the_place_of_a_cell():
    """A place is where the cell begins in its line, quotes included (telemetry §11)."""
    content = b'a,b,c\n"x,y","z",1\nlong,er,2\n'
    with CsvImportSource().open(Upload("t.csv", content), ",") as table:
        (chunk,) = table.chunks([0])
        places = [[chunk.place_of(row, column) for column in range(3)] for row in (0, 1)]
    assert places == [[1, 7, 11], [1, 6, 9]]


@given(
    cells=st.lists(
        st.tuples(st.text(st.sampled_from('ab1,;"\n \tä'), max_size=6), st.text(max_size=3)), max_size=12
    ),
    size=st.integers(1, 40),
)
def test_blocks_make_no_difference(cells, size):
    """However the bytes are cut into blocks, the same rows come out (telemetry §6.10)."""
    rows = [(a, b.translate({0: None, 13: None})) for a, b in cells]
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]
    content = ("t,v\n" + "".join(f"{a},{b}\n" for a, b in quoted)).encode("utf-8", "surrogatepass")
    if any(0xD800 <= ord(one) <= 0xDFFF for _, b in rows for one in b):
        return
    original, csv.BLOCK_BYTES = csv.BLOCK_BYTES, size
    try:
        _, found, faults = read(content)
    finally:
        csv.BLOCK_BYTES = original
    assert [tuple(row[1:]) for row in found] == rows
    assert faults == []


@given(
    rows=st.lists(
        st.lists(
            st.sampled_from(["", "a", '""', '"a"', '"a""b"', '"a,b"', 'a"b', '"a\nb"', " "]), min_size=1
        ),
        max_size=8,
    ),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_quotes_make_no_difference(rows, end):
    """Blocks that are split as a whole hold the cells that reading row by row gives (telemetry §6.2)."""
    lines = [",".join(row) for row in rows]
    found = list(reference.reader(f"{end.join(['t,v', *lines])}{end}".splitlines(keepends=True), strict=True))
    _, read_rows, faults = read(f"{end.join(['t,v', *lines])}{end}".encode())
    assert [tuple(row[1:]) for row in read_rows] == [tuple(row) for row in found[1:] if len(row) == 2]
    assert len(faults) == sum(len(row) not in (0, 2) for row in found[1:])
