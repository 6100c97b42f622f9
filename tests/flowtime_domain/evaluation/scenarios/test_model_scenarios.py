from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.feedback_models import feedback_mappings
from examples.models import place_model
from examples.random_scenarios import random_scenario
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.steps import Constant
from flowtime_domain.errors import (
    EvaluationError,
    ModelInvalidError,
    NonFiniteSeriesError,
    WipLimitInvalidError,
)
from flowtime_domain.evaluation.evaluator import evaluate, fill_matrix, new_matrix
from flowtime_domain.evaluation.scenarios.changes import fixed, scale
from flowtime_domain.evaluation.scenarios.model_scenarios import ModelScenarios
from flowtime_domain.model.flow_model import FlowModel
from oracle.random_models import random_formulas, random_model

DESK = {"id": "Desk", "kind": "queue", "semantics": {"arrivals": "visits", "capacity": "capacity"}}


def prepared(plan, *outputs, path=None):
    scenarios = ModelScenarios(plan, outputs or tuple(plan.row_of), None, path)
    scenarios.prepare(None)
    return scenarios


def outcome(series_of, of):
    """The bits of all series, or what failed where."""
    try:
        return {name: values.tobytes() for name, values in series_of(of).items()}
    except EvaluationError as error:
        return (error.code, str(error))


def series_of_model(model):
    return evaluate(model).series


def compare_with_written_models(mapping, seed):
    """Several scenarios, one after the other, beside models that are written with their numbers."""
    random = Random(seed)
    plan = compile_model(FlowModel.from_mapping(mapping))
    base = new_matrix(plan)
    fill_matrix(plan, base, plan.model.seed)
    rows = {name: base[row] for name, row in plan.row_of.items()}
    ways = [prepared(plan, path=path) for path in ("numpy", "compiled")]
    for _ in range(4):
        scenario, written = random_scenario(random, mapping, rows)
        try:
            model = FlowModel.from_mapping(written)
        except ModelInvalidError:
            # A source that is to be more than all numbers: no model can be written with that.
            for scenarios in ways:
                with pytest.raises(EvaluationError):
                    scenarios.series(scenario)
            continue
        expected = outcome(series_of_model, model)
        for scenarios in ways:
            assert list(scenarios.errors(scenario)) == []
            assert outcome(scenarios.series, scenario) == expected


@settings(max_examples=50)
@given(st.integers(0, 10**9))
def test_random_models_give_the_bits_of_written_ones(seed):
    """Changes give the bits, or the failure, of a model that is written with them (engine §1.6)."""
    compare_with_written_models(random_model(seed), seed)


@settings(max_examples=50)
@given(st.integers(0, 10**9))
def test_failing_formulas_give_the_failures_of_written_ones(seed):
    """A scenario fails as the written model does, with the series and the bin (engine §13.1)."""
    compare_with_written_models(random_formulas(seed), seed)


@settings(max_examples=50)
@given(feedback_mappings(), st.integers(0, 10**9))
def test_feedback_gives_the_bits_of_written_models(mapping, seed):
    """Changes that run through loops give the same bits as a written model (engine §2.5)."""
    compare_with_written_models(mapping, seed)


class CountedValues(tuple):
    """Values of a source that count how often an evaluation asks for them."""

    asked = 0

    def __len__(self):
        self.asked += 1
        return super().__len__()


def test_only_what_is_reached_is_computed_again():
    """What no change reaches is computed once for all scenarios (design §1)."""
    plan = compile_model(place_model(2, {"visits": 5, "capacity": 3}, DESK))
    values = CountedValues((6.0, 7.0))
    plan = replace(plan, steps=(Constant(values), *plan.steps[1:]))
    scenarios = prepared(plan, "desk_queue", path="numpy")
    asked = values.asked
    assert [scenarios.series({"capacity": 3 + n})["desk_queue"].tolist() for n in range(3)] == [
        [3, 7],
        [2, 5],
        [1, 3],
    ]
    assert values.asked == asked > 0


def test_a_scenario_leaves_nothing_behind():
    """What one scenario changes, or how it fails, does not reach the next (engine §1.6)."""
    plan = compile_model(place_model(2, {"visits": [5, 6], "capacity": 3}, DESK))
    scenarios = prepared(plan, "desk_queue")
    before = scenarios.series({})["desk_queue"].tolist()
    scenarios.series({"visits": 100, "Desk.initialCondition": 9})
    with pytest.raises(NonFiniteSeriesError) as raised:
        scenarios.series({"visits": scale(1e308)})
    assert (raised.value.series, raised.value.bin_index) == ("visits", 0)
    assert scenarios.series({})["desk_queue"].tolist() == before == [2, 5]


@pytest.mark.parametrize("path", ["numpy", "compiled"])
def test_a_limit_below_zero_fails_its_scenario_only(path):
    """A series of limits that a scenario makes negative is that scenario's failure (engine §7.1, §13.2)."""
    limited = {**DESK, "wipLimitSeries": "most"}
    plan = compile_model(place_model(2, {"visits": 5, "capacity": 3, "most": 1}, limited))
    scenarios = prepared(plan, "desk_queue", path=path)
    with pytest.raises(WipLimitInvalidError, match="most"):
        scenarios.series({"most": fixed(-1, bins=(1, 2))})
    assert scenarios.series({"most": 1.5})["desk_queue"].tolist() == [1.5, 1.5]
    assert scenarios.series({"visits": 4})["desk_queue"].tolist() == [1, 1]


def test_targets_may_differ_from_scenario_to_scenario():
    """What the last scenario changed and this one does not is again as in the model (engine §1.6)."""
    plan = compile_model(place_model(2, {"visits": [5, 6], "capacity": 3, "apart": 1}, DESK))
    scenarios = prepared(plan, "visits", "apart", "desk_queue")
    kept = [
        scenarios.series(scenario)
        for scenario in (
            {"apart": 2},
            {"visits": 3},
            {"apart": 3, "capacity": 1},
            {},
            {"visits": 4, "apart": 4},
        )
    ]
    assert [[series[name].tolist() for name in series] for series in kept] == [
        [[5, 6], [2, 2], [2, 5]],
        [[3, 3], [1, 1], [0, 0]],
        [[5, 6], [3, 3], [4, 9]],
        [[5, 6], [1, 1], [2, 5]],
        [[4, 4], [4, 4], [1, 2]],
    ]


def test_more_sets_of_targets_than_are_remembered():
    """However many different sets of targets come, each is computed by itself (engine §1.6)."""
    plan = compile_model(place_model(1, {f"x{index}": index for index in range(100)}))
    scenarios = prepared(plan)
    for index in [*range(100), 0]:
        assert scenarios.series({f"x{index}": -1})[f"x{index}"].tolist() == [-1]


@pytest.mark.parametrize("scenarios", [0, None])
def test_few_scenarios_of_a_small_model_need_no_machine_code(scenarios):
    """Whichever way is taken, the numbers are the same (engine §1.2)."""
    plan = compile_model(place_model(2, {"visits": 5, "capacity": 3}, DESK))
    evaluated = ModelScenarios(plan, ["desk_queue"], None)
    evaluated.prepare(scenarios)
    assert evaluated.series({"visits": 4})["desk_queue"].tolist() == [1, 2]


def test_small_scenarios_come_in_larger_tasks():
    """A thread takes several small scenarios at once, and of large ones each by itself (design §1)."""
    models = [place_model(bins, dict.fromkeys("abcdef", 1)) for bins in (2, 100_000)]
    models.append(place_model(100_000, {f"x{index}": 1 for index in range(25)}))
    each = [ModelScenarios(compile_model(model), [], None).scenarios_per_task for model in models]
    assert each == [16, 3, 1]


@pytest.mark.parametrize("path", ["numpy", "compiled"])
def test_a_scenario_may_mend_a_model(path):
    """A model whose own numbers are not finite can be asked for scenarios that are (engine §13.1)."""
    mapping = {
        "grid": {"bins": 2, "binSize": 1, "binUnit": "hours"},
        "nodes": [{"id": "x", "values": [1, 0]}, {"id": "y", "kind": "expr", "expr": "LN(x)"}],
    }
    scenarios = prepared(compile_model(FlowModel.from_mapping(mapping)), path=path)
    with pytest.raises(NonFiniteSeriesError):
        scenarios.series({})
    assert scenarios.series({"x": fixed(1, bins=(1, 2))})["y"].tolist() == [0, 0]


def test_kept_series_are_read_only_copies():
    """What is kept of a scenario stays as it is (design §6)."""
    scenarios = prepared(compile_model(place_model(2, {"visits": 5, "capacity": 3}, DESK)), "visits")
    kept = scenarios.series({"visits": 7})["visits"]
    scenarios.series({"visits": 8})
    assert kept.tolist() == [7, 7]
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 1


def test_draws_are_the_same_in_all_scenarios():
    """Random draws start at one seed, so that scenarios differ by their changes only (engine §4.4)."""
    luck = {
        "id": "luck",
        "kind": "pmf",
        "mode": "sample",
        "pmf": {"values": [1, 2], "probabilities": [0.5, 0.5]},
    }
    mapping = {
        "grid": {"bins": 9, "binSize": 1, "binUnit": "hours"},
        "rng": {"kind": "pcg32", "seed": 1},
        "nodes": [luck, {"id": "x", "values": 1}],
    }
    plan = compile_model(FlowModel.from_mapping(mapping))
    scenarios = ModelScenarios(plan, ["luck"], 42)
    scenarios.prepare(None)
    drawn = evaluate(plan.model, 42).series["luck"]
    np.testing.assert_array_equal(scenarios.series({"x": 2})["luck"], drawn)
    np.testing.assert_array_equal(scenarios.series({"luck": scale(2)})["luck"], drawn * 2)


def test_errors_name_their_targets():
    """What is wrong with the changes of a scenario is found together, at the targets (model §2.7)."""
    scenarios = prepared(compile_model(place_model(2, {"visits": 5, "capacity": 3}, DESK)), "visits")
    found = scenarios.errors({"visit": 3, "visits": [1, 2, 3], "Desk.parallelism": 0.5, 1: 2})
    assert [(error.code, error.pointer, error.message) for error in found] == [
        ("unknown_target", "/visit", "'visit': there is no such target; did you mean 'visits'?"),
        ("values_length", "/visits", "'visits': 3 values where there must be 2, one for each bin."),
        (
            "out_of_range",
            "/Desk.parallelism",
            "'Desk.parallelism': it would be 0.5; it must be a finite number of at least 1.",
        ),
        ("unknown_target", "/1", "'1': there is no such target."),
    ]
