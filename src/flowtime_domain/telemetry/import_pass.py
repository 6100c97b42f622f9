"""One reading of a table from its first row to its last (telemetry §6).

Rule 1: a row is bad, absent (its values are blank) or present; bad rows do nothing but count.
Rule 2: of a bad row the first cause is told, in the order: cells, timestamp, values, node, metric.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.errors import Place
from flowtime_domain.ports.import_source import Chunk
from flowtime_domain.telemetry.bad_rows import BadCell, BadRows
from flowtime_domain.telemetry.binning import Binning, Observations
from flowtime_domain.telemetry.cell_values import CellValues, cell_values
from flowtime_domain.telemetry.import_columns import ImportColumns
from flowtime_domain.telemetry.import_request import ImportRequest, LongForm
from flowtime_domain.telemetry.imported_series import ROWS, ImportedSeries, imported_series
from flowtime_domain.telemetry.local_times import LocalTimes
from flowtime_domain.telemetry.metrics import metric_named
from flowtime_domain.telemetry.timestamps import TimestampReader, sort_of

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_EMPTY_NODE: Final = "row_invalid"
_UNKNOWN_METRIC: Final = "metric_unknown"


@final
@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Rows of a chunk whose timestamps and values are read; all arrays have shape (rows,)."""

    chunk: Chunk
    times: Integers
    values: Sequence[CellValues]
    bad: dict[int, tuple[str, int]]


@final
class ImportPass:
    """Takes the chunks of a table into bins.

    Parameters
    ----------
    request
        How they are read.
    columns
        Which columns they hold, the timestamp first, then values, then node and metric of the long form.
    zone
        Where times without offset belong.
    binning
        Takes the rows.

    Attributes
    ----------
    read, missing
        Rows so far, and those of them in which a value is blank.
    bad
        Rows that cannot be imported.
    series
        So far, in the order of their first appearance.
    rows_index
        Index under which whole rows are counted, where one holds the values of several series; else None.
    reader
        Of timestamps, once there was a row.
    """

    def __init__(
        self, request: ImportRequest, columns: ImportColumns, zone: tzinfo, binning: Binning
    ) -> None:
        self._request = request
        self._columns = columns
        self._zone = zone
        self._binning = binning
        self._by_cells: dict[tuple[str, str], int | str] = {}
        self._by_name: dict[tuple[str, str], int] = {}
        self.read = 0
        self.missing = 0
        self.bad = BadRows(request.source.content.name)
        self.series: list[ImportedSeries] = []
        self.rows_index: int | None = None
        self.reader: TimestampReader | None = None
        form = request.form
        for each in () if isinstance(form, LongForm) else form:
            self._add(imported_series(request, each.node_id, each.metric, each.aggregate, each.unit))
        if len(self.series) > 1:
            self.rows_index = binning.add_series(ROWS)

    def take(self, chunk: Chunk) -> None:
        """Take some rows."""
        self.read += len(chunk.lines) + len(chunk.faults)
        if not len(chunk.lines):
            self._count_bad(chunk, {})
            return
        if self.reader is None:
            self.reader = self._reader(chunk.columns[0][0])
        parsed = self.reader.parsed(chunk.columns[0])
        is_long = isinstance(self._request.form, LongForm)
        values = [cell_values(cells) for cells in chunk.columns[1 : 2 if is_long else None]]
        bad = {row: (code, 0) for row, code in parsed.faults.items()}
        for column, found in enumerate(values, start=1):
            for row in np.flatnonzero(found.is_fault).tolist():
                bad.setdefault(row, ("value_unparsable", column))
        rows = _Rows(chunk, parsed.instants, values, bad)
        if is_long:
            self._take_long(rows)
        else:
            self._take_columns(rows)
        self._count_bad(chunk, rows.bad)

    def _reader(self, first: str) -> TimestampReader:
        options = self._request.timestamps
        local_times = LocalTimes(self._zone, options.ambiguous)
        if options.format == "auto":
            return TimestampReader(sort_of(first), True, local_times)
        return TimestampReader(options.format, False, local_times)

    def _take_columns(self, rows: _Rows) -> None:
        """Rows of the single and the wide form: column by column."""
        good = self._good(rows)
        some_blank = np.zeros(len(good), dtype=bool)
        all_blank = good.copy()
        for index, found in enumerate(rows.values):
            blank = good & found.is_blank
            some_blank |= blank
            all_blank &= blank
            self._binning.note_missing(index, rows.chunk.lines[blank])
            self._observe(rows, good & ~found.is_blank, found.values, index)
        self.missing += int(np.count_nonzero(some_blank))
        if self.rows_index is not None:
            self._observe(rows, good & ~all_blank, rows.values[0].values, self.rows_index)

    def _take_long(self, rows: _Rows) -> None:
        """Rows of the long form: each tells its series."""
        found = rows.values[0]
        series = self._series_of(rows)
        good = self._good(rows)
        blank = good & found.is_blank
        for index in np.unique(series[blank]).tolist():
            self._binning.note_missing(index, rows.chunk.lines[blank & (series == index)])
        self.missing += int(np.count_nonzero(blank))
        self._observe(rows, good & ~found.is_blank, found.values, series)

    def _good(self, rows: _Rows) -> Flags:
        good = np.ones(len(rows.times), dtype=bool)
        good[list(rows.bad)] = False
        return good

    def _observe(
        self, rows: _Rows, chosen: Flags, values: npt.NDArray[np.float64], series: int | Integers
    ) -> None:
        each = np.full(len(chosen), series, dtype=np.int64) if isinstance(series, int) else series
        if chosen.all():
            self._binning.add(Observations(each, rows.times, values, rows.chunk.lines))
        else:
            self._binning.add(
                Observations(each[chosen], rows.times[chosen], values[chosen], rows.chunk.lines[chosen])
            )

    def _series_of(self, rows: _Rows) -> Integers:
        """The series of each row by its index; rows that tell none become bad ones."""
        nodes = rows.chunk.columns[2]
        metrics = rows.chunk.columns[3] if len(rows.chunk.columns) > 3 else [""] * len(nodes)
        series = np.zeros(len(nodes), dtype=np.int64)
        known = self._by_cells
        for row, key in enumerate(zip(nodes, metrics, strict=True)):
            index = known.get(key)
            if index is None:
                if row in rows.bad:
                    continue
                index = known[key] = self._told_series(*key)
            if isinstance(index, str):
                rows.bad.setdefault(row, (index, 2 if index == _EMPTY_NODE else 3))
            else:
                series[row] = index
        return series

    def _told_series(self, node_cell: str, metric_cell: str) -> int | str:
        """The series that cells of the long form tell, or the code of what is wrong with them."""
        form = self._request.form
        assert isinstance(form, LongForm)
        node_id = node_cell.strip()
        if not node_id:
            return _EMPTY_NODE
        found = metric_named(form.metric or metric_cell.strip())
        if found is None:
            return _UNKNOWN_METRIC
        name = (node_id, found.name)
        if name not in self._by_name:
            self._by_name[name] = self._add(imported_series(self._request, *name, None, None))
        return self._by_name[name]

    def _add(self, series: ImportedSeries) -> int:
        self.series.append(series)
        return self._binning.add_series(series.aggregate)

    def _count_bad(self, chunk: Chunk, bad: dict[int, tuple[str, int]]) -> None:
        self.bad.total += len(bad) + len(chunk.faults)
        if not self.bad.has_room or not (bad or chunk.faults):
            return
        by_line = [(int(chunk.lines[row]), row) for row in bad]
        for line, row in sorted([*by_line, *((fault.line, -1 - i) for i, fault in enumerate(chunk.faults))]):
            if not self.bad.has_room:
                return
            if row < 0:
                fault = chunk.faults[-1 - row]
                self.bad.describe_row(Place(fault.line, fault.column), fault.message)
                continue
            code, column = bad[row]
            place = Place(line, chunk.place_of(row, self._columns.indices[column]))
            cell = chunk.columns[column][row]
            self.bad.describe_cell(place, BadCell(code, self._columns.names[column], cell))
