"""Answers about the state of a run (state §4, §5), written from arrays.

Rule 1: a snapshot says of a bin what a window says of it, since both are made from the same numbers.
"""

from collections.abc import Sequence
from typing import Final, final

import numpy as np

from flowtime_domain.evaluation.derived_metrics import COLORS
from flowtime_domain.model.grid import utc_text
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.made_once import MadeOnce
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.state_slice import StateSlice
from flowtime_entrypoints.bodies.kept_rows import KeptRows
from flowtime_entrypoints.bodies.series_text import json_text, number_texts
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
    kept_bytes
        How much memory the series of windows may take that are kept for whoever asks for bins beside them.
    """

    def __init__(self, views: RunViews, runs_root_name: str, kept_bytes: int = 0) -> None:
        def made(run: StoredRun) -> StateParts:
            return StateParts(run, views(run), runs_root_name)

        self._parts = MadeOnce(made)
        self._rows = KeptRows(kept_bytes)

    def snapshot(self, found: StateSlice) -> bytes:
        """The answer about one bin (state §4.1)."""
        parts = self._parts(found.run)
        template = parts.snapshot_template(found.numbers.view)
        bin_text = json_text(_bin(found, parts))
        return b"".join(
            [
                b'{"metadata":%b,"bin":%b,"nodes":[' % (parts.metadata, bin_text),
                *_filled(template.around, [_snapshot_values(found, template)]),
                b'],"warnings":',
                parts.warnings(_named(found)),
                b"}",
            ]
        )

    def window(self, found: StateSlice) -> bytes:
        """The answer about a range of bins (state §5.1)."""
        parts = self._parts(found.run)
        first, last = found.first_bin, found.first_bin + found.bin_count - 1
        starts = parts.bin_starts
        times = b"null" if starts is None else starts.array(first, found.bin_count)
        around = parts.around_series(found.places.tolist(), found.metrics, found.has_series)
        return b"".join(
            [
                b'{"metadata":%b,' % parts.metadata,
                b'"window":{"startBin":%d,"endBin":%d,"binCount":%d},' % (first, last, found.bin_count),
                b'"timestampsUtc":%b,"nodes":[' % times,
                *_filled(around, self._rows.columns(parts.token, found)),
                b'],"warnings":',
                parts.warnings(_named(found)),
                b"}",
            ]
        )


def _filled(around: Sequence[bytes], columns: Sequence[Sequence[bytes]]) -> list[bytes]:
    """Texts and what stands between them: between any two, one of each column, and commas between those."""
    commas = [b","] * (len(around) - 1)
    parts = [around, *(part for column in columns for part in (column, commas))][:-1]
    texts = [b""] * (len(parts) * len(commas) + 1)
    for index, part in enumerate(parts):
        texts[index :: len(parts)] = part
    return texts


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
