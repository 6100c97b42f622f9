"""Where the numbers of a run's topology nodes are found: made once per opened run.

Rule 1: a view holds no value of the run; it says which row of the matrix tells what about which node.
Rule 2: a view never holds the run itself, so that it is forgotten together with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.derived_metrics import COLOR, DERIVED_NUMBERS
from flowtime_domain.evaluation.metric_operands import Flags, PlaceTraits
from flowtime_domain.evaluation.reported_series import REPORTED_METRICS, reported_series
from flowtime_domain.evaluation.variability import UNDEFINED, variability
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.grid import Grid
from flowtime_domain.model.nodes import ConstNode, SeriesNode
from flowtime_domain.model.topology import TopologyNode
from flowtime_domain.runs.older.bundle import OlderBundle
from flowtime_domain.runs.stored_run import StoredRun

NUMBERS: Final = (*REPORTED_METRICS, *DERIVED_NUMBERS)
METRICS: Final = (*NUMBERS, COLOR)
"""All metrics in the order of every answer (state §2.3)."""
METRIC_INDEX: Final[Mapping[str, int]] = {metric: index for index, metric in enumerate(METRICS)}
NO_ROW: Final = -1

Indices: TypeAlias = npt.NDArray[np.intp]
Reported: TypeAlias = Mapping[str, str | float]
_KINGMAN_OPERANDS: Final = frozenset({"arrivals", "served", "capacity", "processingTimeMsSum", "servedCount"})


@final
@dataclass(frozen=True, slots=True)
class PlaceDescription:
    """What every answer says of a topology node (state §3.2, §3.4); sources are files of its series."""

    id: str
    kind: str
    group: str | None
    sources: tuple[str, ...]


@final
@dataclass(frozen=True, eq=False)
class RunView:
    """What a run tells about its topology nodes, and where.

    Attributes
    ----------
    grid
        The time grid.
    places
        The topology nodes in document order.
    rows
        shape (reported metrics, places); no unit: the row of the matrix that tells a metric of state §2.1,
        `NO_ROW` where none does.
    parallelism
        shape (places,); unit servers; where a number stands for a series, else NaN.
    traits
        What derived metrics ask of the places, one row for each.
    defined
        shape (metrics, places); true or false: whether the reported series of a node define a metric in
        principle (state §5.2), in the order of `METRICS`.
    """

    grid: Grid
    places: tuple[PlaceDescription, ...]
    rows: Indices
    parallelism: npt.NDArray[np.float64]
    traits: PlaceTraits
    defined: npt.NDArray[np.bool_]

    @cached_property
    def index_of(self) -> Mapping[str, int]:
        """Topology id -> its index in `places`."""
        return {place.id: index for index, place in enumerate(self.places)}

    @cached_property
    def everywhere(self) -> Indices:
        """The indices of all places: shape (places,), no unit."""
        return np.arange(len(self.places))

    @cached_property
    def has(self) -> Mapping[str, bool | Flags]:
        """Metric -> what `defined` says: true or false, or shape (places, 1) where the places differ."""
        truths = np.stack([self.defined.any(axis=1), self.defined.all(axis=1)], axis=1).tolist()
        return {
            metric: every if some == every else row[:, None]
            for metric, row, (some, every) in zip(METRICS, self.defined, truths, strict=True)
        }

    def of(self, places: Indices) -> "RunView":
        """The view of some places, this one for `everywhere`: shape (places,), no unit, their indices."""
        if places is self.everywhere:
            return self
        return RunView(
            grid=self.grid,
            places=tuple(self.places[place] for place in places.tolist()),
            rows=self.rows[:, places],
            parallelism=self.parallelism[places],
            traits=self.traits.at(places),
            defined=self.defined[:, places],
        )


def run_view(run: StoredRun, model: FlowModel) -> RunView:
    """The view of a run.

    Parameters
    ----------
    run
        An intact run.
    model
        The structure of its model.
    """
    row_of = {entry.name: entry.row for entry in run.index.series}
    told = zip(model.topology.nodes, reported_series(model), strict=True)
    return _view(run, model.grid, list(told), model.nodes, row_of)


def older_run_view(run: StoredRun, older: OlderBundle) -> RunView:
    """The view of a run of an earlier version (runs §10.2)."""
    numbers = older.numbers
    told = zip(numbers.places, numbers.reported, strict=True)
    return _view(run, older.grid, list(told), older.model.nodes, numbers.row_of)


def _view(
    run: StoredRun,
    grid: Grid,
    told: Sequence[tuple[TopologyNode, Reported]],
    series_nodes: Sequence[SeriesNode],
    row_of: Mapping[str, int],
) -> RunView:
    """The view of topology nodes, each with what tells about it."""
    reported = [tells for _, tells in told]
    files = run.metadata.node_sources
    nodes = {node.id: node for node in series_nodes}
    traits = _stacked(
        [PlaceTraits.of(place, *_variations(place, tells, nodes, run, row_of)) for place, tells in told]
    )
    return RunView(
        grid=grid,
        places=tuple(
            PlaceDescription(place.id, place.kind, place.group, _sources(tells, files))
            for place, tells in told
        ),
        rows=_rows(reported, row_of),
        parallelism=np.array([_number(tells) for tells in reported], dtype=np.float64),
        traits=traits,
        defined=_defined(reported, traits),
    )


def _rows(reported: Sequence[Reported], row_of: Mapping[str, int]) -> Indices:
    rows = np.full((len(REPORTED_METRICS), len(reported)), NO_ROW, dtype=np.intp)
    for place, tells in enumerate(reported):
        for metric, source in tells.items():
            if isinstance(source, str):
                rows[METRIC_INDEX[metric], place] = row_of[source]
    return rows


def _number(tells: Reported) -> float:
    number = tells.get("parallelism")
    return UNDEFINED if number is None or isinstance(number, str) else number


def _sources(tells: Reported, files: Mapping[str, str]) -> tuple[str, ...]:
    """The distinct files behind the series of a node, in the order of its metrics."""
    named = (source for source in tells.values() if isinstance(source, str))
    return tuple(dict.fromkeys(files[name] for name in named if name in files))


def _variations(
    place: TopologyNode,
    tells: Reported,
    nodes: Mapping[str, SeriesNode],
    run: StoredRun,
    row_of: Mapping[str, int],
) -> tuple[float, float]:
    """Ca and Cs of a place (engine §11.2), looked up only where a waiting time can come of them."""
    if not tells.keys() >= _KINGMAN_OPERANDS:
        return UNDEFINED, UNDEFINED
    given = place.semantics
    return (
        _variation(given.arrivals, nodes, run, row_of),
        _variation(given.processing_time_ms_sum, nodes, run, row_of),
    )


def _variation(
    name: str | None, nodes: Mapping[str, SeriesNode], run: StoredRun, row_of: Mapping[str, int]
) -> float:
    node = nodes.get(name or "")
    return UNDEFINED if node is None else variability(node, lambda: _values(node, run, row_of[node.id]))


def _values(node: SeriesNode, run: StoredRun, row: int) -> npt.NDArray[np.float64]:
    """The values of a const as its model writes them, shape (values,); those of a file are in the matrix."""
    if not isinstance(node, ConstNode) or node.values is None or node.id in run.metadata.node_sources:
        return run.values(row)
    return np.atleast_1d(np.asarray(node.values))


def _stacked(traits: Sequence[PlaceTraits]) -> PlaceTraits:
    """The traits of many places, each of shape (places, 1)."""

    def column(name: str, dtype: type) -> Any:
        return np.array([getattr(each, name) for each in traits], dtype=dtype).reshape(-1, 1)

    flags = {name: column(name, np.bool_) for name in ("is_queue_like", "is_queue", "is_dlq")}
    numbers = ("sla_minutes", "arrival_variation", "service_variation")
    return PlaceTraits(**flags, **{name: column(name, np.float64) for name in numbers})


def _defined(reported: Sequence[Reported], traits: PlaceTraits) -> npt.NDArray[np.bool_]:
    """Which metrics the reported series of each node define in principle (state §5.2)."""
    has = {
        metric: np.array([metric in tells for tells in reported], dtype=np.bool_)
        for metric in REPORTED_METRICS
    }
    knows_variation = ~np.isnan(traits.arrival_variation + traits.service_variation)[:, 0]
    utilization = has["served"] & has["capacity"]
    queue_time = traits.is_queue_like[:, 0] & has["queue"] & has["served"]
    service_time = has["processingTimeMsSum"] & has["servedCount"]
    derived = {
        "utilization": utilization,
        "queueTimeMs": queue_time,
        "latencyMinutes": queue_time,
        "serviceTimeMs": service_time,
        "cycleTimeMs": queue_time | service_time,
        "flowEfficiency": service_time,
        "throughputRatio": has["served"] & has["arrivals"],
        "errorRate": has["errors"] & has["arrivals"],
        "retryTax": has["served"] & (has["attempts"] | has["failures"] | has["errors"]),
        "kingmanWaitMs": utilization & service_time & knows_variation,
        COLOR: np.ones(len(reported), dtype=np.bool_),
    }
    return np.array([(has | derived)[metric] for metric in METRICS])
