"""What a run looked like over a range of bins."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, final

from flowtime_domain.state.metric_units import METRIC_UNITS
from flowtime_domain.state.numbers_of_places import NumbersOfPlaces
from flowtime_domain.state.state_slice import StateSlice
from flowtime_entrypoints.bodies.state import StateBodies
from flowtime_entrypoints.library.bin_times import Times, bin_starts
from flowtime_entrypoints.library.metric_values import MetricValues, Values

if TYPE_CHECKING:
    import os

    import pandas as pd  # type: ignore[import-untyped]  # the library has no types of its own
    import pyarrow as pa  # type: ignore[import-untyped]  # likewise
    import xarray as xr


@final
class Window:
    """The nodes of a run over a range of bins (state §5); nothing is computed before it is asked for.

    Attributes
    ----------
    first, last
        The bins, both ends included.
    timestamps
        When they begin: shape (bins,), no unit but UTC in microseconds, read-only; None without grid start.
    nodes
        Ids of the nodes, in the order of the model.
    values
        Each metric that one of the nodes has -> shape (nodes, bins), in its unit, read-only, NaN where null;
        colors are texts.
    """

    timestamps: Times | None

    def __init__(self, found: StateSlice, bodies: StateBodies) -> None:
        self._found = found
        self._bodies = bodies
        self.first: int = found.first_bin
        self.last: int = found.first_bin + found.bin_count - 1
        self.timestamps = bin_starts(found.run.run.grid, found.first_bin, found.bin_count)
        self.nodes: tuple[str, ...] = found.node_ids
        self.values: Mapping[str, Values] = MetricValues(found)

    def __repr__(self) -> str:
        """What a notebook shows: the bins, and how much there is to see."""
        return (
            f"Window(run_id={str(self._found.run.run_id)!r}, first={self.first}, last={self.last}, "
            f"nodes={len(self.nodes)}, metrics={len(self.values)})"
        )

    @cached_property
    def metrics(self) -> Mapping[str, Mapping[str, Values]]:
        """Node -> each metric that it has -> shape (bins,), in its unit, read-only, NaN where null."""
        masks = self._found.has_series.tolist()
        return {
            node: {
                metric: self.values[metric][index]
                for metric, is_there in zip(self._found.metrics, mask, strict=True)
                if is_there
            }
            for index, (node, mask) in enumerate(zip(self.nodes, masks, strict=True))
        }

    @property
    def units(self) -> Mapping[str, str]:
        """The unit of each metric of `values`; a color has none."""
        return {metric: METRIC_UNITS[metric] for metric in self.values if metric in METRIC_UNITS}

    @property
    def facts(self) -> Mapping[str, str | float]:
        """What frames and tables say of the run that they come from, as far as it is known."""
        run = self._found.run.run
        facts = {
            "run_id": run.run_id,
            "template_id": run.template_id,
            "template_version": run.template_version,
            "mode": run.mode,
            "scenario_hash": run.scenario_hash,
            "bin_minutes": self._found.view.grid.bin_minutes,
        }
        return {name: fact for name, fact in facts.items() if fact is not None}

    @property
    def body(self) -> Mapping[str, Any]:
        """The body that the HTTP API answers (state §5.1)."""
        body: dict[str, Any] = json.loads(self._bodies.window(self._found))
        return body

    def parts(self, most_values: int) -> Iterator[Window]:
        """The window as windows of fewer nodes, so that a metric of each has no more values than this.

        Each has one node at least.
        """
        found = self._found
        nodes = max(1, most_values // found.bin_count)
        for first in range(0, len(found.places), nodes):
            places = found.places[first : first + nodes]
            numbers = NumbersOfPlaces(found.view, found.run.matrix, places, found.first_bin, found.bin_count)
            yield Window(replace(found, places=places, numbers=numbers), self._bodies)

    def to_pandas(self) -> pd.DataFrame:
        """A frame with a row for each node and bin, and a column for each metric.

        Returns
        -------
        pandas.DataFrame
            Index levels `node` and `bin`; columns `timestamp` (UTC; absent without grid start) and the
            metrics, NaN where null, colors as categories. `attrs` has `facts`, and the `units` by metric.

        Raises
        ------
        ModuleNotFoundError
            The extra `data` is not installed.
        """
        from flowtime_entrypoints.library.tables import data_frame

        return data_frame(self)

    def to_xarray(self) -> xr.DataArray:
        """An array with the dimensions `node`, `metric` and `bin`.

        Returns
        -------
        xarray.DataArray
            NaN where null. Besides the dimensions it has the coordinates `unit` along `metric`, `timestamp`
            (UTC; absent without grid start) along `bin`, and `color` along `node` and `bin` if it was asked
            for. `attrs` has `facts`.

        Raises
        ------
        ModuleNotFoundError
            The extra `data` is not installed.
        """
        from flowtime_entrypoints.library.tables import data_array

        return data_array(self)

    def to_arrow(self) -> pa.Table:
        """A table with a row for each node and bin, and a column for each metric.

        Returns
        -------
        pyarrow.Table
            Columns `node`, `bin`, `timestamp` (UTC; absent without grid start) and the metrics, null where
            null. The schema's metadata has `facts`, that of a metric its `unit`.

        Raises
        ------
        ModuleNotFoundError
            The extra `data` is not installed.
        """
        from flowtime_entrypoints.library.tables import arrow_table

        return arrow_table(self)

    def to_parquet(self, path: str | os.PathLike[str]) -> None:
        """Write the table of `to_arrow` to a Parquet file, some nodes at a time.

        Raises
        ------
        ModuleNotFoundError
            The extra `data` is not installed.
        OSError
            The file cannot be written.
        """
        from flowtime_entrypoints.library.tables import write_parquet

        write_parquet(self, path)
