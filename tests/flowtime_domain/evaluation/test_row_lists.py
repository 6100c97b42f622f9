import math

import numpy as np

from examples.models import place_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.calculation import Calculation
from flowtime_domain.evaluation.row_lists import RowLists


def row_lists(*filling: int) -> RowLists:
    """Three rows of three bins: one that is there, with a gap, and two that hold nothing yet."""
    plan = compile_model(place_model(3, {"a": 1, "b": 1, "c": 1}))
    matrix = np.full((3, 3), math.nan)
    matrix[0] = [1, math.inf, 3]
    return RowLists(Calculation.of(plan, matrix, None), frozenset(filling))


def test_known_rows_are_read_with_or_without_gaps():
    """A row that is there is read as it is, or as queues read it (engine §1.4)."""
    lists = row_lists()
    assert lists.of(0) == [1, math.inf, 3]
    assert lists.without_gaps(0) == [1, 0, 3]
    assert lists.of(0) is lists.of(0)


def test_rows_are_filled_bin_by_bin_and_stored():
    """All rows are filled for one bin before the next, without -0.0, and stored (engine §1.5, §2.5)."""
    lists = row_lists(1, 2)
    first, second = lists.of(1), lists.without_gaps(2)
    lists.fill(
        [
            (1, lambda t: second[t - 1] - 1 if t else -0.0),
            (2, lambda t: math.inf if t == 1 else first[t] + 10),
        ]
    )
    assert lists.calculation.matrix[1:].tolist() == [[0, 9, -1], [10, math.inf, 9]]
    assert not np.signbit(lists.calculation.matrix[1, 0])
    assert second == [10, 0, 9]


def test_nothing_is_known_of_bins_that_are_not_filled():
    """A row that is being filled holds nothing of the bins to come (engine §2.5)."""
    lists = row_lists(1)
    assert all(map(math.isnan, [*lists.of(1), *lists.without_gaps(1)]))
    assert lists.constant(2.5) == [2.5] * 3
