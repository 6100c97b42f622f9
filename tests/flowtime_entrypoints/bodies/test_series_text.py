"""JSON text of arrays."""

import json
import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from flowtime_domain.evaluation.derived_metrics import COLORS
from flowtime_domain.model.grid import Grid, utc_text
from flowtime_domain.model.number_text import number_text
from flowtime_entrypoints.bodies.series_text import (
    BinStarts,
    color_rows,
    number_rows,
    number_texts,
)

EDGES = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.1,
    2.0**53,
    2.0**53 + 2,
    9.1e15,
    1e16,
    2.0**60,
    1e21,
    1e22,
    1e-6,
    1e-7,
    5e-324,
    1.7e308,
]
EDGES += [1.7e308, 10.05, 0.05, 100.0, 1234567890123.0, math.nan, math.inf, -math.inf]

STARTS = [datetime(2025, 1, 1, tzinfo=UTC), datetime(999, 2, 28, 23, 0, 0, 250_000, UTC)]


def expected(value):
    return number_text(value) if math.isfinite(value) else "null"


def same_number(text, value):
    """Whether a text is the number as this product writes it, but for the form of an exponent."""
    if not math.isfinite(value):
        return text == "null"
    exact = expected(value)
    return text == exact or ("e" in text and float(text) == value and json.loads(text) == value)


@pytest.mark.parametrize("value", EDGES)
def test_every_kind_of_number(value):
    """Numbers are shortest, whole ones without fraction, zero without sign, others null (state §1.3)."""
    (one,) = number_texts(np.array([value]))
    assert same_number(one.decode(), value)
    for row in ([value], [value, 0.5], [0.5, value], [value, 3.0], [math.nan, value, 7.0, 0.25]):
        (text,) = number_rows(np.array([row]))
        parts = text.decode().split(",")
        assert all(same_number(part, each) for part, each in zip(parts, row, strict=True))


FLOATS = st.floats() | st.integers(-10, 10).map(float) | st.sampled_from(EDGES)


@given(arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=FLOATS))
def test_rows_read_back(rows):
    """Rows read back to the numbers that they were written from (state §1.3)."""
    for text, row in zip(number_rows(rows), rows.tolist(), strict=True):
        assert json.loads(b"[%b]" % text) == [value if math.isfinite(value) else None for value in row]
        assert not {"-0", "0.0"} & {*text.decode().split(",")}
        assert b".0," not in text + b","


@pytest.mark.parametrize("shape", [(5, 12_000), (3, 2**15), (2, 50_000), (9, 10_000)])
def test_many_long_rows_read_back(shape):
    """Rows of whole and broken numbers read back, however many numbers they have (state §1.3)."""
    rows = np.arange(np.prod(shape)).reshape(shape) / 4
    rows[1] = np.rint(rows[1])
    rows[0] += 0.1
    texts = number_rows(rows)
    assert [json.loads(b"[%b]" % text) for text in texts] == rows.tolist()
    assert texts == [b",".join(number_texts(row)) for row in rows]


@given(arrays(np.float64, st.integers(0, 8), elements=FLOATS))
def test_numbers_read_back(values):
    """Single numbers read back to what they were written from (state §1.3)."""
    read = [json.loads(text) for text in number_texts(values)]
    assert read == [value if math.isfinite(value) else None for value in values.tolist()]


def test_colors():
    """Codes of colors become their names (state §2.2)."""
    codes = np.array([[0, 1, 2, 3], [3, 3, 0, 1]], dtype=np.int8)
    texts = [json.loads(b"[%b]" % text) for text in color_rows(codes)]
    assert texts == [[COLORS[code] for code in row] for row in codes.tolist()]


@pytest.mark.parametrize(
    "start", [datetime(2025, 1, 1, tzinfo=UTC), datetime(999, 2, 28, 23, 0, 0, 250_000, UTC)]
)
@pytest.mark.parametrize(("size", "unit"), [(5, "minutes"), (1, "seconds"), (2, "weeks")])
def test_bin_starts(start, size, unit):
    """The starts of bins are the times of the grid, with the fraction of its start (state §5.1)."""
    grid = Grid(40, size, unit, start)
    times = [utc_text(start + timedelta(seconds=index * grid.bin_seconds)) for index in range(40)]
    starts = BinStarts(grid)
    assert json.loads(starts.array(0, 40)) == times
    assert json.loads(starts.array(17, 1)) == times[17:18]
    assert json.loads(starts.array(38, 2)) == times[38:]
