import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.feedback_models import FORMULAS, feedback_models
from examples.models import place_model
from examples.plans import filled_matrix
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.calculation import Calculation
from flowtime_domain.evaluation.formulas_at_once import formula_values
from flowtime_domain.evaluation.formulas_in_bins import formula_in_bin
from flowtime_domain.evaluation.row_lists import RowLists
from flowtime_domain.expressions.parser import parse_expression


@given(model=feedback_models, formula=st.sampled_from(FORMULAS))
def test_one_bin_after_the_other_gives_the_bits_of_all_at_once(model, formula):
    """A formula asked for bin after bin gives the bits of whole-array operations (engine §2.5)."""
    plan = compile_model(model)
    calculation = Calculation.of(plan, filled_matrix(plan), None)
    expression = parse_expression(formula.format(now="e3", before="e1"))
    value_in = formula_in_bin(expression, RowLists(calculation, frozenset()))
    bins = range(calculation.axis.bins)
    assert [value_in(t) for t in bins] == formula_values(expression, calculation).tolist()


@pytest.mark.parametrize(("read", "values"), [(False, [float("inf"), 10.0]), (True, [0.0, 10.0])])
def test_a_formula_reads_as_it_is_told(read, values):
    """What queues read has nothing in its gaps, a product of that included (engine §1.4)."""
    plan = compile_model(place_model(2, {"a": [1, 2]}))
    matrix = filled_matrix(plan)
    matrix[0, 0] = float("inf")
    lists = RowLists(Calculation.of(plan, matrix, None), frozenset())
    value_in = formula_in_bin(parse_expression("a * 5"), lists, lists.without_gaps if read else None)
    assert [value_in(t) for t in range(2)] == values
