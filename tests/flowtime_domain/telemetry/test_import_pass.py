"""One reading of a table."""

from datetime import UTC

import numpy as np

from examples.imports import request_of
from flowtime_domain.ports.import_source import Chunk, RowFault
from flowtime_domain.telemetry.binning import Binning, window_of
from flowtime_domain.telemetry.import_columns import columns_of
from flowtime_domain.telemetry.import_pass import ImportPass
from flowtime_domain.telemetry.imported_series import possible_aggregates


def pass_of(header, **changes):
    request = request_of(**changes)
    window = window_of(possible_aggregates(request), 1000, 10_000, is_fixed=False)
    binning = Binning(lambda earliest: earliest, 300_000_000, window)
    return ImportPass(request, columns_of(header, request), UTC, binning), binning


def chunk(*columns, first=2, faults=()):
    lines = np.arange(first, first + len(columns[0]))
    return Chunk(columns, lines, tuple(faults), lambda row, column: 10 * row + column + 1)


def test_bad_rows_come_in_the_order_of_lines():
    """Rows that are no rows and rows with bad cells are told line by line (telemetry §6.5)."""
    rows, _ = pass_of(("timestamp", "value"))
    rows.take(
        chunk(["2025-03-03", "?", "2025-03-03"], ["?", "?", "1"], first=3, faults=[RowFault(2, 1, "1 cell")])
    )
    rows.take(chunk([], [], faults=[RowFault(6, 1, "3 cells")]))
    assert [(error.code, error.place.line, error.place.column) for error in rows.bad.errors] == [
        ("row_invalid", 2, 1),
        ("value_unparsable", 3, 2),
        ("timestamp_unparsable", 4, 11),
        ("row_invalid", 6, 1),
    ]
    assert (rows.bad.total, rows.read) == (4, 5)


def test_only_the_first_bad_rows_are_told():
    """Beyond twenty bad rows are only counted, within a chunk and after it (telemetry §6.5)."""
    rows, _ = pass_of(("timestamp", "value"))
    for first in (2, 32):
        rows.take(chunk(["?"] * 30, ["1"] * 30, first=first))
    assert (rows.bad.total, len(rows.bad.errors)) == (60, 20)


def test_the_first_row_tells_the_sort_of_times():
    """`auto` looks at the first row, the other words are taken as they are (telemetry §6.3)."""
    guessing, _ = pass_of(("timestamp", "value"))
    guessing.take(chunk([], []))
    assert guessing.reader is None
    guessing.take(chunk(["1714000000000"], ["1"]))
    told, _ = pass_of(("timestamp", "value"), timestampFormat="epoch_s")
    told.take(chunk(["1714000000"], ["1"]))
    assert (guessing.reader.sort, guessing.reader.is_guessed) == ("epoch_ms", True)
    assert (told.reader.sort, told.reader.is_guessed) == ("epoch_s", False)


def test_rows_of_several_columns_are_counted_once():
    """Where a row holds several values it is one row (telemetry §6.11)."""
    series = [{"column": column, "nodeId": column, "metric": "served"} for column in "ab"]
    rows, binning = pass_of(("timestamp", "a", "b"), series=series)
    rows.take(chunk(["2025-03-03"] * 3, ["1", "", ""], ["1", "2", ""]))
    assert (rows.rows_index, rows.missing) == (2, 2)
    assert [tally.present for tally in binning.tallies] == [1, 2, 2]


def test_bad_rows_name_no_series():
    """A node that only a bad row names gets no file (telemetry §6.5)."""
    long_form = {"series": None, "nodeColumn": "node", "metric": "served"}
    rows, _ = pass_of(("timestamp", "value", "node"), **long_form)
    rows.take(chunk(["?", "2025-03-03", "2025-03-03"], ["1", "2", "?"], ["DeskA", "DeskB", "DeskB"]))
    assert [series.node_id for series in rows.series] == ["DeskB"]
    assert rows.bad.total == 2
