"""A run as a person sees it (operations §4.5).

Rule 1: everything shown comes from the stored run, so a new, a reused and an old run look alike.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from rich.text import Text

from flowtime_entrypoints.cli.bin_times import BinTimes
from flowtime_entrypoints.cli.printable import printable
from flowtime_entrypoints.cli.short_number import NOTHING, percentage, short_number
from flowtime_entrypoints.cli.sparkline import ASCII, BLOCKS, LONGEST, sparkline
from flowtime_entrypoints.cli.tables import GAP, print_facts, print_line, print_table, print_title

if TYPE_CHECKING:
    from rich.console import Console

    from flowtime_domain.runs.artifact_documents import (
        GridDocument,
        RunDocument,
        SeriesEntry,
        WarningDocument,
    )
    from flowtime_domain.runs.stored_run import StoredRun
    from flowtime_domain.use_cases.measure_run import MeasuredPlace
    from flowtime_entrypoints.container import Container

MAXIMUM_WARNINGS: Final = 20
COLOURS_FROM_BEST: Final = ("gray", "green", "yellow", "red")
_SHORTEST_SPARKLINE: Final = 12

Values = npt.NDArray[np.float64]


def report_run(console: Console, container: Container, run: StoredRun, title: str) -> None:
    """Print what a run is, a table of its places, a line for each series, and the warnings."""
    print_title(console, title, str(run.run_id), "bold green" if title != "Run" else "bold")
    print_facts(console, _facts(run.run, shown_path(container.runs_root() / str(run.run_id))))
    times = BinTimes(run.run.grid)
    places = container.measure_run()(run)
    if places:
        _print_places(console, places, times)
    _print_series(console, run, times)
    _print_warnings(console, run.run.warnings)


def shown_path(path: Path) -> str:
    """A path as short as it is from here."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def grid_text(grid: GridDocument) -> str:
    """A time grid in words."""
    length = BinTimes(grid).length
    count = "1 bin" if grid.bins == 1 else f"{grid.bins:,} bins"
    window = "" if grid.start is None else f", {grid.start} to {grid.end}"
    return f"{count} of {length}{window}"


def _facts(run: RunDocument, directory: str) -> Iterator[tuple[str, str]]:
    yield "directory", directory
    yield "created", run.created_utc
    yield "mode", run.mode
    yield "template", f"{run.template_id} {run.template_version} ({run.template_title})"
    yield "grid", grid_text(run.grid)
    yield "series", f"{len(run.series):,}"


def _print_places(console: Console, places: Sequence[MeasuredPlace], times: BinTimes) -> None:
    titles = ("node", ">arrivals", ">served", ">peak depth", "at", ">peak util.", "worst color")
    console.print()
    print_table(console, titles, [tuple(_place_cells(place, times)) for place in places], "node")


def _place_cells(place: MeasuredPlace, times: BinTimes) -> Iterator[str]:
    numbers, metrics = place.numbers, place.metrics
    yield numbers.place.id
    yield _total(numbers.values_of("arrivals"))
    yield _total(numbers.values_of("served"))
    yield from _peak(numbers.values_of("queue"), times)
    utilization = np.asarray(metrics["utilization"], dtype=np.float64)
    yield NOTHING if np.isnan(utilization).all() else percentage(float(np.nanmax(utilization)))
    yield max(metrics["color"].tolist(), key=COLOURS_FROM_BEST.index)


def _print_series(console: Console, run: StoredRun, times: BinTimes) -> None:
    cells = [_series_cells(entry, run.values(entry.row), times) for entry in run.index.series]
    titles = ("series", ">total", ">peak", "at", "")
    width = _sparkline_width(console, [titles, *cells])
    levels = BLOCKS if shows_blocks(console) else ASCII
    bars = (sparkline(run.values(entry.row), width, levels) for entry in run.index.series)
    console.print()
    rows = [(*row, bar) for row, bar in zip(cells, bars, strict=True)]
    print_table(console, titles, rows, "series")


def _series_cells(entry: SeriesEntry, values: Values, times: BinTimes) -> tuple[str, ...]:
    return entry.name, _total(values) if entry.kind == "flow" else NOTHING, *_peak(values, times)


def shows_blocks(console: Console) -> bool:
    """Whether the reader sees bars of different heights: on a terminal that speaks Unicode."""
    return console.is_terminal and not console.options.ascii_only


def _sparkline_width(console: Console, rows: Sequence[Sequence[str]]) -> int:
    used = sum(max(len(row[column]) for row in rows) + GAP for column in range(4))
    return max(_SHORTEST_SPARKLINE, min(LONGEST, console.width - used))


def _total(values: Values) -> str:
    return NOTHING if np.isnan(values).all() else short_number(float(np.nansum(values)))


def _peak(values: Values, times: BinTimes) -> tuple[str, str]:
    """The largest value and the beginning of its bin; the first of several."""
    if np.isnan(values).all():
        return NOTHING, NOTHING
    at = int(np.nanargmax(values))
    peak = float(values[at])
    return short_number(peak), times.text(at) if peak else NOTHING


def _print_warnings(console: Console, warnings: Sequence[WarningDocument]) -> None:
    if not warnings:
        return
    console.print()
    console.print("1 warning" if len(warnings) == 1 else f"{len(warnings)} warnings", style="bold yellow")
    for warning in warnings[:MAXIMUM_WARNINGS]:
        line = Text(f"{warning.severity}[{warning.code}]", style="yellow")
        message = printable(f" {warning.message}{_bins(warning.count)}")
        print_line(console, line.append(message, style="default"))
    if len(warnings) > MAXIMUM_WARNINGS:
        console.print(f"  ... and {len(warnings) - MAXIMUM_WARNINGS} more")


def _bins(count: int) -> str:
    """In how many bins something was seen; what is said of the whole run names none."""
    return "" if count == 0 else " (1 bin)" if count == 1 else f" ({count:,} bins)"
