"""Overflow: where work goes that a WIP limit turns away."""

import pytest

from examples.drafts import findings, found, message
from flowtime_domain.model.rules.overflow import overflow_cycles, overflow_targets, overflow_without_limit


def queue(name, overflow=None, more="wipLimit: 1"):
    target = "" if overflow is None else f", wipOverflow: {overflow}"
    return f"{{id: {name}, kind: queue, {more}{target}, semantics: {{arrivals: a, served: a}}}}"


def topology(*nodes):
    return f"nodes: [{{id: a}}]\ntopology: {{nodes: [{', '.join(nodes)}]}}"


@pytest.mark.parametrize("target", ["loss", "B"])
def test_overflow_without_limit(target):
    """A wipOverflow needs a limit, `loss` included (ruling 19)."""
    text = topology(queue("A", target, "group: x"), queue("B"))
    assert found(overflow_without_limit, text) == [
        ("wip_overflow_without_limit", "/topology/nodes/0/wipOverflow")
    ]


@pytest.mark.parametrize("limit", ["wipLimit: 1", "wipLimitSeries: a"])
def test_overflow_with_limit(limit):
    """Either limit allows an overflow (model §7.6)."""
    assert found(overflow_without_limit, topology(queue("A", "loss", limit), queue("B"))) == []


TARGETS = [
    pytest.param("Nowhere", "{id: B}", id="unknown"),
    pytest.param("A", "{id: B}", id="itself"),
    pytest.param("B", "{id: B, semantics: {arrivals: a, served: a}}", id="a service"),
    pytest.param("B", "{id: B, kind: queue, semantics: {arrivals: a, queueDepth: a}}", id="no outflow"),
    pytest.param("B", "{id: B, kind: dlq, semantics: {queueDepth: a}}", id="no arrivals"),
]


@pytest.mark.parametrize(("target", "other"), TARGETS)
def test_overflow_target(target, other):
    """Overflow goes to another queue-like place with arrivals and an outflow (model §7.6)."""
    assert found(overflow_targets, topology(queue("A", target), other)) == [
        ("wip_overflow_target", "/topology/nodes/0/wipOverflow")
    ]


@pytest.mark.parametrize(
    "other",
    [
        queue("B"),
        "{id: B, kind: dlq, semantics: {arrivals: a, queueDepth: self}}",
        "{id: B, kind: quue, semantics: {}}",
        "{id: B, kind: queue, semantics: 5}",
    ],
)
def test_overflow_target_is_right(other):
    """A queue or dead-letter queue takes overflow; what cannot be read is not judged (model §7.6)."""
    assert found(overflow_targets, topology(queue("A", "B"), other)) == []


@pytest.mark.parametrize("word", ["loss", "LOSS"])
def test_loss_is_a_word(word):
    """`loss` in any case is no topology id (ruling 19)."""
    assert found(overflow_targets, topology(queue("A", word))) == []


def test_nearest_target():
    """An unknown target is answered with the nearest topology id (model §2.7)."""
    shown = message(findings(overflow_targets, topology(queue("Front", "Bck"), queue("Back"))))
    assert shown.endswith("did you mean 'Back'?")


def test_overflow_cycle():
    """A circle is found once, at its first topology node, and printed from there (ruling 23)."""
    text = topology(queue("X", "B"), queue("C", "A"), queue("A", "B"), queue("B", "C"), queue("Y", "X"))
    (error,) = findings(overflow_cycles, text)
    assert (error.code, error.pointer) == ("overflow_cycle", "/topology/nodes/1")
    assert "C -> A -> B -> C" in error.message


def test_two_circles():
    """Each circle has its own finding (model §7.6)."""
    text = topology(queue("A", "B"), queue("B", "A"), queue("C", "D"), queue("D", "C"))
    assert found(overflow_cycles, text) == [
        ("overflow_cycle", "/topology/nodes/0"),
        ("overflow_cycle", "/topology/nodes/2"),
    ]


def test_cascade_is_right():
    """Overflow may run from place to place until it ends (engine §7.2)."""
    text = topology(queue("A", "B"), queue("D", "B"), queue("B", "C"), queue("C", "loss"), queue("E", "E"))
    assert found(overflow_cycles, text) == []
