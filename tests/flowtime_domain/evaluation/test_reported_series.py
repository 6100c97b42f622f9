from examples.models import place_model
from flowtime_domain.evaluation.reported_series import named_series, reported_series

SERIES = {"a": 1, "s": 1, "c": 2, "d": 0, "f": 1}


def reported(place: dict[str, object]) -> dict[str, object]:
    (found,) = reported_series(place_model(2, SERIES, {"id": "Desk", **place}))
    return dict(found)


def test_authored_semantics_are_reported_as_named():
    """A metric is told by the series that its semantic names, and left out without one (state §2.1)."""
    semantics = {"arrivals": "a", "served": "s", "processingTimeMsSum": "c", "externalDemand": "d"}
    assert reported({"semantics": semantics}) == {
        "arrivals": "a",
        "served": "s",
        "externalDemand": "d",
        "processingTimeMsSum": "c",
    }


def test_generated_series_are_reported():
    """Served, depth and echo that the engine computes are reported under their metrics (engine §5.6)."""
    semantics = {"arrivals": "a", "capacity": "c", "failures": "f", "retryKernel": [0, 1], "parallelism": 2}
    found = reported({"kind": "queue", "semantics": semantics})
    assert found["served"] == "desk_served"
    assert found["queue"] == "desk_queue"
    assert found["retryEcho"] == "desk_retry_echo"
    assert found["parallelism"] == 2


def test_names_of_generated_series_are_reported():
    """A generated depth is reported under the name that the author chose (engine §2.1)."""
    semantics = {
        "arrivals": "a",
        "capacity": "c",
        "queueDepth": "waiting",
        "errors": "f",
        "retryEcho": "again",
    }
    found = reported({"kind": "queue", "semantics": semantics})
    assert (found["queue"], found["retryEcho"]) == ("waiting", "again")


def test_a_declared_depth_is_the_reported_one():
    """Where queueDepth names a declared series, that series is reported (engine §5.5)."""
    found = reported({"kind": "queue", "semantics": {"arrivals": "a", "served": "s", "queueDepth": "d"}})
    assert (found["queue"], found["served"]) == ("d", "s")


def test_metrics_keep_their_order():
    """Reported metrics come in the order of every answer (state §2.3)."""
    semantics = {"queueDepth": "d", "capacity": "c", "parallelism": "c", "served": "s", "arrivals": "a"}
    found = list(reported({"semantics": semantics}))
    assert found == ["arrivals", "served", "queue", "capacity", "parallelism"]


def test_what_is_named_is_told_without_a_model():
    """Of a place by itself, what its semantics name is told, nothing that the engine adds (state §2.1)."""
    desk = {"id": "Desk", "kind": "queue", "semantics": {"arrivals": "a", "capacity": "c", "parallelism": 2}}
    (place,) = place_model(2, SERIES, desk).topology.nodes
    assert named_series(place) == {"arrivals": "a", "capacity": "c", "parallelism": 2}
