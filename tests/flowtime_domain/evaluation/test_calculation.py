from datetime import UTC, datetime

import numpy as np

from examples.models import model_of
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.calculation import Calculation, time_axis
from flowtime_domain.expressions.syntax import Call, Number, Operation, Reference
from flowtime_domain.kernels.time_axis import TimeAxis
from flowtime_domain.model.grid import Grid

PLAN = compile_model(
    model_of("grid: {bins: 2, binSize: 1, binUnit: hours}\nnodes: [{id: x, values: 1, initial: 7}]")
)


def calculation() -> Calculation:
    return Calculation.of(PLAN, np.full((1, 2), np.nan), seed=None)


def test_shift_of_a_reference_sees_the_initial_value():
    """Before bin 0 a plain reference has its initial value, anything else 0 (engine §2.6)."""
    x = Reference("x", 0)
    doubled = Operation("*", x, Number(2.0, 0), 0)
    assert calculation().setting(Call("SHIFT", (x,), (1.0,), 0)).initial == 7
    assert calculation().setting(Call("SHIFT", (doubled,), (1.0,), 0)).initial == 0
    assert calculation().setting(Call("BIN", (), (), 0)).initial == 0


def test_rows_are_stored_without_negative_zero():
    """A row is stored as value + 0.0, one number fills all bins (engine §1.5)."""
    filled = calculation()
    filled.store(0, np.array([-0.0, -1.0]))
    assert [str(value) for value in filled.row(0)] == ["0.0", "-1.0"]
    filled.store(0, -0.0)
    assert [str(value) for value in filled.row(0)] == ["0.0", "0.0"]


def test_the_axis_counts_from_1970():
    """Times of bins are whole microseconds after 1970, negative before (ruling 4)."""
    start = datetime(1970, 1, 2, 0, 0, 0, 250_000, tzinfo=UTC)
    assert time_axis(Grid(3, 5, "minutes", start)) == TimeAxis(3, 300_000_000, 86_400_250_000)
    assert time_axis(Grid(3, 5, "minutes", datetime(1969, 12, 31, tzinfo=UTC))).start_microseconds < 0


def test_an_axis_without_a_start_begins_at_zero():
    """A grid without a start has bins but no times (model §4.3)."""
    assert time_axis(Grid(3, 5, "minutes")) == TimeAxis(3, 300_000_000, 0)
