"""What the answers about the state of one run have in common: text that is made once per opened run.

Rule 1: nothing here depends on a value of the run.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Final, final

import numpy as np
import numpy.typing as npt
from orjson import Fragment

from flowtime_domain.evaluation.derived_metrics import COLOR
from flowtime_domain.evaluation.reported_series import REPORTED_METRICS
from flowtime_domain.runs.artifact_documents import WarningDocument
from flowtime_domain.runs.encoding import compact_json
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.run_view import METRIC_INDEX, METRICS, NUMBERS, PlaceDescription, RunView
from flowtime_entrypoints.bodies.parts import warnings_body
from flowtime_entrypoints.bodies.runs import run_metadata
from flowtime_entrypoints.bodies.series_text import BinStarts, json_text

_KEYS: Final[Mapping[str, bytes]] = {metric: b'"%b":' % metric.encode() for metric in METRICS}
# Stands for a value or a series: no JSON text holds it.
_GAP: Final = b"\0"
_IN_BRACES: Final = Fragment(b"{%b}" % _GAP)
_TELEMETRY_CODES: Final = "telemetry_"


@final
@dataclass(frozen=True, slots=True, eq=False)
class SnapshotTemplate:
    """The nodes of a snapshot without their values.

    Attributes
    ----------
    around
        What stands around the gaps: one for each value that a node defines, node by node, its color the last.
    numbers
        The metrics, without color, that some node defines.
    is_there
        shape (numbers + 1, places); true or false: whether a node has a gap for a number, and for its color.
    color_gaps
        Which gaps are those of colors, one for each place.
    """

    around: list[bytes]
    numbers: tuple[str, ...]
    is_there: npt.NDArray[np.bool_]
    color_gaps: list[int]


@final
class StateParts:
    """Texts about one run.

    Parameters
    ----------
    run, view
        The run and where its numbers are; neither is kept but in what is written here.
    runs_root_name
        Name of the directory of runs.

    Attributes
    ----------
    token
        Stands for the run where neither it nor these texts shall be held.
    metadata
        What every answer says of the run.
    bin_minutes
        How long a bin is.
    """

    def __init__(self, run: StoredRun, view: RunView, runs_root_name: str) -> None:
        self.token: Final = object()
        self.metadata = compact_json(run_metadata(run, runs_root_name))
        self.bin_minutes = Fragment(compact_json(view.grid.bin_minutes))
        self._warnings = [compact_json(body) for body in warnings_body(run.run.warnings)]
        self._all_warnings = b"[%b]" % b",".join(self._warnings)
        self._warnings_of: dict[str | None, list[int]] = {}
        for index, warning in enumerate(run.run.warnings):
            self._warnings_of.setdefault(warning.node_id, []).append(index)
        telemetry = [
            _telemetry(place, self._about_telemetry(place.id, run.run.warnings)) for place in view.places
        ]
        self._windows = [
            _node(place, {"series": _IN_BRACES}, said)
            for place, said in zip(view.places, telemetry, strict=True)
        ]
        self._snapshots = [
            _node(place, _snapshot_members(has), said)
            for place, has, said in zip(view.places, view.defined.T, telemetry, strict=True)
        ]
        self._index_of = view.index_of
        self._everywhere = self._template_of(view)
        self._grid = view.grid

    def _about_telemetry(self, node_id: str, warnings: Sequence[WarningDocument]) -> list[bytes]:
        """What was found about the telemetry of a node (state §3.2)."""
        found = self._warnings_of.get(node_id, ())
        return [self._warnings[index] for index in found if warnings[index].code.startswith(_TELEMETRY_CODES)]

    def snapshot_template(self, view: RunView) -> SnapshotTemplate:
        """The nodes of a snapshot; the view is that of the run or, for some nodes, one made from it."""
        is_whole = len(view.places) == len(self._snapshots)
        return self._everywhere if is_whole else self._template_of(view)

    def _template_of(self, view: RunView) -> SnapshotTemplate:
        numbers = tuple(metric for metric in NUMBERS if view.has[metric] is not False)
        text = b",".join([self._snapshots[self._index_of[place.id]] for place in view.places])
        is_there = view.defined[[METRIC_INDEX[metric] for metric in (*numbers, COLOR)]]
        return SnapshotTemplate(
            around=text.split(_GAP),
            numbers=numbers,
            is_there=is_there,
            color_gaps=(np.cumsum(is_there.sum(axis=0)) - 1).tolist(),
        )

    def around_series(
        self, places: Iterable[int], metrics: Sequence[str], has_series: npt.NDArray[np.bool_]
    ) -> list[bytes]:
        """The nodes of a window without the values of their series.

        Parameters
        ----------
        places
            The nodes.
        metrics
            The metrics that are asked for.
        has_series
            shape (places, metrics); true or false: whether a node has a series of a metric.

        Returns
        -------
        list of bytes
            What stands around the values of each series, node by node: one text more than there are series.
        """
        rows = [b'"%b":[%b]' % (metric.encode(), _GAP) for metric in metrics]
        nodes = [
            self._windows[place].replace(_GAP, b",".join(compress(rows, has_row)))
            for place, has_row in zip(places, has_series.tolist(), strict=True)
        ]
        return b",".join(nodes).split(_GAP)

    def warnings(self, node_ids: Iterable[str] | None) -> bytes:
        """All warnings of the run; those of the run and of some nodes, if nodes are named (state §3.3)."""
        if node_ids is None:
            return self._all_warnings
        chosen = [index for name in (None, *node_ids) for index in self._warnings_of.get(name, ())]
        return b"[%b]" % b",".join(self._warnings[index] for index in sorted(chosen))

    @cached_property
    def bin_starts(self) -> BinStarts | None:
        """When the bins begin; None without grid start."""
        return None if self._grid.start is None else BinStarts(self._grid)


def _telemetry(place: PlaceDescription, warnings: Iterable[bytes]) -> Fragment:
    sources = compact_json(list(place.sources))
    return Fragment(b'{"sources":%b,"warnings":[%b]}' % (sources, b",".join(warnings)))


def _node(place: PlaceDescription, numbers: Mapping[str, Fragment], telemetry: Fragment) -> bytes:
    texts = {"id": place.id, "kind": place.kind, "group": place.group}
    described = {name: Fragment(compact_json(text)) for name, text in texts.items()}
    return json_text({**described, **numbers, "telemetry": telemetry})


def _snapshot_members(defined: npt.NDArray[np.bool_]) -> dict[str, Fragment]:
    """The values of a node in a snapshot; `defined`: shape (metrics,), true or false, which ones it has."""

    def members(metrics: Iterable[str]) -> bytes:
        texts = (_KEYS[metric] + (_GAP if defined[METRIC_INDEX[metric]] else b"null") for metric in metrics)
        return b",".join(texts)

    derived = [metric for metric in METRICS if metric not in REPORTED_METRICS and metric != COLOR]
    return {
        "metrics": Fragment(b"{%b}" % members(REPORTED_METRICS)),
        "derived": Fragment(b'{%b,"color":"%b"}' % (members(derived), _GAP)),
    }
