import numpy as np
from hypothesis import given

from examples.feedback_models import feedback_models
from examples.models import model_of
from examples.plans import filled_matrix, in_one_loop
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.bin_by_bin import fill_bin_by_bin
from flowtime_domain.evaluation.calculation import Calculation
from flowtime_domain.evaluation.evaluator import evaluate

LOOP = """
grid: {bins: 5, binSize: 1, binUnit: hours}
nodes:
  - {id: demand, values: [8, 8, 0, 0, 0]}
  - {id: stock, kind: expr, expr: "SHIFT(stock, 1) + SHIFT(ordered, 2) - demand", initial: 20}
  - {id: ordered, kind: expr, expr: "MAX(0, 20 - stock) * 0.5"}
"""


def test_orders_arrive_two_bins_later():
    """A loop through two lags is computed bin by bin from its initial values (engine §2.5, §2.6)."""
    series = evaluate(model_of(LOOP)).series
    assert series["stock"].tolist() == [12, 4, 8, 16, 22]
    assert series["ordered"].tolist() == [4, 8, 6, 2, 0]


@given(feedback_models)
def test_one_loop_gives_the_bits_of_single_series(model):
    """Any split into loops and whole-array operations gives equal bits (engine §2.5)."""
    plan = compile_model(model)
    assert filled_matrix(in_one_loop(plan)).tobytes() == filled_matrix(plan).tobytes()


@given(feedback_models)
def test_nothing_is_read_before_it_is_there(model):
    """No value is read before it is computed, whatever looks back at what (engine §2.5)."""
    assert not np.isnan(filled_matrix(compile_model(model))).any()


def test_negative_zero_is_not_fed_back():
    """A member of a loop reads 0.0 where another one computed -0.0 (engine §1.5)."""
    plan = compile_model(
        model_of("""
grid: {bins: 2, binSize: 1, binUnit: hours}
nodes: [{id: a, kind: expr, expr: "-0 * (1 + SHIFT(a, 1))", initial: 0}]
""")
    )
    matrix = np.full((1, 2), np.nan)
    fill_bin_by_bin(plan.components[0], Calculation.of(plan, matrix, None))
    assert not np.signbit(matrix).any()
