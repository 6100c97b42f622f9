import math
from typing import Any

import numpy as np
import pytest

from examples.models import example_model, place_model
from flowtime_domain.evaluation.derived_metrics import kingman_wait
from flowtime_domain.evaluation.evaluator import evaluate

METRICS = [
    "utilization",
    "queueTimeMs",
    "latencyMinutes",
    "serviceTimeMs",
    "cycleTimeMs",
    "flowEfficiency",
    "throughputRatio",
    "errorRate",
    "retryTax",
    "kingmanWaitMs",
    "color",
]


def metrics(
    series: dict[str, Any], kind: str = "service", bins: int = 3, **semantics: Any
) -> dict[str, list[Any]]:
    """All metrics of one node, null as None."""
    place = {"id": "Desk", "kind": kind, "semantics": semantics}
    found = evaluate(place_model(bins, series, place)).metrics["Desk"]
    return {
        name: [None if isinstance(value, float) and math.isnan(value) else value for value in values.tolist()]
        for name, values in found.items()
    }


@pytest.mark.parametrize(
    ("rho", "arrivals", "service", "time", "wait"),
    [
        (0.8, 1, 0.5, 10, 25),
        (0.5, 1, 1, 20, 20),
        (0.7, 2, 0.2, 15, 70.7),
        (0, 1, 1, 10, math.nan),
        (1, 1, 1, 10, math.nan),
        (1.2, 1, 1, 10, math.nan),
        (0.5, 1, 1, 0, math.nan),
        (0.5, math.nan, 1, 10, math.nan),
        (0.5, 1, math.nan, 10, math.nan),
    ],
)
def test_kingman_vectors(rho, arrivals, service, time, wait):
    """Kingman's approximation gives the waits of its vectors, null outside its range (engine §11.1)."""
    found = kingman_wait(np.array([rho], dtype=float), arrivals, service, np.array([time], dtype=float))
    assert found[0] == pytest.approx(wait, rel=1e-9, nan_ok=True)


def test_every_metric_is_there_in_order():
    """Every node has every metric, in the order of the table, null where undefined (engine §11.1)."""
    found = metrics({"a": 1}, arrivals="a", served="a")
    assert list(found) == METRICS
    assert found["queueTimeMs"] == [None] * 3


def test_ratios_need_a_divisor_above_zero():
    """Utilization, throughput and error rate are null where their divisor is not above 0 (engine §11.1)."""
    series = {"a": [2, 0, -1], "s": 1, "c": [4, 0, -1], "x": 1}
    found = metrics(series, arrivals="a", served="s", capacity="c", errors="x")
    assert found["utilization"] == [0.25, None, None]
    assert found["throughputRatio"] == [0.5, None, None]
    assert found["errorRate"] == [0.5, None, None]


def test_values_are_not_clamped():
    """A node that serves twice its capacity has a utilization of 2 (engine §11.1)."""
    assert metrics({"a": 8, "c": 4}, arrivals="a", served="a", capacity="c")["utilization"] == [2, 2, 2]


def test_a_result_beyond_all_numbers_is_null():
    """A metric whose result is not finite is null, and so is what comes from it (ruling 5)."""
    series = {"a": 1e300, "s": 1e-300, "d": 1e300}
    found = metrics(
        series, "queue", arrivals="a", served="s", queueDepth="d", processingTimeMsSum="a", servedCount="s"
    )
    for metric in ("queueTimeMs", "latencyMinutes", "serviceTimeMs", "cycleTimeMs", "flowEfficiency"):
        assert found[metric] == [None] * 3
    assert found["color"] == ["gray"] * 3


def test_two_finite_times_may_add_up_to_null():
    """A cycle time beyond all numbers is null though both of its times are finite (ruling 5)."""
    series = {"a": 1, "s": 1, "d": 4e301, "w": 1.7e308}
    found = metrics(
        series, "queue", arrivals="a", served="s", queueDepth="d", processingTimeMsSum="w", servedCount="s"
    )
    assert None not in found["queueTimeMs"] + found["serviceTimeMs"]
    assert found["cycleTimeMs"] == [None] * 3


@pytest.mark.parametrize(("work", "count"), [(9, 3), (9, 0), (1e300, 1e-300)])
def test_a_queue_time_beyond_all_numbers_takes_the_cycle_time_along(work, count):
    """A cycle time is null where one of its times is not finite, though the other exists (ruling 5)."""
    series = {"a": 1e300, "s": 1e-300, "w": work, "n": count}
    semantics = {"arrivals": "a", "served": "s", "queueDepth": "a", "processingTimeMsSum": "w"}
    found = metrics(series, "queue", servedCount="n", **semantics)
    assert found["cycleTimeMs"] == [None] * 3
    assert found["flowEfficiency"] == [None] * 3


def test_a_capacity_beyond_all_numbers_gives_no_utilization():
    """Where capacity times parallelism is not finite, utilization is null (engine §11.1)."""
    found = metrics({"a": 8, "c": 1e308}, arrivals="a", served="a", capacity="c", parallelism=10)
    assert found["utilization"] == [None] * 3
    assert found["color"] == ["gray"] * 3


def test_latency_belongs_to_queues():
    """A service with a declared depth has no queueing time (engine §11.1)."""
    found = metrics({"a": 1, "d": 5}, arrivals="a", served="a", queueDepth="d")
    assert found["latencyMinutes"] == [None] * 3


def test_cycle_time_is_the_time_that_exists():
    """Cycle time is queue and service time together, or the one that exists (engine §11.1)."""
    series = {"a": 1, "s": [1, 1, 0], "d": 2, "w": 90, "n": [0, 3, 3]}
    found = metrics(
        series, "queue", arrivals="a", served="s", queueDepth="d", processingTimeMsSum="w", servedCount="n"
    )
    assert found["queueTimeMs"] == [7_200_000, 7_200_000, None]
    assert found["serviceTimeMs"] == [None, 30, 30]
    assert found["cycleTimeMs"] == [7_200_000, 7_200_030, 30]
    assert found["flowEfficiency"] == [None, 30 / 7_200_030, None]


def test_flow_efficiency_of_instant_service_is_null():
    """Flow efficiency is null where the cycle time is not above 0 (engine §11.1)."""
    found = metrics({"a": 1, "w": 0}, arrivals="a", served="a", processingTimeMsSum="w", servedCount="a")
    assert found["cycleTimeMs"] == [0, 0, 0]
    assert found["flowEfficiency"] == [None] * 3


@pytest.mark.parametrize(
    ("semantics", "tax"),
    [
        ({"attempts": "t", "failures": "f", "errors": "x"}, 0.5),
        ({"failures": "f", "errors": "x"}, 0.2),
        ({"errors": "x"}, 0.75),
        ({}, None),
    ],
)
def test_retry_tax_uses_the_best_known_attempts(semantics, tax):
    """Attempts are their series, else served and failures, else served and errors (engine §11.1)."""
    series = {"a": 4, "s": 4, "t": 8, "f": 1, "x": 12}
    assert metrics(series, arrivals="a", served="s", **semantics)["retryTax"] == [tax] * 3


def test_retry_tax_is_never_negative():
    """More served than tried is no negative tax, and no attempts have none (engine §11.1)."""
    assert metrics({"a": 4, "t": [2, 0, 4]}, arrivals="a", served="a", attempts="t")["retryTax"] == [
        0,
        None,
        0,
    ]


def test_a_queue_is_colored_by_its_latency():
    """A queue is green up to its SLA, yellow up to 1.5 times, else red or gray (engine §11.3)."""
    series = {"a": 1, "s": [1, 1, 1, 0], "d": [1, 1.5, 1.6, 1]}
    known = {"arrivals": "a", "served": "s", "queueDepth": "d"}
    assert metrics(series, "queue", 4, **known, slaMin=60)["color"] == ["green", "yellow", "red", "gray"]
    assert metrics(series, "queue", 4, **known)["color"] == ["gray"] * 4


def test_colors_change_exactly_at_their_limits():
    """A utilization of 0.7 is yellow and one of 0.9 red, all below is not, however close (engine §11.3)."""
    close = [math.nextafter(0.7, 0), 0.7, math.nextafter(0.9, 0), 0.9]
    found = metrics({"a": 1, "s": close, "c": 1}, bins=4, arrivals="a", served="s", capacity="c")
    assert found["utilization"] == close
    assert found["color"] == ["green", "yellow", "yellow", "red"]


def test_a_dead_letter_queue_is_colored_by_its_depth():
    """A dlq is green when empty and red above, also at a negative depth green (ruling 6)."""
    series = {"a": 1, "s": 1, "d": [0, 0.5, -1]}
    found = metrics(series, "dlq", arrivals="a", served="s", queueDepth="d")
    assert found["color"] == ["green", "red", "green"]


def test_other_kinds_are_colored_by_utilization():
    """All other kinds are green below 0.7, yellow below 0.9, else red or gray (engine §11.3)."""
    series = {"a": [0.6, 0.7, 0.9, 0.5], "c": [1, 1, 1, 0]}
    found = metrics(series, "serviceWithBuffer", 4, arrivals="a", served="a", capacity="c")
    assert found["color"] == ["green", "yellow", "red", "gray"]


def test_metrics_are_a_mapping_by_topology_id():
    """Metrics are found by topology id, in document order, computed once (engine §11.1)."""
    found = evaluate(example_model("E22")).metrics
    assert list(found) == ["Order", "Support"]
    assert len(found) == 2
    assert found["Order"] is found["Order"]
    assert "Nobody" not in found


def test_metrics_are_read_only():
    """Nobody can change a metric for the next one who asks (engine §11.1)."""
    place = {"id": "Desk", "semantics": {"arrivals": "a", "served": "a"}}
    found = evaluate(place_model(2, {"a": 1}, place)).metrics["Desk"]
    assert not any(values.flags.writeable for values in found.values())
    with pytest.raises(TypeError):
        found["color"] = found["utilization"]
