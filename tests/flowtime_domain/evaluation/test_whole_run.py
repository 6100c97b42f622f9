import numpy as np
import pytest
import yaml

from examples.models import example_model, model_of
from examples.worked_examples import example_text
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.calculation import Calculation
from flowtime_domain.evaluation.whole_run import fill_at_once, formula_values
from flowtime_domain.model.flow_model import FlowModel


def calculated(text: str) -> Calculation:
    """A calculation whose rows are all there."""
    plan = compile_model(model_of(text))
    calculation = Calculation.of(plan, np.full((len(plan.steps), plan.model.grid.bins), np.nan), seed=42)
    for component in plan.components:
        fill_at_once(component, calculation)
    return calculation


def test_a_list_repeats_until_the_bins_are_full():
    """A repeating const gives values[t mod length], also cut off in the middle (engine §4.1)."""
    calculation = calculated("""
grid: {bins: 5, binSize: 1, binUnit: hours}
nodes: [{id: a, values: [1, 2], repeat: true}, {id: b, values: [1, 2, 3, 4, 5, 6, 7], repeat: true}]
""")
    assert calculation.matrix.tolist() == [[1, 2, 1, 2, 1], [1, 2, 3, 4, 5]]


def test_a_queue_and_what_it_serves_are_filled_together():
    """A component of a queue gives its served and its depth in one walk (engine E11)."""
    plan = compile_model(example_model("E11"))
    calculation = Calculation.of(plan, np.full((4, 6), np.nan), None)
    for component in plan.components:
        fill_at_once(component, calculation)
    assert calculation.row(plan.row_of["web_tier_queue"]).tolist() == [0, 6, 10, 6, 0, 0]


def test_draws_start_from_the_seed_of_the_calculation():
    """A sampling node draws by the calculation's seed and its own id (engine E9)."""
    pmf = "{values: [1, 2, 3], probabilities: [0.2, 0.5, 0.3]}"
    calculation = calculated(f"""
grid: {{bins: 8, binSize: 1, binUnit: hours}}
rng: {{seed: 1}}
nodes: [{{id: dice, kind: pmf, mode: sample, pmf: {pmf}}}]
""")
    assert calculation.matrix.tolist() == [[2, 2, 2, 1, 2, 2, 3, 2]]


@pytest.mark.parametrize(("formula", "value"), [("2 * -3", -6.0), ("MAX(1, 2)", 2.0)])
def test_a_formula_without_series_is_one_number(formula, value):
    """A formula of numbers alone stays one number until it is stored (engine §3.1)."""
    calculation = calculated(f"""
grid: {{bins: 2, binSize: 1, binUnit: hours}}
nodes: [{{id: a, kind: expr, expr: "{formula}"}}]
""")
    assert calculation.matrix.tolist() == [[value, value]]
    assert formula_values(calculation.plan.model.expressions["a"], calculation) == value


def test_a_series_node_is_a_queue_without_a_place():
    """A series node serviceWithBuffer is the recurrence of a depth (engine E13, without schedule)."""
    document = yaml.safe_load(example_text("E13"))
    del document["nodes"][3]["dispatchSchedule"]
    plan = compile_model(FlowModel.from_mapping({key: document[key] for key in ("grid", "nodes")}))
    calculation = Calculation.of(plan, np.full((4, 4), np.nan), None)
    for component in plan.components:
        fill_at_once(component, calculation)
    assert calculation.row(plan.row_of["q"]).tolist() == [8, 13, 18, 23]
