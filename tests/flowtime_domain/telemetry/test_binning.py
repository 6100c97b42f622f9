"""From rows to one value per series and bin."""

import numpy as np
import pytest

from flowtime_domain.telemetry.aggregates import aggregate_of
from flowtime_domain.telemetry.binning import Binning, Observations, window_of

LENGTH = 10


def binning_of(*texts, first=None):
    """Series with some aggregates, and bins of 10 microseconds from multiples of 10."""
    aggregates = [aggregate_of(text) for text in texts]
    window = window_of(aggregates, 1000, 10_000, is_fixed=first is not None)
    binning = Binning(lambda earliest: earliest - earliest % LENGTH, LENGTH, window, first)
    for aggregate in aggregates:
        binning.add_series(aggregate)
    return binning


def add(binning, *rows, line=2):
    """Rows of series, time and value."""
    series, times, values = zip(*rows, strict=True)
    binning.add(
        Observations(
            np.array(series),
            np.array(times),
            np.array(values, dtype=float),
            np.arange(line, line + len(rows)),
        )
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("sum", 12), ("mean", 4), ("min", 2), ("max", 7), ("first", 7), ("last", 3), ("count", 3)),
        *(("quantile:0", 2), ("quantile:0.5", 3), ("quantile:0.75", 5), ("quantile:1", 7)),
    ],
)
def test_aggregates(text, value):
    """Each aggregate makes one value of the rows of a bin (telemetry §6.8)."""
    binning = binning_of(text)
    add(binning, (0, 101, 7), (0, 109, 3), (0, 105, 2))
    assert binning.observed(0, 0, 1).values.tolist() == [value]


@pytest.mark.parametrize(("text", "value", "is_observed"), [("sum", np.nan, False), ("count", 0, True)])
def test_an_empty_bin(text, value, is_observed):
    """An empty bin is a gap, but under `count` it holds 0 (telemetry §6.8)."""
    binning = binning_of(text)
    add(binning, (0, 100, 1), (0, 120, 1))
    observed = binning.observed(0, 0, 3)
    assert np.array_equal(observed.values, [1, value, 1], equal_nan=True)
    assert observed.is_observed.tolist() == [True, is_observed, True]


def test_series_have_their_own_aggregates():
    """Rows of many series come together, each treated in its own way (telemetry §6.8)."""
    binning = binning_of("sum", "max", "quantile:0.5", "last")
    add(binning, (0, 100, 1), (1, 100, 5), (0, 101, 2), (2, 100, 4), (2, 110, 9), (1, 102, 3))
    add(binning, (2, 105, 6), (0, 102, 4))
    assert [binning.observed(index, 0, 2).values.tolist() for index in range(3)] == [
        [7, pytest.approx(np.nan, nan_ok=True)],
        [5, pytest.approx(np.nan, nan_ok=True)],
        [5, 9],
    ]
    assert not binning.observed(3, 0, 2).is_observed.any()


def test_a_quantile_of_infinities():
    """Between equal infinities a quantile is that infinity, and NaN wins over all (telemetry §5.2)."""
    binning = binning_of("quantile:0.5")
    add(binning, (0, 100, np.inf), (0, 101, np.inf), (0, 102, np.inf), (0, 110, 1), (0, 111, np.nan))
    assert np.array_equal(binning.observed(0, 0, 2).values, [np.inf, np.nan], equal_nan=True)


def test_order_is_told_per_series():
    """A row is compared with the row of its own series before it, of earlier chunks too (telemetry §6.9)."""
    binning = binning_of("sum", "sum")
    add(binning, (0, 100, 1), (1, 90, 1), (0, 100, 1), (1, 95, 1))
    add(binning, (1, 95, 1), (0, 99, 1), line=6)
    first, second = binning.tallies
    assert (first.present, first.duplicates, first.first_duplicate) == (3, 1, 4)
    assert (first.out_of_order, first.first_out_of_order) == (1, 7)
    assert (second.duplicates, second.first_duplicate, second.out_of_order) == (1, 6, 0)
    assert binning.anchor == 90
    assert binning.marked("duplicates", 0, 0, 2).tolist() == [1]
    assert binning.marked("out_of_order", 0, 0, 2).tolist() == [0]


def test_rows_outside_are_only_counted():
    """Rows outside the bins change no value (telemetry §6.7)."""
    binning = binning_of("sum", first=100)
    add(binning, (0, 95, 8), (0, 100, 1), (0, 100, 2))
    assert (binning.earliest, binning.latest) == (95, 100)
    assert (binning.tallies[0].present, binning.rows_inside(0, 0, 5)) == (3, 2)
    assert binning.observed(0, 0, 1).values.tolist() == [3]


def test_rows_without_a_value_are_counted():
    """Rows without a value are told with the first line (telemetry §6.5)."""
    binning = binning_of("sum")
    for lines in ([], [7, 8], [9]):
        binning.note_missing(0, np.array(lines, dtype=np.int64))
    assert (binning.tallies[0].missing, binning.tallies[0].first_missing) == (3, 7)


def test_nothing_comes():
    """Without rows there is neither a first nor a last one (telemetry §6.7)."""
    binning = binning_of("quantile:0.5")
    binning.add(Observations(*[np.zeros(0, dtype=np.int64)] * 4))
    assert (binning.earliest, binning.anchor) == (None, None)
    assert not binning.observed(0, 0, 2).is_observed.any()


def test_sums_may_overflow():
    """A sum beyond binary64 is infinite, without a warning of Python's (telemetry §6.8)."""
    binning = binning_of("sum")
    add(binning, (0, 100, 1.7e308), (0, 100, 1.7e308))
    assert binning.observed(0, 0, 1).values.tolist() == [np.inf]
