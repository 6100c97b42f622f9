"""Measuring the places of a stored run."""

from typing import Any

import numpy as np
import pytest

from examples import clinic_desk
from examples.workbench import Workbench
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.evaluation.evaluator import evaluate
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.use_cases.measure_run import STORED_DOCUMENT_LIMITS, MeasuredPlace, MeasureRun

OBSERVED = {
    "grid": {"bins": 3, "binSize": 15, "binUnit": "minutes"},
    "nodes": [
        {"id": "visits", "values": [18, 26, 12]},
        {"id": "capacity", "values": 20},
        {"id": "seen", "values": [17, 20, 15]},
        {"id": "waiting", "values": [1, 7, 4]},
    ],
    "topology": {
        "nodes": [
            {
                "id": "Desk",
                "kind": "serviceWithBuffer",
                "semantics": {
                    "arrivals": "visits",
                    "served": "seen",
                    "queueDepth": "waiting",
                    "capacity": "capacity",
                },
            }
        ]
    },
}
DRAWN = {
    "grid": {"bins": 3, "binSize": 15, "binUnit": "minutes"},
    "nodes": [
        {
            "id": "visits",
            "kind": "pmf",
            "mode": "sample",
            "pmf": {"values": [1, 9], "probabilities": [0.5, 0.5]},
        },
        {"id": "capacity", "values": 20},
    ],
    "topology": {
        "nodes": [
            {"id": "Desk", "kind": "service", "semantics": {"arrivals": "visits", "capacity": "capacity"}}
        ]
    },
}


def measured(model: dict[str, Any], seed: int | None = None) -> tuple[MeasuredPlace, ...]:
    bench = Workbench()
    run = bench.create(model=model, rng={"seed": seed}).run
    return MeasureRun(YamlOrJsonDocumentReader(STORED_DOCUMENT_LIMITS))(run)


@pytest.mark.parametrize(
    ("model", "seed"),
    [(clinic_desk.MODEL, None), (OBSERVED, None), (DRAWN, 7)],
    ids=["desk", "observed", "drawn"],
)
def test_stored_numbers_give_the_metrics_of_the_evaluation(model: dict[str, Any], seed: int | None) -> None:
    """What a stored run says of its places equals what its evaluation said (engine §11, operations §4.7)."""
    seeded = model if seed is None else {**model, "rng": {"seed": seed}}
    evaluation = evaluate(FlowModel.from_mapping(seeded))
    places = measured(model, seed)
    assert [place.numbers.place.id for place in places] == list(evaluation.metrics)
    for place in places:
        for metric, values in evaluation.metrics[place.numbers.place.id].items():
            np.testing.assert_array_equal(place.metrics[metric], values)


def test_the_worked_example() -> None:
    """The desk of the example is at its limit and at its worst red (engine §11.3)."""
    (desk,) = measured(dict(clinic_desk.MODEL))
    np.testing.assert_array_equal(desk.metrics["utilization"], [0.9, 1.0, 0.9])
    np.testing.assert_array_equal(desk.numbers.values_of("queue"), [0, 6, 0])


def test_a_run_without_places() -> None:
    """A model without topology has nothing to measure (operations §4.5)."""
    model = {"grid": OBSERVED["grid"], "nodes": [{"id": "visits", "values": 3}]}
    assert measured(model) == ()
