import numpy as np
import pytest

from examples.models import place_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.errors import RequestInvalidError
from flowtime_domain.evaluation.scenarios.chosen_series import ChosenSeries

PLAN = compile_model(place_model(2, {"visits": 1, "doctors": 2}))


def test_chosen_rows_are_copies_in_the_order_of_the_choice():
    """What is kept of a matrix stays when the matrix is used again, and cannot be written (design §6)."""
    matrix = np.array([[1.0, 2.0], [3.0, 4.0]])
    kept = ChosenSeries.of(PLAN, ["doctors", "visits"]).copied(matrix)
    matrix[:] = 0
    assert {name: values.tolist() for name, values in kept.items()} == {"doctors": [3, 4], "visits": [1, 2]}
    assert list(kept) == ["doctors", "visits"]
    assert not any(values.flags.writeable for values in kept.values())


def test_unknown_series_are_refused_together():
    """Names of series that are not published are all refused, with the nearest one (model §2.7)."""
    with pytest.raises(RequestInvalidError) as raised:
        ChosenSeries.of(PLAN, ["visit", "visits", "nurses"])
    assert [(error.code, error.pointer, error.message) for error in raised.value.errors] == [
        ("unknown_output", "/outputs/0", "There is no series 'visit'; did you mean 'visits'?"),
        ("unknown_output", "/outputs/2", "There is no series 'nurses'."),
    ]
