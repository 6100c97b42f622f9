"""What cells of values say."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.telemetry.cell_values import cell_values


def kinds(cells):
    found = cell_values(cells)
    return [
        "fault" if found.is_fault[row] else "blank" if found.is_blank[row] else found.values[row]
        for row in range(len(cells))
    ]


@pytest.mark.parametrize("text", ["4", "-4.5", "+.5", "5.", "1e3", "1E-3", " 7 ", "0", "00012"])
def test_decimal_numbers(text):
    """A decimal number is a value, with or without surrounding blanks (telemetry §6.5)."""
    assert kinds([text]) == kinds([text, ""])[:1] == [float(text)]


@pytest.mark.parametrize("text", ["NaN", "nan", "inf", "-INF", "Infinity", "+infinity"])
def test_spellings_of_what_is_not_finite(text):
    """NaN and infinity are values when they are spelt out (telemetry §5.2, §6.5)."""
    (found,) = kinds([text])
    assert found == float(text) or (math.isnan(found) and math.isnan(float(text)))


@pytest.mark.parametrize("text", ["", " ", "\t"])
def test_blanks(text):
    """A blank cell says nothing (telemetry §6.5)."""
    assert kinds([text, "1"]) == ["blank", 1.0]


@pytest.mark.parametrize(
    "text",
    [
        "1,000",
        "1_000",
        "0x10",
        "four",
        "NA",
        "null",
        "1 2",
        "--1",
        "1e",
        "e5",
        "-",
        ".",
        "٣",
        "1e999",
        "True",
    ],
)
def test_anything_else(text):
    """What is no decimal number of binary64, no blank and no spelling of NaN is a fault (telemetry §6.5)."""
    assert kinds([text]) == kinds([text, "1"])[:1] == ["fault"]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_columns_are_read_like_cells(numbers):
    """A column of numbers is read as a whole as it is cell by cell (telemetry §6.5)."""
    cells = [repr(number) for number in numbers]
    assert np.array_equal(cell_values(cells).values, numbers)
    assert np.array_equal(cell_values([*cells, ""]).values[:-1], numbers)
