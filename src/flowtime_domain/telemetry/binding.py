"""Binding the files of a capture to the series of a model (telemetry §8).

Rule 1: the result is a model in normal form that is read like any other.
Rule 2: binding it again to the same capture changes nothing, so the model of a run can itself be run.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias, final

import numpy as np

from flowtime_domain.errors import CaptureInvalidError, DocumentError
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.evaluation.reported_series import reported_series
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.grid import Grid, utc_text
from flowtime_domain.model.identifiers import snake_case
from flowtime_domain.model.nodes import RouterNode
from flowtime_domain.model.published_series import PublishedSeries, SeriesRole
from flowtime_domain.model.start_times import start_instant
from flowtime_domain.ports.capture_store import StoredCapture
from flowtime_domain.runs.artifact_documents import CapturedSeries
from flowtime_domain.runs.replayed_capture import CapturedFile, ReplayedCapture
from flowtime_domain.telemetry.binding_draft import BindingDraft
from flowtime_domain.telemetry.binding_findings import BoundSeries, binding_findings
from flowtime_domain.telemetry.binding_sources import sourced_nodes
from flowtime_domain.telemetry.gaps import Column
from flowtime_domain.telemetry.metrics import METRICS, CapturedMetric

ReadModel: TypeAlias = Callable[[Mapping[str, Any]], FlowModel]
_SERVED: Final = METRICS["Served"]
_OUTFLOWS: Final = (SeriesRole.GATED_OUTFLOW, SeriesRole.SERVED)
# Which semantic, once it names a declared series, keeps the engine from generating one.
_MADE_BY: Final = {
    SeriesRole.RETRY_ECHO: "retryEcho",
    SeriesRole.SERVED: "served",
    SeriesRole.GATED_OUTFLOW: "served",
    SeriesRole.QUEUE_DEPTH: "queueDepth",
}


@final
@dataclass(frozen=True, slots=True, eq=False)
class BoundModel:
    """A model whose series take values from a capture.

    Attributes
    ----------
    model
        In normal form after binding.
    capture
        What of the capture becomes part of the run.
    findings
        What binding has to say (telemetry §10).
    """

    model: FlowModel
    capture: ReplayedCapture
    findings: tuple[Finding, ...]


def bind_capture(model: FlowModel, capture: StoredCapture, read: ReadModel) -> BoundModel:
    """Bind a verified capture to a model.

    Parameters
    ----------
    model
        A model that was read under the rules of telemetry mode.
    capture
        The capture.
    read
        Reads the normal form of the bound model under the same rules.

    Raises
    ------
    CaptureInvalidError
        The grids differ, a source names no file of the capture, or two files differ about one series.
    PathNotAllowedError
        A source leads out of the capture.
    ModelInvalidError
        The bound model breaks a rule.
    """
    start = _common_start(model.grid, capture)
    binding = _Binding(model, capture)
    for entry in capture.manifest.files:
        binding.bind_file(entry)
    binding.raise_conflicts()
    partly_captured = binding.draft.drop_empty_constraints(binding.released)
    if start is not None:
        binding.draft.start_at(start)
    bound = read(binding.draft.root)
    sources = sourced_nodes(bound, capture.files)
    values = {node: capture.values[path] for node, path in sources.items()}
    unused = [entry for entry in binding.unbound if entry.path not in sources.values()]
    found = binding_findings(BoundSeries(bound, values), unused, partly_captured)
    return BoundModel(bound, _replayed(capture, sources, values), tuple(found))


def _replayed(
    capture: StoredCapture, sources: Mapping[str, str], values: Mapping[str, Column]
) -> ReplayedCapture:
    return ReplayedCapture(
        manifest=capture.manifest_bytes,
        contents=capture.files,
        files=tuple(CapturedFile(each.path, each.node_id, each.metric) for each in capture.manifest.files),
        node_sources=sources,
        values={node: tuple(column.tolist()) for node, column in values.items()},
    )


def _common_start(grid: Grid, capture: StoredCapture) -> datetime | None:
    """When bin 0 begins by the capture or the model, if one of them says so (telemetry §8.5)."""
    captured, written = capture.manifest.grid, capture.manifest.window.start_time_utc
    start = None if written is None else start_instant(written)
    assert start is None or isinstance(start, datetime), "a verified manifest has a start or none"
    theirs = Grid(captured.bins, captured.bin_size, captured.bin_unit, start)
    same_bins = (theirs.bins, theirs.bin_seconds) == (grid.bins, grid.bin_seconds)
    if not same_bins or (grid.start and theirs.start and grid.start != theirs.start):
        message = f"The capture has {_shown(theirs)}; the model has {_shown(grid)}."
        error = DocumentError(
            code="grid_mismatch", message=message, pointer="/grid", file=capture.manifest_name
        )
        raise CaptureInvalidError([error])
    return grid.start or theirs.start


def _shown(grid: Grid) -> str:
    begin = "without a start" if grid.start is None else f"from {utc_text(grid.start)}"
    return f"{grid.bins} bins of {grid.bin_size} {grid.bin_unit} {begin}"


@final
class _Binding:
    """One model, and what has been bound to it by now; sources go first (telemetry §8.3).

    Attributes
    ----------
    draft
        The model as it is changed.
    unbound
        Files that were bound to nothing because of their node and metric; sources may still name them.
    released
        Ids of constraints that nodes left.
    """

    def __init__(self, model: FlowModel, capture: StoredCapture) -> None:
        self.draft = BindingDraft(model)
        self.unbound: list[CapturedSeries] = []
        self.released: list[str] = []
        self._model = model
        self._values = capture.values
        self._bound: dict[str, str] = {}
        self._conflicts: list[DocumentError] = []
        self._series = {series.name: series for series in model.series}
        self._place_of = {place.id: index for index, place in enumerate(model.topology.nodes)}
        self._reported = reported_series(model)
        self._sources = sourced_nodes(model, capture.files)
        self.draft.drop_values(self._sources)

    def bind_file(self, entry: CapturedSeries) -> None:
        """Bind a file to the series that a topology node reports (telemetry §8.4)."""
        place = self._place_of.get(entry.node_id)
        if place is None:
            self.unbound.append(entry)
            return
        metric = METRICS[entry.metric]
        reported = self._reported[place].get(metric.reported)
        series = self._series[reported] if isinstance(reported, str) else None
        if series is not None and self._is_declared(series):
            self._bind_declared(series.name, entry)
        elif series is not None and series.owner == place and series.role in _MADE_BY:
            self._bind_generated(place, series, entry.path)
        else:
            self._bind_new(place, metric, entry.path)
        if metric is _SERVED or (series is not None and series.role in _OUTFLOWS and series.owner == place):
            self.released.extend(self.draft.release(place))

    def _is_declared(self, series: PublishedSeries) -> bool:
        """Whether a series can become a const; a router cannot, since its targets would go with it."""
        is_node = series.role is SeriesRole.NODE
        return is_node and not isinstance(self._model.nodes[series.owner], RouterNode)

    def _bind_declared(self, name: str, entry: CapturedSeries) -> None:
        if name in self._sources:
            self.unbound.append(entry)
            return
        self._claim(name, entry.path)
        self.draft.replace_node(name, self._bound[name])

    def _claim(self, name: str, path: str) -> bool:
        """Whether a file is the first of a series; a later one must have equal values."""
        is_first = name not in self._bound
        earlier = self._bound.setdefault(name, path)
        if not np.array_equal(self._values[earlier], self._values[path], equal_nan=True):
            self._conflicts.append(_conflict(name, earlier, path))
        return is_first

    def _bind_generated(self, place: int, series: PublishedSeries, path: str) -> None:
        """Declare a series that the engine would generate, and every other id of the same metric."""
        if not self._claim(series.name, path):
            return
        self.draft.append_const(series.name, path)
        self.draft.name_semantic(place, _MADE_BY[series.role], series.name)
        if series.role in _OUTFLOWS:
            for other in self._model.series:
                if other.owner == place and other.role in _OUTFLOWS and other.name != series.name:
                    self.draft.append_copy(other.name, series.name)
                    self._bound[other.name] = path

    def _bind_new(self, place: int, metric: CapturedMetric, path: str) -> None:
        stem = snake_case(self._model.topology.nodes[place].id)
        name = self.draft.free_id(f"{stem}_{snake_case(metric.semantic_key)}")
        self.draft.append_const(name, path)
        self.draft.name_semantic(place, metric.semantic_key, name)

    def raise_conflicts(self) -> None:
        """Refuse files that differ about one series."""
        if self._conflicts:
            raise CaptureInvalidError(self._conflicts)


def _conflict(name: str, earlier: str, later: str) -> DocumentError:
    message = f"'{earlier}' and '{later}' have different values for the series '{name}'."
    return DocumentError(code="series_conflict", message=message, pointer="", file=later)
