"""What is to be said about the rows of an import (telemetry §6.5, §6.7, §6.9, §10).

Rule 1: a warning counts rows; its bins are those that the rows fell into, if they did.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from flowtime_domain.evaluation.finding import MAXIMUM_LISTED_BINS, Finding, Severity
from flowtime_domain.telemetry.bad_rows import BadRows
from flowtime_domain.telemetry.binning import Binning
from flowtime_domain.telemetry.capture import MetricFinding
from flowtime_domain.telemetry.imported_series import ImportedSeries

_WORDS: Final = {
    "rows_outside_grid": ("lies outside the grid", "lie outside the grid"),
    "values_missing": ("has no value", "have no value"),
    "duplicate_timestamps": (
        "repeats the timestamp of an earlier row",
        "repeat the timestamp of an earlier row",
    ),
    "rows_out_of_order": (
        "is earlier than the row before it",
        "are earlier than the rows before them",
    ),
}


def row_findings(
    series: Sequence[ImportedSeries], binning: Binning, bad: BadRows, first: int, bins: int
) -> Iterator[MetricFinding]:
    """The warnings about rows, those about bad ones first, then series by series.

    Parameters
    ----------
    series, binning
        What was read.
    bad
        Rows that were left out.
    first, bins
        The first bin of the grid, counted as `binning` does, and how many there are.
    """
    if bad.total:
        yield _skipped(series, bad)
    for index, each in enumerate(series):
        tally = binning.tallies[index]
        outside = tally.present - binning.rows_inside(index, first, bins)
        yield from _finding(each, "rows_outside_grid", "warning", outside)
        yield from _finding(each, "values_missing", "info", tally.missing, tally.first_missing)
        for code, mark, count, line in (
            ("duplicate_timestamps", "duplicates", tally.duplicates, tally.first_duplicate),
            ("rows_out_of_order", "out_of_order", tally.out_of_order, tally.first_out_of_order),
        ):
            marked = binning.marked(mark, index, first, bins)[:MAXIMUM_LISTED_BINS].tolist() if count else ()
            yield from _finding(each, code, "info", count, line, tuple(marked))


def _skipped(series: Sequence[ImportedSeries], bad: BadRows) -> MetricFinding:
    """Bad rows belong to no series, unless there is only one."""
    only = series[0] if len(series) == 1 else None
    rows = "1 bad row was left out" if bad.total == 1 else f"{bad.total:,} bad rows were left out"
    message = f"{rows}; first: {bad.errors[0].message.removesuffix('.')}"
    finding = Finding("rows_skipped", "warning", message, only and only.node_id, (), bad.total)
    return MetricFinding(only and only.metric, finding)


def _finding(
    series: ImportedSeries,
    code: str,
    severity: Severity,
    count: int,
    line: int | None = None,
    bins: tuple[int, ...] = (),
) -> Iterator[MetricFinding]:
    if not count:
        return
    one, many = _WORDS[code]
    message = f"1 row {one}" if count == 1 else f"{count:,} rows {many}"
    if line is not None:
        message = f"{message}; first in line {line}"
    yield MetricFinding(series.metric, Finding(code, severity, message, series.node_id, bins, count))
