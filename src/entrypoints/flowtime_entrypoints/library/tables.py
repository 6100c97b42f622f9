"""Windows as frames, labelled arrays and tables of the libraries of the extra `data`.

Rule 1: numbers are those of the window; nothing is derived, sampled or rounded here.
Rule 2: these libraries are imported here alone, when a window is asked for one of their objects.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from flowtime_domain.evaluation.derived_metrics import COLOR, COLORS
from flowtime_entrypoints.library.data_libraries import data_library

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # the library has no types of its own
    import pyarrow as pa  # type: ignore[import-untyped]  # likewise
    import xarray as xr

    from flowtime_entrypoints.library.window import Window

_ROWS_AT_ONCE: Final = 1_000_000


def data_frame(window: Window) -> pd.DataFrame:
    """See `Window.to_pandas`."""
    pandas = data_library("pandas")
    bins = range(window.first, window.last + 1)
    columns: dict[str, Any] = {}
    if window.timestamps is not None:
        starts = np.tile(window.timestamps, len(window.nodes))
        columns["timestamp"] = pandas.DatetimeIndex(starts).tz_localize("UTC")
    for metric, values in window.values.items():
        column = values.reshape(-1)
        columns[metric] = pandas.Categorical(column, COLORS) if metric == COLOR else column
    index = pandas.MultiIndex.from_product([window.nodes, bins], names=["node", "bin"])
    frame = pandas.DataFrame(columns, index=index)
    frame.attrs = {**window.facts, "units": dict(window.units)}
    return frame


def data_array(window: Window) -> xr.DataArray:
    """See `Window.to_xarray`."""
    xarray = data_library("xarray")
    numbers = list(window.units)
    cube = np.empty((len(window.nodes), len(numbers), window.last - window.first + 1))
    for index, metric in enumerate(numbers):
        cube[:, index] = window.values[metric]
    coordinates: dict[str, Any] = {
        "node": list(window.nodes),
        "metric": numbers,
        "bin": np.arange(window.first, window.last + 1),
        "unit": ("metric", list(window.units.values())),
    }
    if window.timestamps is not None:
        coordinates["timestamp"] = ("bin", window.timestamps, {"timezone": "UTC"})
    if COLOR in window.values:
        coordinates[COLOR] = (("node", "bin"), window.values[COLOR])
    array: xr.DataArray = xarray.DataArray(
        cube, coordinates, ("node", "metric", "bin"), name="state", attrs=dict(window.facts)
    )
    return array


def arrow_table(window: Window) -> pa.Table:
    """See `Window.to_arrow`."""
    return _table(window, _schema(window))


def write_parquet(window: Window, path: str | os.PathLike[str]) -> None:
    """See `Window.to_parquet`."""
    schema = _schema(window)
    with data_library("pyarrow.parquet").ParquetWriter(os.fspath(path), schema) as writer:
        for part in window.parts(_ROWS_AT_ONCE):
            writer.write_table(_table(part, schema))


def _schema(window: Window) -> pa.Schema:
    pyarrow = data_library("pyarrow")
    word = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    fields = [pyarrow.field("node", word), pyarrow.field("bin", pyarrow.int64())]
    if window.timestamps is not None:
        fields.append(pyarrow.field("timestamp", pyarrow.timestamp("us", tz="UTC")))
    for metric in window.values:
        kind, unit = (word, None) if metric == COLOR else (pyarrow.float64(), {"unit": window.units[metric]})
        fields.append(pyarrow.field(metric, kind, metadata=unit))
    return pyarrow.schema(fields, metadata={name: str(fact) for name, fact in window.facts.items()})


def _table(window: Window, schema: pa.Schema) -> pa.Table:
    """The rows of a window; a metric of the schema that none of its nodes has is null."""
    pyarrow = data_library("pyarrow")
    nodes, bins = len(window.nodes), window.last - window.first + 1

    def column(name: str) -> Any:
        if name == "node":
            indices = np.repeat(np.arange(nodes, dtype=np.int32), bins)
            return pyarrow.DictionaryArray.from_arrays(indices, pyarrow.array(window.nodes))
        if name == "bin":
            return np.tile(np.arange(window.first, window.last + 1), nodes)
        if name == "timestamp" and window.timestamps is not None:
            return np.tile(window.timestamps, nodes)
        if name not in window.values:
            return pyarrow.nulls(nodes * bins, pyarrow.float64())
        values = pyarrow.array(window.values[name].reshape(-1), from_pandas=True)
        return values.dictionary_encode() if name == COLOR else values

    return pyarrow.table({name: column(name) for name in schema.names}, schema=schema)
