import gc
import threading
from itertools import count

import numpy as np
import pytest

from examples.models import place_model
from examples.workbench import CLINIC_DAY
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.errors import ModelInvalidError, RequestInvalidError
from flowtime_domain.evaluation.scenarios.changes import offset, scale
from flowtime_domain.evaluation.scenarios.many_evaluations import evaluate_many
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.templates.template import read_template

DESK = {"id": "Desk", "kind": "queue", "semantics": {"arrivals": "visits", "capacity": "capacity"}}
MODEL = place_model(3, {"visits": [5, 6, 7], "capacity": 4}, DESK)


def clinic_day(text=CLINIC_DAY):
    document = YamlOrJsonDocumentReader(DocumentLimits()).read(text)
    return read_template(document, text.encode(), name="clinic-day", origin="packaged")


def own_threads():
    return [thread for thread in threading.enumerate() if thread.name.startswith("flowtime-scenarios")]


def found(results):
    return [
        (
            each.index,
            {name: values.tobytes() for name, values in each.series.items()},
            each.failure and str(each.failure),
        )
        for each in results
    ]


def test_each_scenario_gives_its_chosen_series():
    """Results come in the order of the scenarios, with the chosen series only (design §1)."""
    results = list(evaluate_many(MODEL, [{}, {"visits": 4}, {"Desk.initialCondition": 2}], ["desk_queue"]))
    assert [each.index for each in results] == [0, 1, 2]
    assert [each.series["desk_queue"].tolist() for each in results] == [[1, 3, 6], [0, 0, 0], [3, 5, 8]]
    assert [list(each.series) for each in results] == [["desk_queue"]] * 3
    (alone,) = evaluate_many(MODEL, [{}], "visits")
    assert list(alone.series) == ["visits"]


@pytest.mark.parametrize("workers", [2, 5])
def test_results_do_not_depend_on_the_number_of_workers(workers):
    """However many threads work, the bits and the failures are the same (engine §1.6)."""
    scenarios = [
        {"visits": scale(1e308 if number % 7 == 3 else number), "Desk.initialCondition": number}
        for number in range(60)
    ]
    outputs = ["desk_queue", "desk_served"]
    one = found(evaluate_many(MODEL, scenarios, outputs, workers=1))
    assert [failure is not None for _, _, failure in one] == [number % 7 == 3 for number in range(60)]
    assert found(evaluate_many(MODEL, scenarios, outputs, workers=workers)) == one
    assert found(evaluate_many(MODEL, iter(scenarios), outputs, workers=workers)) == one


def test_a_failure_does_not_end_the_results():
    """A scenario whose numbers are not finite has a failure, and the next goes on (engine §13.1)."""
    results = list(evaluate_many(MODEL, [{"visits": scale(1e308)}, {}], ["visits"]))
    assert results[0].failure.code == "non_finite_series"
    assert results[0].series == {}
    assert results[1].failure is None


def test_a_sequence_is_checked_before_anything_is_computed():
    """All that is wrong with a sequence of scenarios is reported together, by the call itself (design §7)."""
    with pytest.raises(RequestInvalidError) as raised:
        evaluate_many(MODEL, [{"visits": [1]}, {}, {"visit": 1, "capacity": np.nan}, 5], ["visits"])
    assert [(error.pointer, error.code) for error in raised.value.errors] == [
        ("/scenarios/0/visits", "values_length"),
        ("/scenarios/2/visit", "unknown_target"),
        ("/scenarios/2/capacity", "non_finite_number"),
        ("/scenarios/3", "invalid_type"),
    ]
    assert str(raised.value) == (
        "The call has 4 errors; first: 'visits': 1 values where there must be 3, one for each bin."
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_an_iterator_is_checked_as_it_comes(workers):
    """A wrong scenario of an iterator ends the results after those before it (design §7)."""
    results = evaluate_many(MODEL, iter([{}, {"visit": 1}, {}]), ["visits"], workers=workers)
    assert next(results).index == 0
    with pytest.raises(RequestInvalidError, match="did you mean 'visits'") as raised:
        next(results)
    assert raised.value.errors[0].pointer == "/scenarios/1/visit"
    assert own_threads() == []


def test_a_target_is_changed_once():
    """Two names of one target in a scenario are a mistake, since only one of them could count (design §7)."""
    both = {"Desk.initialCondition.queueDepth": 2, "Desk.initialCondition": 3}
    with pytest.raises(RequestInvalidError) as raised:
        evaluate_many(MODEL, [both], ["visits"])
    assert [(error.code, error.pointer) for error in raised.value.errors] == [
        ("key_conflict", "/scenarios/0/Desk.initialCondition.queueDepth")
    ]


def test_unknown_outputs_and_impossible_workers_are_refused_by_the_call():
    """What is wrong with the call is said at once, not at the first result (design §7)."""
    with pytest.raises(RequestInvalidError, match="did you mean 'desk_queue'"):
        evaluate_many(MODEL, [], ["desk_queu"])
    with pytest.raises(ValueError, match="'workers' must be at least 1, got 0"):
        evaluate_many(MODEL, [], [], workers=0)
    with pytest.raises(TypeError, match="cannot be interpreted as an integer"):
        evaluate_many(MODEL, [], [], workers=1.5)


@pytest.mark.parametrize(("scenarios", "total"), [([{}, {}], 2), (iter([{}, {}]), None)])
def test_progress_is_told_in_order(scenarios, total):
    """Whoever wants to know hears of each result how many there are, before it comes (design §1)."""
    told = []
    results = evaluate_many(MODEL, scenarios, [], progress=lambda *numbers: told.append(numbers), workers=2)
    next(results)
    assert told == [(1, total)]
    assert len(list(results)) == 1
    assert told == [(1, total), (2, total)]


def test_leaving_the_loop_stops_the_threads():
    """Of endless scenarios as many are evaluated as are asked for (design §1)."""
    for each in evaluate_many(MODEL, ({"visits": offset(n)} for n in count()), ["visits"], workers=2):
        if each.index == 20:
            break
    gc.collect()
    assert own_threads() == []


def test_scenarios_of_a_template_are_values_of_its_parameters():
    """For a template scenarios are values; one that gives no right model fails by itself (model §9.3)."""
    scenarios = [{}, {"capacity": 10}]
    results = list(evaluate_many(clinic_day(), scenarios, ["desk_queue"], workers=2))
    assert [each.series["desk_queue"].tolist() for each in results] == [[0, 6, 0], [8, 24, 26]]
    with pytest.raises(RequestInvalidError) as raised:
        evaluate_many(clinic_day(), [{}, {"capacty": 3}], ["desk_queue"])
    assert raised.value.errors[0].pointer == "/scenarios/1/capacty"
    bins = clinic_day(CLINIC_DAY.replace("{bins: 3", '{bins: "${capacity}"'))
    first, second = evaluate_many(bins, [{"capacity": 4}, {"capacity": 3}], ["visits"])
    assert isinstance(first.failure, ModelInvalidError)
    assert second.failure is None
