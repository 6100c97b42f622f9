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
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.state_slice import StateSlice
from flowtime_entrypoints.bodies.series_text import color_texts, number_texts, row_texts
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
        bin_text = compact_json(_bin(found.view.grid, found.first_bin))
        return b"".join(
            [
                b'{"metadata":%b,"bin":%b,"nodes":[' % (parts.metadata, bin_text),
                *_filled(template.pieces, _snapshot_values(found, template)),
                b'],"warnings":',
                parts.warnings(_named(found)),
                b"}",
            ]
        )

    def window(self, found: StateSlice) -> bytes:
        """The answer about a range of bins (state §5.1)."""
        parts = self._parts(found.run)
        mask = found.has_series
        pieces = parts.window_pieces(found.places.tolist(), found.metrics, mask)
        starts = parts.bin_starts
        last_bin = found.first_bin + found.bin_count - 1
        window = {"startBin": found.first_bin, "endBin": last_bin, "binCount": found.bin_count}
        return b"".join(
            [
                b'{"metadata":%b,"window":%b,"timestampsUtc":' % (parts.metadata, compact_json(window)),
                b"null" if starts is None else starts.array(found.first_bin, found.bin_count),
                b',"nodes":[',
                *_filled(pieces, _window_values(found, mask)),
                b'],"warnings":',
                parts.warnings(_named(found)),
                b"}",
            ]
        )


def _named(found: StateSlice) -> Sequence[str] | None:
    """The nodes that a question names."""
    return found.node_ids if found.names_places else None


def _filled(pieces: Sequence[bytes], values: Sequence[bytes]) -> list[bytes]:
    """The pieces with a value between each and the next."""
    texts = [b""] * (len(pieces) + len(values))
    texts[0::2], texts[1::2] = pieces, values
    return texts


def _bin(grid: Grid, index: int) -> dict[str, str | int | float | None]:
    start, end = grid.time_of(index), grid.time_of(index + 1)
    return {
        "index": index,
        "startUtc": None if start is None else utc_text(start),
        "endUtc": None if end is None else utc_text(end),
        "durationMinutes": grid.bin_minutes,
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
