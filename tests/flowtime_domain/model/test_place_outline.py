"""What of a topology node decides which series the engine adds for it."""

import pytest

from flowtime_domain.model.place_outline import PlaceOutline


def outline(kind, **semantics):
    return PlaceOutline.of({"id": "Desk", "kind": kind, "semantics": semantics})


@pytest.mark.parametrize("kind", ["queue", "serviceWithBuffer"])
def test_outflow_of_a_queue(kind):
    """A queue has an outflow with arrivals and with served or capacity (model §7.2)."""
    assert outline(kind, arrivals="a", served="a").has_outflow
    assert outline(kind, arrivals="a", capacity="a").has_outflow
    assert outline(kind, arrivals="a", queueDepth="self").lacks_outflow
    assert outline(kind, served="a", capacity="a").lacks_outflow


def test_outflow_of_a_dead_letter_queue():
    """A dlq puts out nothing, which is an outflow, if it has arrivals (engine §5.3)."""
    assert outline("dlq", arrivals="a").has_outflow
    assert outline("dlq", queueDepth="a").lacks_outflow


@pytest.mark.parametrize("kind", ["service", "router", "external", "dependency", "sink", "unknown"])
def test_other_kinds_keep_no_queue(kind):
    """Kinds that are not queue-like have no outflow and lack none (model §7.2)."""
    place = outline(kind, arrivals="a", served="a", capacity="a")
    assert not place.is_queue_like
    assert not place.has_outflow
    assert not place.lacks_outflow


def test_served_by_the_engine():
    """The engine serves for queues without served, and for sinks with arrivals (engine §5.3, §5.7)."""
    assert outline("queue", arrivals="a", capacity="a").serves_by_itself
    assert outline("sink", arrivals="a").serves_by_itself
    assert not outline("sink").serves_by_itself
    assert not outline("sink", arrivals="a", served="a").serves_by_itself
    assert not outline("service", arrivals="a", capacity="a").serves_by_itself


def test_names_of_generated_series():
    """`self` names nothing, and a name of a wrong shape is left out (model §7.3)."""
    assert outline("queue", queueDepth="self", retryEcho="again").queue_depth is None
    assert outline("queue", queueDepth="self", retryEcho="again").retry_echo == "again"
    assert outline("queue", queueDepth=7).queue_depth is None


def test_outline_of_anything():
    """A mapping without any right part has an outline too (model §2.6)."""
    place = PlaceOutline.of(
        {"id": 5, "kind": ["queue"], "semantics": 3, "constraints": "pool", "wipLimit": "x"}
    )
    assert (place.id, place.kind, place.has_semantics, place.constraints) == (None, None, False, ())
    assert place.has_limit
    assert place.generated_id("queue") is None


def test_kind_is_service_by_default():
    """A topology node without a kind is a service (model §7.1)."""
    assert PlaceOutline.of({"id": "Desk"}).kind == "service"


@pytest.mark.parametrize("word", ["loss", "Loss"])
def test_lost_overflow_goes_nowhere(word):
    """Overflow that is lost has no target (engine §7.2)."""
    assert PlaceOutline.of({"id": "Desk", "wipOverflow": word}).wip_overflow is None
