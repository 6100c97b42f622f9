import re

import pytest
from pydantic import TypeAdapter, ValidationError

from examples.readings import GRID, ONE_NODE, found
from flowtime_domain.model.identifiers import (
    SERIES_ID_PATTERN,
    TEMPLATE_ID_PATTERN,
    TOPOLOGY_ID_PATTERN,
    SeriesId,
    TopologyId,
    snake_case,
)

SERIES_IDS = ["a", "_", "A1_b", "x" * 128]
NO_SERIES_IDS = ["", "1a", "a-b", "a.b", "a b", "é", "a\n", "x" * 129]


@pytest.mark.parametrize("identifier", SERIES_IDS)
def test_series_ids(identifier):
    """Ids of series are letters, digits and `_`, at most 128, not starting with a digit (model §5.1)."""
    assert TypeAdapter(SeriesId).validate_python(identifier) == identifier
    assert re.fullmatch(SERIES_ID_PATTERN, identifier)


@pytest.mark.parametrize("identifier", NO_SERIES_IDS)
def test_no_series_ids(identifier):
    """Nothing else is an id of a series, a line end behind one included (model §5.1)."""
    with pytest.raises(ValidationError):
        TypeAdapter(SeriesId).validate_python(identifier)
    assert re.fullmatch(SERIES_ID_PATTERN, identifier) is None


def test_topology_ids():
    """Ids of topology nodes may also hold dots and hyphens (model §7.1)."""
    assert TypeAdapter(TopologyId).validate_python("web-tier.1") == "web-tier.1"
    assert re.fullmatch(TOPOLOGY_ID_PATTERN, "-a") is None
    assert re.fullmatch(TEMPLATE_ID_PATTERN, "order-system")


@pytest.mark.parametrize("identifier", ["loss", "Loss", "LOSS"])
def test_no_place_is_called_loss(identifier):
    """`loss` is the word for lost overflow; no topology node may bear it as id (ruling 19)."""
    place = f"{{id: {identifier}, semantics: {{arrivals: a, served: a}}}}"
    assert found(f"{ONE_NODE}topology: {{nodes: [{place}]}}") == [
        ("invalid_identifier", "/topology/nodes/0/id")
    ]


def test_wrong_ids_are_shown_where_they_stand():
    """Wrong ids of nodes, targets and constraints are refused at their place (model §5.1, §7.7)."""
    text = (
        GRID + "nodes: [{id: 1a, values: 1}, {id: a, values: 1},"
        " {id: r, kind: router, inputs: {queue: a}, routes: [{target: a b}]}]\n"
        "topology: {nodes: [{id: Q, kind: queue, semantics: {arrivals: a, served: a}}],"
        " constraints: [{id: c-1, nodes: [Q], semantics: {served: a}}]}"
    )
    assert found(text) == [
        ("invalid_identifier", "/nodes/0/id"),
        ("invalid_identifier", "/nodes/2/routes/0/target"),
        ("invalid_identifier", "/topology/constraints/0/id"),
    ]


@pytest.mark.parametrize(
    ("topology_id", "stem"),
    [
        ("DLQ", "dlq"),
        ("QueueA", "queue_a"),
        ("HTTPQueue2", "http_queue2"),
        ("ABTest", "ab_test"),
        ("web-tier", "web_tier"),
        ("Order_Queue", "order_queue"),
        ("A", "a"),
        ("a.B", "a_b"),
        ("x2Y", "x2_y"),
        ("_A", "_a"),
        ("ÄB", "_b"),
    ],
)
def test_stems_of_generated_ids(topology_id, stem):
    """Generated ids start with the snake case of the topology id (model §7.10)."""
    assert snake_case(topology_id) == stem
