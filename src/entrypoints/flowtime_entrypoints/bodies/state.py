"""Answers about the state of a run (state §4, §5), written from arrays.

Rule 1: a snapshot says of a bin what a window says of it, since both are made from the same numbers.
"""

from collections.abc import Sequence
from typing import Final, final

import numpy as np
import numpy.typing as npt
from orjson import Fragment

from flowtime_domain.evaluation.derived_metrics import COLOR, COLORS
from flowtime_domain.model.grid import utc_text
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.made_once import MadeOnce
from flowtime_domain.state.run_view import METRICS
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.state_slice import StateSlice
from flowtime_entrypoints.bodies.series_text import (
    Row,
    color_rows,
    json_text,
    number_rows,
    number_texts,
    written,
)
from flowtime_entrypoints.bodies.state_parts import SnapshotTemplate, StateParts

_COLOR_TEXTS: Final = tuple(color.encode() for color in COLORS)


@final
class StateBodies:
    """Writes answers about the state of runs.

    Parameters
    ----------
    views
        Gives the view of a run.
    runs_root_name
        Name of the directory of runs.
    """

    def __init__(self, views: RunViews, runs_root_name: str) -> None:
        def made(run: StoredRun) -> StateParts:
            return StateParts(run, views(run), runs_root_name)

        self._parts = MadeOnce(made)

    def snapshot(self, found: StateSlice) -> bytes:
        """The answer about one bin (state §4.1)."""
        parts = self._parts(found.run)
        template = parts.snapshot_template(found.numbers.view)
        texts = template.texts.copy()
        texts[1::2] = _snapshot_values(found, template)
        bin_text = json_text(_bin(found, parts))
        return b"".join(
            [
                b'{"metadata":%b,"bin":%b,"nodes":[' % (parts.metadata, bin_text),
                *texts,
                b'],"warnings":',
                parts.warnings(_named(found)),
                b"}",
            ]
        )

    def window(self, found: StateSlice) -> bytes:
        """The answer about a range of bins (state §5.1)."""
        parts = self._parts(found.run)
        starts = parts.bin_starts
        times = None if starts is None else Fragment(starts.array(found.first_bin, found.bin_count))
        last_bin = found.first_bin + found.bin_count - 1
        return json_text(
            {
                "metadata": Fragment(parts.metadata),
                "window": {"startBin": found.first_bin, "endBin": last_bin, "binCount": found.bin_count},
                "timestampsUtc": times,
                "nodes": parts.window_nodes(found.places.tolist(), _window_rows(found)),
                "warnings": Fragment(parts.warnings(_named(found))),
            }
        )


def _named(found: StateSlice) -> Sequence[str] | None:
    """The nodes that a question names."""
    return found.node_ids if found.names_places else None


def _bin(found: StateSlice, parts: StateParts) -> dict[str, object]:
    index, time_of = found.first_bin, found.view.grid.time_of
    start, end = time_of(index), time_of(index + 1)
    return {
        "index": index,
        "startUtc": None if start is None else utc_text(start),
        "endUtc": None if end is None else utc_text(end),
        "durationMinutes": parts.bin_minutes,
    }


def _snapshot_values(found: StateSlice, template: SnapshotTemplate) -> list[bytes]:
    """What fills the gaps of the template."""
    values = np.full(template.is_there.shape, np.nan)
    values[:-1] = found.numbers.values_of_each(template.numbers)[..., 0]
    texts = number_texts(values.T[template.is_there.T])
    colors = found.numbers.color_codes()[:, 0].tolist()
    for gap, color in zip(template.color_gaps, colors, strict=True):
        texts[gap] = _COLOR_TEXTS[color]
    return texts


def _window_rows(found: StateSlice) -> dict[str, list[Row | None]]:
    """Metric -> the series of each node, None where it has none; without metrics that no node has."""
    view = found.numbers.view
    defined = dict(zip(METRICS, view.defined, strict=True))
    metrics = [metric for metric in found.metrics if view.has[metric] is not False]
    if not {"queueTimeMs", "cycleTimeMs"} <= {*metrics}:
        return {metric: _rows(found, metric, defined[metric]) for metric in metrics}
    # Without service time the cycle is the time in the queue (engine §11.1): written once, it stands twice.
    only_waits = defined["queueTimeMs"] & ~defined["serviceTimeMs"]
    defined["cycleTimeMs"] = defined["cycleTimeMs"] & ~only_waits
    rows_of = {metric: _rows(found, metric, defined[metric]) for metric in metrics}
    queue_times, cycle_times = rows_of["queueTimeMs"], rows_of["cycleTimeMs"]
    for place in np.flatnonzero(only_waits).tolist():
        queue_times[place] = cycle_times[place] = written(queue_times[place])
    return rows_of


def _rows(found: StateSlice, metric: str, has: npt.NDArray[np.bool_]) -> list[Row | None]:
    """The series of those nodes that have one, None for the others; `has`: shape (places,), true or false."""
    if not has.any():
        return [None] * len(has)
    if metric == COLOR:
        rows = iter(color_rows(found.numbers.color_codes()[has]))
    else:
        values = found.numbers.values_of(metric)
        rows = iter(number_rows(values if has.all() else values[has]))
    return [next(rows) if is_there else None for is_there in has.tolist()]
