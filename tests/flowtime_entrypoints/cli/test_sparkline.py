"""Series as one line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_entrypoints.cli.sparkline import ASCII, BLOCKS, sparkline


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([0.0, 7.0], "▁█"),
        ([0.0, 0.0], "▁▁"),
        ([5.0, 5.0], "██"),
        ([-5.0, -5.0], "▁▁"),
        ([-7.0, 0.0], "▁█"),
        ([0.0, 0.001, 7.0], "▁▂█"),
        ([np.nan, 7.0], " █"),
        ([np.nan], " "),
        ([1e308, -1e308], "█▁"),
    ],
)
def test_heights(values: list[float], line: str) -> None:
    """Zero is lowest, the largest value highest, and anything above zero shows (operations §4.5)."""
    assert sparkline(np.array(values), 60, BLOCKS) == line


def test_each_character_is_the_maximum_of_its_bins() -> None:
    """A peak of one bin in a long series is seen (operations §4.5)."""
    values = np.zeros(1_000)
    values[777] = 5
    line = sparkline(values, 60, ASCII)
    assert len(line) == 60
    assert line.count("#") == 1
    assert line.index("#") == 777 * 60 // 1_000


@given(st.lists(st.floats(allow_infinity=False), min_size=1, max_size=200), st.integers(1, 70))
def test_any_series_fits(values: list[float], width: int) -> None:
    """Whatever the values, there is one known character for each bin up to the width (operations §4.5)."""
    line = sparkline(np.array(values), width, BLOCKS)
    assert len(line) == min(width, len(values))
    assert set(line) <= {*BLOCKS, " "}
