import math

import numpy as np
import pytest

from flowtime_domain.evaluation.metric_operands import PlaceTraits
from flowtime_domain.model.topology import TopologyNode


def traits(kind, sla_min=None):
    place = TopologyNode.model_validate({"id": "Desk", "kind": kind, "semantics": {"slaMin": sla_min}})
    return PlaceTraits.of(place, arrival_variation=0.5, service_variation=math.nan)


@pytest.mark.parametrize(
    ("kind", "green", "yellow"),
    [
        ("queue", 4.0, 6.0),
        ("dlq", 0.0, 0.0),
        ("service", math.nextafter(0.7, 0), math.nextafter(0.9, 0)),
        ("serviceWithBuffer", math.nextafter(0.7, 0), math.nextafter(0.9, 0)),
    ],
)
def test_limits_of_colors(kind, green, yellow):
    """Latencies are graded against the SLA, depths of a dlq against 0, else utilization (engine §11.3)."""
    limits = traits(kind, sla_min=4).color_limits
    assert [float(limit) for limit in limits] == [green, yellow]


def test_queue_without_an_sla_has_no_limits():
    """Without slaMin no latency of a queue is green or yellow (engine §11.3)."""
    assert all(np.isnan(limit) for limit in traits("queue").color_limits)


def test_traits_of_some_places_are_those_of_each():
    """Of many places in one, some are taken out as they are alone (state §5)."""
    kinds = ("service", "queue", "dlq", "serviceWithBuffer")
    each = [traits(kind, sla_min=4) for kind in kinds]
    names = vars(each[0])
    together = PlaceTraits(**{name: np.array([[getattr(one, name)] for one in each]) for name in names})
    chosen = together.at(np.array([1, 3]))
    for name in names:
        expected = [[getattr(each[place], name)] for place in (1, 3)]
        np.testing.assert_array_equal(getattr(chosen, name), expected)
