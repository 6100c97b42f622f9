"""Windows as frames, labelled arrays and tables."""

import sys
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from examples import order_support
from examples.opened_runs import WITHOUT_START, opened_run
from flowtime_entrypoints.library import tables
from flowtime_entrypoints.library.tables import arrow_table, data_array, data_frame, write_parquet

METRICS = ("queue", "served", "color")


@pytest.fixture(scope="module")
def run():
    return opened_run()


@pytest.fixture(scope="module")
def window(run):
    return run.window(1, 3, metrics=METRICS)


@pytest.fixture(scope="module")
def timeless():
    return opened_run(WITHOUT_START).window(metrics=METRICS)


def test_a_frame_has_a_row_for_each_node_and_bin(window):
    """A frame is indexed by node and bin; its columns are the times and the metrics (state §5.1)."""
    frame = data_frame(window)
    assert frame.index.names == ["node", "bin"]
    assert list(frame.index)[:4] == [
        ("OrderService", 1),
        ("OrderService", 2),
        ("OrderService", 3),
        ("SupportQueue", 1),
    ]
    assert list(frame.columns) == ["timestamp", "served", "queue", "color"]
    assert frame.loc["SupportQueue", "queue"].tolist() == [10, 20, 0]
    assert frame.loc["OrderService", "queue"].isna().all()
    assert frame.loc["OrderService", "color"].tolist() == ["yellow", "red", "red"]


def test_times_of_a_frame_know_their_zone(window):
    """The times of a frame are the beginnings of the bins, in UTC (state §1.3)."""
    times = data_frame(window).loc["SupportQueue", "timestamp"]
    assert str(times.dt.tz) == "UTC"
    assert times.iloc[0] == pd.Timestamp("2025-01-01T00:05:00Z")
    assert times.dtype == "datetime64[us, UTC]"


def test_a_frame_says_where_it_comes_from(window):
    """A frame carries the units of its columns and the run (state §2.1)."""
    attributes = data_frame(window).attrs
    assert attributes["units"] == {"served": "items per bin", "queue": "items"}
    assert attributes["run_id"] == order_support.RUN_ID


def test_a_labelled_array_has_three_dimensions(window):
    """Nodes, metrics and bins are dimensions; times, units and colors are coordinates (state §5.1)."""
    array = data_array(window)
    assert array.dims == ("node", "metric", "bin")
    assert array.shape == (2, 2, 3)
    assert array.sel(node="SupportQueue", metric="queue", bin=2).item() == 20
    assert np.isnan(array.sel(node="OrderService", metric="queue")).all()
    assert array.bin.values.tolist() == [1, 2, 3]
    assert array.unit.values.tolist() == ["items per bin", "items"]
    assert array.color.sel(node="OrderService").values.tolist() == ["yellow", "red", "red"]
    assert array.timestamp.values[0] == np.datetime64("2025-01-01T00:05")
    assert array.timestamp.attrs == {"timezone": "UTC"}
    assert array.attrs["run_id"] == order_support.RUN_ID


def test_a_labelled_array_can_be_asked_by_time(window):
    """The times of an array can take the place of its bins (state §5.1)."""
    by_time = data_array(window).swap_dims(bin="timestamp")
    queue = by_time.sel(node="SupportQueue", metric="queue", timestamp="2025-01-01T00:10")
    assert float(queue.squeeze()) == 20


def test_a_table_has_true_nulls_and_units(window):
    """A table has one row for each node and bin, null where there is no value (state §1.3)."""
    table = arrow_table(window)
    assert table.column_names == ["node", "bin", "timestamp", "served", "queue", "color"]
    assert table.schema.field("timestamp").type == pa.timestamp("us", tz="UTC")
    assert table.schema.field("queue").metadata == {b"unit": b"items"}
    assert table.schema.metadata[b"run_id"] == order_support.RUN_ID.encode()
    assert table["queue"].to_pylist() == [None, None, None, 10, 20, 0]
    assert table.slice(3, 1).to_pylist() == [
        {
            "node": "SupportQueue",
            "bin": 1,
            "timestamp": datetime(2025, 1, 1, 0, 5, tzinfo=UTC),
            "served": 6,
            "queue": 10,
            "color": "red",
        }
    ]


@pytest.mark.parametrize("rows_at_once", [1, 10**6])
def test_a_file_holds_the_table(window, tmp_path, monkeypatch: pytest.MonkeyPatch, rows_at_once):
    """Written in parts or at once, a file gives the table back, metadata included (state §5.1)."""
    monkeypatch.setattr(tables, "_ROWS_AT_ONCE", rows_at_once)
    path = tmp_path / "window.parquet"
    write_parquet(window, path)
    table = pq.read_table(path)
    assert table.to_pylist() == arrow_table(window).to_pylist()
    assert table.schema.metadata[b"run_id"] == order_support.RUN_ID.encode()
    assert table.schema.field("queue").metadata[b"unit"] == b"items"
    assert pq.ParquetFile(path).num_row_groups == (2 if rows_at_once == 1 else 1)


def test_without_start_there_are_bins_only(timeless):
    """Without grid start no form has times, and the rest is the same (state §5.1)."""
    assert list(data_frame(timeless).columns) == ["served", "queue", "color"]
    assert "timestamp" not in data_array(timeless).coords
    assert arrow_table(timeless).column_names == ["node", "bin", "served", "queue", "color"]


def test_without_colors(run):
    """Colors are there only if they are asked for (state §5.2)."""
    assert "color" not in data_array(run.window()).coords
    assert "color" not in data_frame(run.window()).columns


@pytest.mark.parametrize(
    ("library", "form"), [("pandas", data_frame), ("xarray", data_array), ("pyarrow", arrow_table)]
)
def test_a_library_that_is_missing_is_named(window, monkeypatch: pytest.MonkeyPatch, library, form):
    """Without the extra the message names the library and the extra (design §2)."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ModuleNotFoundError, match=rf"{library}.*flowtime\[data\]"):
        form(window)
