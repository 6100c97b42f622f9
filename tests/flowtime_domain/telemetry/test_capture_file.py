"""Reading captured series."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.errors import Place
from flowtime_domain.runs.encoding.series_csv import SeriesCsv
from flowtime_domain.telemetry.capture_file import read_capture_file

FINITE_OR_MISSING = st.one_of(st.just(math.nan), st.floats(allow_nan=False, allow_infinity=False))


def values_of(content, bins):
    read = read_capture_file(content, "a.csv", bins)
    assert read.errors == ()
    return read.values.tolist()


def errors_of(content, bins=2):
    errors = read_capture_file(content, "a.csv", bins).errors
    assert {error.file for error in errors} <= {"a.csv"}
    return [(error.code, error.place) for error in errors]


def same(one, other):
    return all(a == b or (math.isnan(a) and math.isnan(b)) for a, b in zip(one, other, strict=True))


@given(st.lists(FINITE_OR_MISSING, min_size=1, max_size=30), st.sampled_from(["\n", "\r\n", " \n"]))
def test_what_is_written_is_read(values, end):
    """A written series is read back bit for bit, in its own layout and in others (telemetry §3.1, §3.2)."""
    text = SeriesCsv(len(values), "bin_index,value").text(np.array(values))
    assert same(values_of(text, len(values)), [value + 0.0 for value in values])
    other = text.decode().replace("\n", end).encode()
    assert same(values_of(b"\xef\xbb\xbf" + other, len(values)), [value + 0.0 for value in values])


@pytest.mark.parametrize(
    "content",
    [
        b"bin_index,value\n0,1\n1,2.5\n2,\n",
        b"t,value\n0,1\n1,2.5\n2,\n",
        b"\xef\xbb\xbf Bin_Index , VALUE \r\n\r\n2, \r\n1,2.5\r\n\r\n0,+1",
        b"\n\nbin_index,classId,value\n0,DEFAULT,1.\n1, DEFAULT ,.25e1\n2,DEFAULT,\n",
        b"bin_index,value\n0,1\n1,2.5\n2,NaN\n",
        b"bin_index,value\n000,1e0\n01,2.5\n2,-INFINITY\n",
        b"bin_index,value\n0,1\n1,2.5\n2,infinity\n",
    ],
)
def test_layouts_that_are_accepted(content):
    """Marks, line ends, blanks, order of rows and older headers make no difference (telemetry §3.2, §3.3)."""
    assert same(values_of(content, 3), [1.0, 2.5, math.nan])


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        (b"", [("file_empty", None)]),
        (b"\n \n", [("file_empty", None)]),
        (b"bin_index,value\n\n", [("file_empty", None)]),
        (b"\xff\xfe", [("not_text", Place(1, 1))]),
        (b"bin_index,value\n0,\xe9\n", [("not_text", Place(2, 3))]),
        (b"bin_index,value\n0,1\n1,\xc3\xa4\0\n", [("not_text", Place(3, 4))]),
        (b"bin_index,value\n\0\xff", [("not_text", Place(2, 1))]),
        (b"0,1\n1,2\n", [("header_invalid", Place(1, 1))]),
        (b"bin,value\n0,1\n1,2\n", [("header_invalid", Place(1, 1))]),
        (b"bin_index;value\n0;1\n1;2\n", [("header_invalid", Place(1, 1))]),
        (b"bin_index,value\n0,1\n2,5\n", [("row_index_out_of_range", Place(3, 1))]),
        (b"bin_index,value\n0,1\n-1,5\n", [("row_index_out_of_range", Place(3, 1))]),
        (b"bin_index,value\n0,1\n99999999999999999999,5\n", [("row_index_out_of_range", Place(3, 1))]),
        (b"bin_index,value\n0,1\n0,5\n", [("row_index_duplicate", Place(3, 1))]),
        (b"bin_index,value\n0,1\nx,5\n", [("row_invalid", Place(3, 1))]),
        (b"bin_index,value\n0,1\n1.0,5\n", [("row_invalid", Place(3, 1))]),
        (b"bin_index,value\n0,1\n1,1,000\n", [("row_invalid", Place(3, 5))]),
        (b"bin_index,value\n0,1\n 1\n", [("row_invalid", Place(3, 2))]),
        (b"bin_index,value\n0,1\n1, 1 000\n", [("row_invalid", Place(3, 4))]),
        (b"bin_index,value\n0,1\n1,1_0\n", [("row_invalid", Place(3, 3))]),
        (b"bin_index,value\n0,1\n1,0x10\n", [("row_invalid", Place(3, 3))]),
        (b"bin_index,value\n0,1\n1,inf\n", [("row_invalid", Place(3, 3))]),
        (b"bin_index,value\n0,1\n1,1e999\n", [("row_invalid", Place(3, 3))]),
        (b"bin_index,value\n0,1\n1,1.2.3\n", [("row_invalid", Place(3, 3))]),
        (b"bin_index,value\n0,1\n1,\xd9\xa1\n", [("row_invalid", Place(3, 3))]),
        (b'bin_index,value\n0,1\n1,"5"\n', [("row_invalid", Place(3, 3))]),
        (b"bin_index,classId,value\n0,DEFAULT,1\n1,gold,2\n", [("classes_unsupported", Place(3, 3))]),
        (b"bin_index,classId,value\n0,DEFAULT,1\n1,5\n", [("row_invalid", Place(3, 3))]),
        (b"bin_index,value\n0,1\n", [("length_mismatch", Place(2, 1))]),
        (
            b"bin_index,value\nx,1\n1,y\n1,2\n",
            [
                ("row_invalid", Place(2, 1)),
                ("row_invalid", Place(3, 3)),
                ("row_index_duplicate", Place(4, 1)),
                ("length_mismatch", Place(4, 1)),
            ],
        ),
    ],
)
def test_each_error_has_its_code_and_place(content, errors):
    """Everything wrong with a file is reported with file, line and column (telemetry §3.2, §11)."""
    assert errors_of(content) == errors


def test_a_wrong_length_names_both_counts():
    """A file that holds another number of rows tells both counts (telemetry §3.2)."""
    (error,) = read_capture_file(b"bin_index,value\n0,1\n", "a.csv", 10**15).errors
    assert error.message == "Rows in the file: 1; bins of the capture: 1000000000000000."


def test_a_long_file_in_another_layout_is_read_too():
    """Rows in any order are accepted in files of many bins (telemetry §3.2)."""
    rows = [f"{t},{t}.5" for t in reversed(range(5000))]
    text = "\n".join(["t,value", *rows]).encode()
    assert values_of(text, 5000) == [t + 0.5 for t in range(5000)]
