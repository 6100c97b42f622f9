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

from flowtime_domain.evaluation.derived_metrics import COLORS
from flowtime_domain.state.numbers_of_places import NumbersOfPlaces
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
    from flowtime_domain.runs.older.facts import OlderRunFacts, OlderSeriesEntry
    from flowtime_domain.runs.stored_run import StoredRun
    from flowtime_domain.state.run_view import RunView
    from flowtime_entrypoints.container import Container

MAXIMUM_WARNINGS: Final = 20
_SHORTEST_SPARKLINE: Final = 12

Values = npt.NDArray[np.float64]


def report_run(console: Console, container: Container, run: StoredRun, title: str) -> None:
    """Print what a run is, a table of its places, a line for each series, and the warnings."""
    print_title(console, title, str(run.run_id), "bold green" if title != "Run" else "bold")
    print_facts(console, _facts(run.run, shown_path(container.runs_root() / str(run.run_id))))
    times = BinTimes(run.run.grid)
    view = container.run_views()(run)
    if view.places:
        _print_places(console, run, view, times)
    _print_series(console, run, times)
    print_warnings(console, run.run.warnings)


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


def _facts(run: RunDocument | OlderRunFacts, directory: str) -> Iterator[tuple[str, str]]:
    yield "directory", directory
    yield "created", run.created_utc
    yield "mode", run.mode
    title = run.template_title and f"({run.template_title})"
    yield "template", " ".join(filter(None, (run.template_id, run.template_version, title)))
    yield "grid", grid_text(run.grid)
    yield "series", f"{len(run.series):,}"


def _print_places(console: Console, run: StoredRun, view: RunView, times: BinTimes) -> None:
    numbers = NumbersOfPlaces(view, run.matrix, np.arange(len(view.places)), 0, view.grid.bins)
    columns = [numbers.values_of(metric) for metric in ("arrivals", "served", "queue", "utilization")]
    worst = numbers.color_codes().max(axis=1).tolist()
    rows = [
        (place.id, *_place_cells([column[index] for column in columns], times), COLORS[worst[index]])
        for index, place in enumerate(view.places)
    ]
    titles = ("node", ">arrivals", ">served", ">peak depth", "at", ">peak util.", "worst color")
    console.print()
    print_table(console, titles, rows, "node")


def _place_cells(series: Sequence[Values], times: BinTimes) -> Iterator[str]:
    """What is shown of a place; each series has shape (bins,), in items per bin, items or as a ratio."""
    arrivals, served, depth, utilization = series
    yield _total(arrivals)
    yield _total(served)
    yield from peak_cells(depth, times)
    yield NOTHING if np.isnan(utilization).all() else percentage(float(np.nanmax(utilization)))


def _print_series(console: Console, run: StoredRun, times: BinTimes) -> None:
    cells = [_series_cells(entry, run.values(entry.row), times) for entry in run.index.series]
    titles = ("series", ">total", ">peak", "at", "")
    width = sparkline_width(console, [titles, *cells])
    levels = BLOCKS if shows_blocks(console) else ASCII
    bars = (sparkline(run.values(entry.row), width, levels) for entry in run.index.series)
    console.print()
    rows = [(*row, bar) for row, bar in zip(cells, bars, strict=True)]
    print_table(console, titles, rows, "series")


def _series_cells(entry: SeriesEntry | OlderSeriesEntry, values: Values, times: BinTimes) -> tuple[str, ...]:
    return entry.name, _total(values) if entry.kind == "flow" else NOTHING, *peak_cells(values, times)


def shows_blocks(console: Console) -> bool:
    """Whether the reader sees bars of different heights: on a terminal that speaks Unicode."""
    return console.is_terminal and not console.options.ascii_only


def sparkline_width(console: Console, rows: Sequence[Sequence[str]]) -> int:
    """How long the sparkline in the last column of a table may be."""
    used = sum(max(len(row[column]) for row in rows) + GAP for column in range(len(rows[0]) - 1))
    return max(_SHORTEST_SPARKLINE, min(LONGEST, console.width - used))


def _total(values: Values) -> str:
    return NOTHING if np.isnan(values).all() else short_number(float(np.nansum(values)))


def peak_cells(values: Values, times: BinTimes, first_bin: int = 0) -> tuple[str, str]:
    """The largest value, shape (bins,), any unit, and the beginning of its bin; the first of several."""
    if np.isnan(values).all():
        return NOTHING, NOTHING
    at = int(np.nanargmax(values))
    peak = float(values[at])
    return short_number(peak), times.text(first_bin + at) if peak else NOTHING


def print_warnings(console: Console, warnings: Sequence[WarningDocument]) -> None:
    """How many warnings there are, and the first of them."""
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
