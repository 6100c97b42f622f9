"""A run to read from.

Rule 1: every number comes from the stored run; nothing is evaluated again (state §1.1).
Rule 2: what is checked about a question, and what is answered, is what HTTP and the command line check and
answer (state §1.2); only the limit on the size of answers is none here, since arrays are not written as text.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.errors import DocumentError, QueryInvalidError
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.run_view import METRICS, RunView
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.state_query import SnapshotQuery, WindowQuery
from flowtime_domain.state.state_slice import snapshot_slice, window_slice
from flowtime_domain.use_cases.fetch_graph import FetchGraph
from flowtime_entrypoints import bodies
from flowtime_entrypoints.bodies.graph import graph_answer
from flowtime_entrypoints.bodies.state import StateBodies
from flowtime_entrypoints.library.bin_times import Times, bin_starts
from flowtime_entrypoints.library.metric_values import Values
from flowtime_entrypoints.library.runs import AnyPath, series_by_name
from flowtime_entrypoints.library.snapshot import Snapshot
from flowtime_entrypoints.library.window import Window

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # the library has no types of its own
    import pyarrow as pa  # type: ignore[import-untyped]  # likewise
    import xarray as xr

Names: TypeAlias = str | Iterable[str] | None
_NO_LIMIT: Final = sys.maxsize


@final
class OpenedRun:
    """A run to read from: its series, its metrics, its state in any bin.

    Attributes
    ----------
    run_id
        Its id.
    path
        Its directory.
    """

    def __init__(self, run: StoredRun, path: Path, views: RunViews, graphs: FetchGraph) -> None:
        self._run = run
        self._views = views
        self._graphs = graphs
        self._bodies = StateBodies(views, path.parent.name)
        self.run_id = str(run.run_id)
        self.path = path

    def __repr__(self) -> str:
        """What a notebook shows: the id, where the run lies, and how much there is to see."""
        return (
            f"OpenedRun(run_id={self.run_id!r}, path={str(self.path)!r}, series={len(self.series)}, "
            f"bins={self.grid['bins']}, warnings={len(self.warnings)})"
        )

    @cached_property
    def body(self) -> Mapping[str, Any]:
        """The body that the HTTP API answers about the run (api §8.1)."""
        return bodies.run_detail(self._run, self.path.parent.name)

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What every answer about the run says of it (api §6.4)."""
        metadata: Mapping[str, Any] = self.body["metadata"]
        return metadata

    @property
    def grid(self) -> Mapping[str, Any]:
        """`bins`, `binSize`, `binUnit`, `start` and `end` (exclusive) as texts in UTC or None."""
        grid: Mapping[str, Any] = self.body["grid"]
        return grid

    @property
    def warnings(self) -> Sequence[Mapping[str, Any]]:
        """Findings, each with `code`, `severity`, `message`, `nodeId`, `bins` and `count`."""
        warnings: Sequence[Mapping[str, Any]] = self.body["warnings"]
        return warnings

    @cached_property
    def graph(self) -> Mapping[str, Any]:
        """Nodes, edges, constraints and series of the model, as the HTTP API answers (state §7)."""
        return graph_answer(self._run, self._graphs(self._run))

    @cached_property
    def series(self) -> Mapping[str, npt.NDArray[np.float64]]:
        """Name -> shape (bins,), items per bin for flows, items for stocks, ms for times; read-only."""
        return series_by_name(self._run)

    @cached_property
    def timestamps(self) -> Times | None:
        """When the bins begin: shape (bins,), no unit but UTC in microseconds; None without grid start."""
        return bin_starts(self._run.run.grid, 0, self._run.run.grid.bins)

    @property
    def nodes(self) -> tuple[str, ...]:
        """Ids of the topology nodes, in the order of the model."""
        return tuple(place.id for place in self._view.places)

    @cached_property
    def metrics(self) -> Mapping[str, Mapping[str, Values]]:
        """Node -> metric -> shape (bins,), in its unit, read-only, NaN where null; colors are texts.

        A node has what its series report and what follows from them (state §2, §5.2), and its color.
        """
        return _MetricsOfNodes(self._run, self._view, self._bodies)

    def snapshot(self, t: int, nodes: Names = None) -> Snapshot:
        """The state of the run in one bin.

        Parameters
        ----------
        t
            The bin, counted from 0.
        nodes
            Ids of the nodes that are wanted, in any order; all, if none are named.

        Raises
        ------
        QueryInvalidError
            No names, or what are no names.
        TopologyMissingError, UnknownNodeError, BinOutOfRangeError
            The run cannot answer.
        """
        query = SnapshotQuery(operator.index(t), _names("nodeIds", nodes))
        return Snapshot(snapshot_slice(self._run, self._view, query), self._bodies)

    def window(
        self,
        first: int | None = None,
        last: int | None = None,
        nodes: Names = None,
        metrics: Names = None,
    ) -> Window:
        """The state of the run over a range of bins.

        Parameters
        ----------
        first, last
            The bins, both ends included; the first and the last of the run, if not given.
        nodes
            Ids of the nodes that are wanted, in any order; all, if none are named.
        metrics
            The metrics that are wanted, in any order; all but `color`, if none are named.

        Raises
        ------
        QueryInvalidError
            No names, or what are no names.
        TopologyMissingError, UnknownNodeError, UnknownMetricError, BinOutOfRangeError
            The run cannot answer.
        """
        query = WindowQuery(
            0 if first is None else operator.index(first),
            self._run.run.grid.bins - 1 if last is None else operator.index(last),
            _names("nodeIds", nodes),
            _names("metrics", metrics),
        )
        return Window(window_slice(self._run, self._view, query, _NO_LIMIT), self._bodies)

    def to_pandas(self) -> pd.DataFrame:
        """The whole run as a frame: see `Window.to_pandas`."""
        return self.window().to_pandas()

    def to_xarray(self) -> xr.DataArray:
        """The whole run as a labelled array: see `Window.to_xarray`."""
        return self.window().to_xarray()

    def to_arrow(self) -> pa.Table:
        """The whole run as a table: see `Window.to_arrow`."""
        return self.window().to_arrow()

    def to_parquet(self, path: AnyPath) -> None:
        """Write the whole run to a Parquet file: see `Window.to_parquet`."""
        self.window().to_parquet(path)

    @property
    def _view(self) -> RunView:
        return self._views(self._run)


@final
class _MetricsOfNodes(Mapping[str, Mapping[str, Values]]):
    """The metrics of each node, computed when the node is first asked for."""

    def __init__(self, run: StoredRun, view: RunView, bodies: StateBodies) -> None:
        self._run = run
        self._view = view
        self._bodies = bodies
        self._known: dict[str, Mapping[str, Values]] = {}

    def __getitem__(self, node: str) -> Mapping[str, Values]:
        if node not in self._view.index_of:
            raise KeyError(node)
        if node not in self._known:
            query = WindowQuery(0, self._view.grid.bins - 1, (node,), METRICS)
            found = window_slice(self._run, self._view, query, _NO_LIMIT)
            self._known[node] = Window(found, self._bodies).metrics[node]
        return self._known[node]

    def __iter__(self) -> Iterator[str]:
        return iter(self._view.index_of)

    def __len__(self) -> int:
        return len(self._view.places)


def _names(parameter: str, given: Names) -> tuple[str, ...] | None:
    if given is None:
        return None
    names = (given,) if isinstance(given, str) else tuple(dict.fromkeys(given))
    if not names or not all(isinstance(name, str) and name for name in names):
        message = f"'{parameter}' must be one name or several, as texts."
        raise QueryInvalidError(
            [DocumentError(code="invalid_type", message=message, pointer=f"/{parameter}")]
        )
    return names
