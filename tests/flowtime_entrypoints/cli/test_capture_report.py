"""Captures as people see them."""

from dataclasses import replace
from datetime import datetime
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from examples.captures import visits
from flowtime_domain.model.grid import Grid
from flowtime_domain.telemetry.capture_result import CaptureResult, RowCounts
from flowtime_domain.telemetry.gap_intervals import gap_list
from flowtime_entrypoints.cli.capture_report import report_capture


def printed(result: CaptureResult) -> list[str]:
    console = Console(file=StringIO(), width=120)
    report_capture(console, result, Path("captures/clinic"))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().splitlines()


def test_an_import() -> None:
    """Grid and alignment, rows, gaps by time and warnings are shown (operations §4.9)."""
    result = CaptureResult(
        visits(),
        "telemetry/clinic",
        dry_run=False,
        alignment="data",
        rows=RowCounts(7, 6, 1, 0, 0, 1, 0),
        first_timestamp=datetime.fromisoformat("2025-03-03T08:02:00Z"),
        last_timestamp=datetime.fromisoformat("2025-03-03T08:27:00Z"),
    )
    window = "2025-03-03T08:02:00Z to 2025-03-03T08:32:00Z"
    assert printed(result) == [
        "Capture made: clinic-2025-03",
        "  directory   captures/clinic",
        f"  grid        6 bins of 5 minutes, {window}, aligned to data",
        "  timestamps  2025-03-03T08:02:00Z to 2025-03-03T08:27:00Z",
        "  rows        7 read, 6 used, 1 outside the grid, 1 repeating a timestamp",
        "",
        "file               node  metric    unit          points  missing",
        "Desk_arrivals.csv  Desk  Arrivals  entities/bin       6        1",
        "",
        "1 gap",
        "from                  to                    bins  series",
        "2025-03-03T08:17:00Z  2025-03-03T08:22:00Z     1  Desk Arrivals",
        "",
        "2 warnings",
        "  warning[data_gap] Desk Arrivals: 1 of 6 bins has no data; first 2025-03-03T08:17:00Z (1 bin)",
        "  info[duplicate_timestamps] 1 row repeats the timestamp of an earlier row; first in line 6 (1 bin)",
    ]


@pytest.mark.parametrize(("gaps", "title", "last"), [(12, "12 gaps", 2), (1001, "more than 1,000 gaps", 990)])
def test_many_gaps_on_a_grid_without_start(gaps: int, title: str, last: int) -> None:
    """Of many gaps the first ten are shown and the others counted (operations §4.9)."""
    listed = gap_list(Grid(5000, 5, "minutes"), [("Desk", "Arrivals", np.arange(0, 2 * gaps, 2))])
    lines = printed(CaptureResult(replace(visits(), gaps=listed), "x", dry_run=True))
    assert lines[:2] == ["Nothing was written.", "A capture would be made: clinic-2025-03"]
    first = lines.index(title)
    assert lines[first + 2].split() == ["-", "-", "1", "Desk", "Arrivals"]
    assert lines[first + 12] == f"  ... and {last} more"
