import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.artifact_store import csv_text
from flowtime_domain.runs.encoding.series_csv import SeriesCsv

ANY_FLOAT = st.integers(0, 2**64 - 1).map(lambda bits: struct.unpack("<d", struct.pack("<Q", bits))[0])
FEW_DIGITS = st.builds(
    lambda digits, power: float(f"{digits}e{power}"), st.integers(-999_999, 999_999), st.integers(-12, 16)
)
MANY_DIGITS = st.builds(
    lambda digits, power: float(f"{digits}e{power}"), st.integers(-(10**17), 10**17), st.integers(-20, 6)
)
EDGES = [
    0.0, -0.0, 1.0, -1.0, 0.1, 0.30000000000000004, 1e-6, 9.999999e-7, 1e-7, 5e-324, 1e-4, 9.9e-5, 0.00012345,
    9999.0, 10000.0, 10001.0, 99999999.0, 100000000.0, 999999999999999.0, 1e15, 1e16, 123456789012345680.0,
    999999999999999900000.0, 1e21, 1.5e21, 1.7976931348623157e308, 9007199254740993.0, 1e7, 9999999.5,
    10000000.5, 1000.000000000001, 999.999999999999, 1.00000001, 1.000000001, 20.05, 0.0001, 0.00010001,
]  # fmt: skip


def written(values: list[float]) -> bytes:
    return SeriesCsv(len(values)).text(np.array(values, dtype=np.float64))


@given(
    st.lists(st.one_of(ANY_FLOAT, FEW_DIGITS, MANY_DIGITS, st.sampled_from(EDGES)), min_size=1, max_size=40)
)
def test_whole_arrays_have_the_text_of_single_numbers(values):
    """Every cell is the number's own text, an empty cell where there is none (runs §1.4, §6.8)."""
    assert written(values) == csv_text(np.array(values))


@pytest.mark.parametrize("value", [*EDGES, *(-value for value in EDGES), math.nan, math.inf, -math.inf])
def test_edges_of_the_number_format(value):
    """Numbers where the format changes have their own text, alone and among others (runs §1.4)."""
    assert written([value]) == csv_text(np.array([value]))
    assert written([0.5, value, 12345.0]) == csv_text(np.array([0.5, value, 12345.0]))


def test_worked_example():
    """The queue of the example has its three rows (runs §6.8)."""
    assert written([0.0, 6.0, 0.0]) == b"t,value\n0,0\n1,6\n2,0\n"


@pytest.mark.parametrize("bins", [1, 9, 10, 11, 9_999, 10_001, 100_000])
def test_bin_indices_count_up_from_zero(bins):
    """The first column holds 0, 1, ... without leading zeros (runs §6.8)."""
    lines = SeriesCsv(bins).text(np.full(bins, np.nan)).decode().split("\n")
    assert lines == ["t,value", *(f"{t}," for t in range(bins)), ""]


def test_one_writer_writes_many_series():
    """The column of bin indices serves every series of a grid (runs §11.2)."""
    csv = SeriesCsv(3)
    for values in ([1.0, 2.5, 3.0], [math.nan, 1e300, -1.0], [1.0, 2.5, 3.0]):
        assert csv.text(np.array(values)) == csv_text(np.array(values))


def test_rows_of_a_matrix_in_any_memory_order():
    """A series may be a strided or read-only view (runs §6.6)."""
    matrix = np.arange(12.0).reshape(3, 4)
    matrix.flags.writeable = False
    assert SeriesCsv(3).text(matrix[:, 1]) == csv_text(matrix[:, 1].copy())


def test_values_that_are_not_finite_may_be_spelt_out():
    """NaN and infinities have words where these are asked for, and empty cells elsewhere (telemetry §3.1)."""
    values = np.array([1.5, math.nan, math.inf, -math.inf, math.nan])
    spelt_out = np.array([True, True, True, True, False])
    text = SeriesCsv(5, "bin_index,value").text(values, spelt_out)
    assert text == b"bin_index,value\n0,1.5\n1,NaN\n2,Infinity\n3,-Infinity\n4,\n"
