"""Many scenarios at once are the same as one model after the other."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.random_scenarios import random_scenario
from flowtime_domain.errors import EvaluationError, ModelInvalidError
from flowtime_domain.evaluation.evaluator import evaluate
from flowtime_domain.evaluation.scenarios.many_evaluations import evaluate_many
from flowtime_domain.model.flow_model import FlowModel
from oracle.random_models import random_model
from properties.paths import outcome

SCENARIOS = 5


def scenarios_and_models(document, random):
    """Scenarios of a model, and the models that they stand for; those that cannot be written are left out."""
    rows = outcome(document).rows
    pairs = [random_scenario(random, document, rows) for _ in range(SCENARIOS)]
    for scenario, written in pairs:
        try:
            yield scenario, FlowModel.from_mapping(written)
        except ModelInvalidError:
            continue


def bits_of_model(model, outputs):
    """The bits of some series, or the words of the failure."""
    try:
        series = evaluate(model).series
    except EvaluationError as error:
        return str(error)
    return {name: series[name].tobytes() for name in outputs}


def bits_of_result(result):
    """The bits of all series of a scenario, or the words of its failure."""
    if result.failure is not None:
        return str(result.failure)
    return {name: values.tobytes() for name, values in result.series.items()}


@pytest.mark.parametrize("workers", [1, 2])
@settings(max_examples=40)
@given(seed=st.integers(0, 2**32))
def test_many_scenarios_give_the_bits_of_written_models(workers, seed):
    """Changes of every kind give the bits, or the failure, of models written so (engine §1.6)."""
    random, document = Random(seed), random_model(seed)
    model = FlowModel.from_mapping(document)
    pairs = list(scenarios_and_models(document, random))
    outputs = [series.name for series in model.series][:: random.choice((1, 2, 5))]
    results = evaluate_many(model, [scenario for scenario, _ in pairs], outputs, workers=workers)
    found = [bits_of_result(result) for result in results]
    assert found == [bits_of_model(written, outputs) for _, written in pairs]
