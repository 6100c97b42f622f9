import numpy as np
import pytest

from flowtime_domain.runs.older.series_text import read_series_text

NAN = float("nan")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("t,value\n0,1\n1,2.5\n2,-3e2\n", [1, 2.5, -300]),
        ("bin_index,value\n0,1\n1,2\n2,3", [1, 2, 3]),
        ("\ufeffT, Value\r\n0,1\r\n1,2\r\n2,3\r\n", [1, 2, 3]),
        ("t,value\n2,3\n0,1\n", [1, NAN, 3]),
        ("t,value\n0,\n1\n2, 3 \n\n", [NAN, NAN, 3]),
        ("t,value\n0,NaN\n1,-Infinity\n2,\u221e\n", [NAN, NAN, NAN]),
        ("t,value\n0,1e999\n1,.5\n2,5.\n", [NAN, 0.5, 5]),
        ("t,value\n", [NAN, NAN, NAN]),
    ],
)
def test_values_are_read(text, values):
    """Either header is read; missing rows and cells are missing values (runs §10.2)."""
    read = read_series_text(text.encode(), 3)
    np.testing.assert_array_equal(read.values, values)
    assert read.count == 3


def test_rows_beyond_the_grid_are_counted():
    """A text may have more values than there are bins; the others are read all the same (runs §9.3)."""
    read = read_series_text(b"t,value\n0,1\n1,2\n4,5\n", 2)
    assert (read.values.tolist(), read.count) == ([1, 2], 5)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe", "decode"),
        (b"", "header"),
        (b"time,value\n0,1\n", "header"),
        (b"t,value\n-1,1\n", "line 2 does not begin"),
        (b"t,value\nzero,1\n", "line 2 does not begin"),
        (b"t,value\n0,1\n0,2\n", "line 3 repeats bin 0"),
        (b"t,value\n0,1_000\n", "line 2 holds no number"),
        (b"t,value\n0,1,2\n", "line 2 holds no number"),
        (b"t,value\n0,many\n", "line 2 holds no number"),
    ],
)
def test_what_cannot_be_read_is_an_error(content, reason):
    """A row that is no bin index and number, or occurs twice, is an error (runs §9.3)."""
    with pytest.raises(ValueError, match=reason):
        read_series_text(content, 3)
