import math
from typing import Any

import numpy as np
import pytest

from examples.models import model_of, place_model
from examples.plans import filled_matrix
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.place_numbers import PlaceNumbers, place_numbers
from flowtime_domain.model.flow_model import FlowModel


def numbers(model: FlowModel) -> PlaceNumbers:
    plan = compile_model(model)
    return place_numbers(plan, filled_matrix(plan))[0]


def desk(series: dict[str, Any], kind: str = "queue", **semantics: Any) -> PlaceNumbers:
    return numbers(place_model(3, series, {"id": "Desk", "kind": kind, "semantics": semantics}))


def test_recurrence_tells_what_was_there():
    """A recurrence knows what came in, what was available and what left (engine §5.1)."""
    queue = desk({"a": [4, 0, 0], "s": 1, "x": [0, 9, 0]}, arrivals="a", served="s", errors="x").recurrence
    assert queue is not None
    assert queue.intake.tolist() == [4, 3, 0]
    assert queue.available.tolist() == [4, 0, 0]
    assert queue.outflow.tolist() == [1, 1, 1]
    assert queue.depth.tolist() == [3, 0, 0]


def test_recurrence_without_loss_has_all_intake_available():
    """Without errors everything taken in is available (engine §5.1)."""
    queue = desk({"a": [4, 0, 0], "s": 1}, arrivals="a", served="s").recurrence
    assert queue is not None
    assert queue.available.tolist() == queue.intake.tolist() == [4, 3, 2]


def test_a_service_has_no_recurrence():
    """A node that is not queue-like has no recurrence (engine §5.7)."""
    assert desk({"a": 1}, "service", arrivals="a", served="a").recurrence is None


def test_capacity_counts_all_servers():
    """C is capacity times parallelism, a number or a series (engine §11.1)."""
    series = {"a": 1, "c": [1, 2, 3], "p": [1, 1, 4]}
    assert desk(series, arrivals="a", capacity="c").full_capacity.tolist() == [1, 2, 3]
    assert desk(series, arrivals="a", capacity="c", parallelism=2).full_capacity.tolist() == [2, 4, 6]
    assert desk(series, arrivals="a", capacity="c", parallelism="p").full_capacity.tolist() == [1, 2, 12]
    assert np.isnan(desk(series, arrivals="a", served="a").full_capacity).all()


def test_missing_series_are_null():
    """A metric that nothing tells about is null in every bin (engine §11.1)."""
    assert np.isnan(desk({"a": 1}, arrivals="a", served="a").values_of("attempts")).all()


@pytest.mark.parametrize(
    ("node", "variation"),
    [
        ("{id: a, kind: pmf, pmf: {0: 0.5, 16: 0.5}}", 1.0),
        ("{id: a, values: 4}", 0.0),
        ("{id: a, values: [4, 4, 4]}", 0.0),
        ("{id: a, values: [4, 4, 5]}", math.nan),
        ("{id: a, kind: expr, expr: 4}", math.nan),
    ],
)
def test_variation_comes_from_the_node_that_arrivals_name(node, variation):
    """A pmf has its own variation, a const that never changes none, all else is undefined (engine §11.2)."""
    found = numbers(
        model_of(f"""
grid: {{bins: 3, binSize: 1, binUnit: hours}}
nodes: [{node}]
topology: {{nodes: [{{id: Desk, semantics: {{arrivals: a, served: a}}}}]}}
""")
    )
    assert found.arrival_variation == pytest.approx(variation, nan_ok=True)
    assert math.isnan(found.service_variation)


def test_generated_series_have_no_variation():
    """Arrivals that the engine computes have no defined variation (engine §11.2)."""
    box = {"id": "Box", "semantics": {"arrivals": "desk_served", "served": "a"}}
    queue = {"id": "Desk", "kind": "queue", "semantics": {"arrivals": "a", "capacity": "a"}}
    assert math.isnan(numbers(place_model(2, {"a": 1}, box, queue)).arrival_variation)
