import math

import numpy as np
import pytest

from examples.models import model_of
from examples.plans import filled_matrix
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.calculation import Calculation
from flowtime_domain.evaluation.formulas_at_once import formula_values
from flowtime_domain.expressions.parser import parse_expression


def calculation() -> Calculation:
    """Two series that are there."""
    plan = compile_model(
        model_of("""
grid: {bins: 2, binSize: 1, binUnit: hours}
nodes: [{id: a, values: [1, 2]}, {id: b, values: [3, 5], initial: 7}]
""")
    )
    return Calculation.of(plan, filled_matrix(plan), None)


@pytest.mark.parametrize(("formula", "value"), [("2 * -3", -6.0), ("MAX(1, 2)", 2.0)])
def test_a_formula_without_series_is_one_number(formula, value):
    """A formula of numbers alone stays one number until it is stored (engine §3.1)."""
    assert formula_values(parse_expression(formula), calculation()) == value


def test_a_formula_reads_rows():
    """A formula is computed over all bins from the rows that it names (engine §3)."""
    values = formula_values(parse_expression("a * 2 + SHIFT(b, 1)"), calculation())
    assert np.asarray(values).tolist() == [9, 7]


def test_a_formula_reads_as_it_is_told():
    """What queues read has nothing in its gaps, a product of that included (engine §1.4)."""
    known = calculation()
    known.matrix[0, 1] = math.inf
    product = parse_expression("a * b")
    assert np.asarray(formula_values(product, known)).tolist() == [3, math.inf]
    assert np.asarray(formula_values(product, known, known.without_gaps)).tolist() == [3, 0]
