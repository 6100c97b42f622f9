"""The state of a run as a person sees it (operations §4.8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.derived_metrics import COLOR, COLORS
from flowtime_domain.state.run_view import METRIC_INDEX
from flowtime_entrypoints.cli.bin_times import BinTimes
from flowtime_entrypoints.cli.run_report import peak_cells, shows_blocks, sparkline_width
from flowtime_entrypoints.cli.short_number import short_number
from flowtime_entrypoints.cli.sparkline import ASCII, BLOCKS, sparkline
from flowtime_entrypoints.cli.tables import print_facts, print_table, print_title

if TYPE_CHECKING:
    from rich.console import Console

    from flowtime_domain.state.state_slice import StateSlice

Numbers: TypeAlias = npt.NDArray[np.float64]


def report_snapshot(console: Console, found: StateSlice) -> None:
    """Print a table of nodes and metrics in one bin."""
    print_title(console, "State", str(found.run.run_id), "bold")
    print_facts(console, [("bin", _bin_text(found, found.first_bin))])
    texts = {metric: _value_texts(found, metric) for metric in found.metrics}
    rows = [
        (found.view.places[place].id, metric, texts[metric][index])
        for index, place in enumerate(found.places.tolist())
        for metric in _metrics_of(found, place)
    ]
    console.print()
    print_table(console, ("node", "metric", ">value"), rows, "node")


def report_window(console: Console, found: StateSlice) -> None:
    """Print a line for each node and metric over a range of bins."""
    print_title(console, "State", str(found.run.run_id), "bold")
    last_bin = found.first_bin + found.bin_count - 1
    ends = f"{_bin_text(found, found.first_bin)} to {_bin_text(found, last_bin)}"
    print_facts(console, [("bins", ends)])
    titles = ("node", "metric", ">first", ">last", ">peak", "at", "")
    series = list(_series(found))
    cells = [(node, metric, *_window_cells(found, metric, values)) for node, metric, values in series]
    width = sparkline_width(console, [titles, *cells])
    levels = BLOCKS if shows_blocks(console) else ASCII
    rows = [
        (*row, sparkline(values, width, levels)) for row, (_, _, values) in zip(cells, series, strict=True)
    ]
    console.print()
    print_table(console, titles, rows, "node")


def _bin_text(found: StateSlice, index: int) -> str:
    if found.view.grid.start is None:
        return str(index)
    return f"{index} ({BinTimes(found.run.run.grid).text(index)})"


def _metrics_of(found: StateSlice, place: int) -> Iterator[str]:
    for metric in found.metrics:
        if found.view.defined[METRIC_INDEX[metric], place]:
            yield metric


def _value_texts(found: StateSlice, metric: str) -> list[str]:
    """A metric of each node in the only bin."""
    if metric == COLOR:
        return [COLORS[code] for code in found.numbers.color_codes()[:, 0]]
    return [short_number(value) for value in found.numbers.values_of(metric)[:, 0].tolist()]


def _series(found: StateSlice) -> Iterator[tuple[str, str, Numbers]]:
    """Each series with its node and metric; a color is as high as it is grave."""
    numbers = {metric: _values(found, metric) for metric in found.metrics}
    for index, place in enumerate(found.places.tolist()):
        for metric in _metrics_of(found, place):
            yield found.view.places[place].id, metric, numbers[metric][index]


def _values(found: StateSlice, metric: str) -> Numbers:
    if metric == COLOR:
        return found.numbers.color_codes().astype(np.float64)
    return found.numbers.values_of(metric)


def _window_cells(found: StateSlice, metric: str, values: Numbers) -> tuple[str, ...]:
    first, last = float(values[0]), float(values[-1])
    peak, at = peak_cells(values, BinTimes(found.run.run.grid), found.first_bin)
    if metric == COLOR:
        return COLORS[int(first)], COLORS[int(last)], COLORS[int(values.max())], at
    return short_number(first), short_number(last), peak, at
