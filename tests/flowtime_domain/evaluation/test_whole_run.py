import numpy as np
import pytest
import yaml

from examples.models import example_model, model_of
from examples.worked_examples import example_text
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.calculation import Calculation
from flowtime_domain.evaluation.whole_run import fill_at_once
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


def test_shares_of_a_constraint_are_filled_together():
    """A component of allocations gives all of them at once (engine E18)."""
    plan = compile_model(example_model("E18"))
    calculation = Calculation.of(plan, np.full((len(plan.steps), 3), np.nan), None)
    for component in plan.components:
        fill_at_once(component, calculation)
    assert calculation.row(plan.row_of["r_alloc_c"]).tolist() == [40, 40, 40]
    assert calculation.row(plan.row_of["r_queue"]).tolist() == [20, 40, 60]


@pytest.mark.parametrize(("schedule", "depths"), [(True, [8, 17, 22, 31]), (False, [8, 13, 18, 23])])
def test_a_series_node_is_a_queue_without_a_place(schedule, depths):
    """A series node serviceWithBuffer is the recurrence of a depth, with its schedule (engine E13)."""
    document = yaml.safe_load(example_text("E13"))
    if not schedule:
        del document["nodes"][3]["dispatchSchedule"]
    plan = compile_model(FlowModel.from_mapping({key: document[key] for key in ("grid", "nodes")}))
    calculation = Calculation.of(plan, np.full((4, 4), np.nan), None)
    for component in plan.components:
        fill_at_once(component, calculation)
    assert calculation.row(plan.row_of["q"]).tolist() == depths
