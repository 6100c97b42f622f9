"""A capture as a person sees it (operations §4.9)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flowtime_domain.model.grid import utc_text
from flowtime_domain.runs.artifact_documents import GridDocument
from flowtime_entrypoints.cli.run_report import grid_text, print_warnings, shown_path
from flowtime_entrypoints.cli.short_number import NOTHING
from flowtime_entrypoints.cli.tables import print_facts, print_table, print_title

if TYPE_CHECKING:
    from rich.console import Console

    from flowtime_domain.telemetry.capture_result import CaptureResult, RowCounts
    from flowtime_domain.telemetry.gap_intervals import GapInterval, GapList

MAXIMUM_INTERVALS: Final = 10


def report_capture(console: Console, result: CaptureResult, directory: Path) -> None:
    """Print what a capture is, its files, its gaps by time, and its warnings."""
    capture = result.capture
    if result.dry_run:
        console.print("Nothing was written.")
    title, style = ("A capture would be made", "bold") if result.dry_run else ("Capture made", "bold green")
    print_title(console, title, str(capture.bundle.key), style)
    print_facts(console, _facts(result, shown_path(directory)))
    entries = capture.bundle.manifest.files
    rows = [
        (each.path, each.node_id, each.metric, each.unit or NOTHING, f"{each.points:,}", f"{each.missing:,}")
        for each in entries
    ]
    console.print()
    print_table(console, ("file", "node", "metric", "unit", ">points", ">missing"), rows, "file")
    _print_gaps(console, capture.gaps)
    print_warnings(console, capture.bundle.manifest.warnings)


def _facts(result: CaptureResult, directory: str) -> Iterator[tuple[str, str]]:
    yield "directory", directory
    aligned = f", aligned to {result.alignment}" if result.alignment else ""
    yield "grid", grid_text(GridDocument.of(result.capture.grid)) + aligned
    if result.first_timestamp is not None and result.last_timestamp is not None:
        yield "timestamps", f"{utc_text(result.first_timestamp)} to {utc_text(result.last_timestamp)}"
    if result.rows is not None:
        yield "rows", ", ".join(_row_counts(result.rows))


def _row_counts(rows: RowCounts) -> Iterator[str]:
    """What was read and used, and of the rest what there is."""
    yield f"{rows.read:,} read"
    yield f"{rows.used:,} used"
    others = {
        "outside the grid": rows.outside,
        "skipped": rows.skipped,
        "without a value": rows.values_missing,
        "repeating a timestamp": rows.duplicates,
        "out of order": rows.out_of_order,
    }
    for words, count in others.items():
        if count:
            yield f"{count:,} {words}"


def _print_gaps(console: Console, gaps: GapList) -> None:
    listed = sum(len(series.intervals) for series in gaps.series)
    if not listed:
        return
    console.print()
    number = (
        f"more than {listed:,} gaps" if gaps.truncated else "1 gap" if listed == 1 else f"{listed:,} gaps"
    )
    console.print(number, style="bold yellow")
    intervals = (
        (*_times(interval), f"{interval.bins:,}", f"{series.node_id} {series.metric}")
        for series in gaps.series
        for interval in series.intervals
    )
    rows = list(islice(intervals, MAXIMUM_INTERVALS))
    print_table(console, ("from", "to", ">bins", "series"), rows, "series")
    if listed > MAXIMUM_INTERVALS:
        console.print(f"  ... and {listed - MAXIMUM_INTERVALS:,} more")


def _times(interval: GapInterval) -> tuple[str, str]:
    if interval.start is None or interval.end is None:
        return NOTHING, NOTHING
    return utc_text(interval.start), utc_text(interval.end)
