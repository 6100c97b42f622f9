"""Answers about the state of a run (state §4, §5), written from arrays.

Rule 1: a snapshot says of a bin what a window says of it, since both are made from the same numbers.
"""

from collections.abc import Sequence
from typing import Final, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.derived_metrics import COLOR, COLORS
from flowtime_domain.model.grid import Grid, utc_text
from flowtime_domain.runs.encoding import compact_json
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.made_once import MadeOnce
from flowtime_domain.state.run_view import METRIC_INDEX, NUMBERS
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.state_slice import StateSlice
from flowtime_entrypoints.bodies.series_text import color_texts, number_texts, row_texts
from flowtime_entrypoints.bodies.state_parts import StateParts

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
        nodes = parts.snapshot_template(found.places.tolist()) % tuple(_snapshot_values(found))
        return b'{"metadata":%b,"bin":%b,"nodes":[%b],"warnings":%b}' % (
            parts.metadata,
            compact_json(_bin(found.view.grid, found.first_bin)),
            nodes,
            parts.warnings(_named(found)),
        )

    def window(self, found: StateSlice) -> bytes:
        """The answer about a range of bins (state §5.1)."""
        parts = self._parts(found.run)
        mask = found.has_series
        texts: list[bytes] = [b""] * (2 * int(np.count_nonzero(mask)) + 1)
        texts[0::2] = parts.window_pieces(found.places.tolist(), found.metrics, mask)
        texts[1::2] = _window_values(found, mask)
        starts = parts.bin_starts
        last_bin = found.first_bin + found.bin_count - 1
        window = {"startBin": found.first_bin, "endBin": last_bin, "binCount": found.bin_count}
        return b"".join(
            [
                b'{"metadata":%b,"window":%b,"timestampsUtc":' % (parts.metadata, compact_json(window)),
                b"null" if starts is None else starts.array(found.first_bin, found.bin_count),
                b',"nodes":[',
                *texts,
                b'],"warnings":%b}' % parts.warnings(_named(found)),
            ]
        )


def _named(found: StateSlice) -> Sequence[str] | None:
    """The nodes that a question names."""
    return found.node_ids if found.names_places else None


def _bin(grid: Grid, index: int) -> dict[str, str | int | float | None]:
    start, end = grid.time_of(index), grid.time_of(index + 1)
    return {
        "index": index,
        "startUtc": None if start is None else utc_text(start),
        "endUtc": None if end is None else utc_text(end),
        "durationMinutes": grid.bin_minutes,
    }


def _snapshot_values(found: StateSlice) -> list[bytes]:
    """The values that the nodes define, node by node, the color the last of each."""
    mask = found.view.defined[:, found.places].T
    values = np.full(mask.shape, np.nan)
    for metric in NUMBERS:
        index = METRIC_INDEX[metric]
        if mask[:, index].any():
            values[:, index] = found.numbers.values_of(metric)[:, 0]
    texts = number_texts(values[mask])
    colors = found.numbers.color_codes()[:, 0].tolist()
    for end, color in zip(np.cumsum(mask.sum(axis=1)).tolist(), colors, strict=True):
        texts[end - 1] = _COLOR_TEXTS[color]
    return texts


def _window_values(found: StateSlice, mask: npt.NDArray[np.bool_]) -> list[bytes]:
    """The series of the nodes, node by node; `mask` has shape (places, metrics asked for)."""
    slots = (np.cumsum(mask) - 1).reshape(mask.shape)
    texts: list[bytes] = [b""] * int(np.count_nonzero(mask))
    for index, metric in enumerate(found.metrics):
        has = mask[:, index]
        if not has.any():
            continue
        if metric == COLOR:
            rows = color_texts(found.numbers.color_codes()[has])
        else:
            rows = row_texts(found.numbers.values_of(metric)[has])
        for slot, text in zip(slots[has, index].tolist(), rows, strict=True):
            texts[slot] = text
    return texts
