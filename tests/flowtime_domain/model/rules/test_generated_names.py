"""Semantics that may also give a name to a generated series."""

import pytest

from examples.drafts import findings, found, message
from flowtime_domain.model.rules.generated_names import queue_depth_names, retry_echo_names

DEPTH = "/topology/nodes/0/semantics/queueDepth"


def places(*texts):
    return f"nodes: [{{id: a}}]\ntopology: {{nodes: [{', '.join(texts)}]}}"


DEPTHS = [
    pytest.param(
        "{id: D, kind: queue, semantics: {arrivals: a, served: a, queueDepth: self}}", [], id="self"
    ),
    pytest.param("{id: D, kind: queue, semantics: {arrivals: a, served: a, queueDepth: new}}", [], id="new"),
    pytest.param(
        "{id: D, kind: queue, semantics: {arrivals: a, queueDepth: a}}", [], id="declared, as it is"
    ),
    pytest.param(
        "{id: D, semantics: {arrivals: a, served: a, queueDepth: a}}", [], id="declared at a service"
    ),
    pytest.param(
        "{id: D, kind: queue, semantics: {arrivals: a, queueDepth: self}}",
        [("outflow_required", DEPTH)],
        id="self without outflow",
    ),
    pytest.param(
        "{id: D, kind: queue, semantics: {arrivals: a, queueDepth: new}}",
        [("outflow_required", DEPTH)],
        id="new without outflow",
    ),
    pytest.param(
        "{id: D, semantics: {arrivals: a, served: a, queueDepth: self}}",
        [("unknown_reference", DEPTH)],
        id="self at a service",
    ),
    pytest.param(
        "{id: D, semantics: {arrivals: a, served: a, queueDepth: new}}",
        [("unknown_reference", DEPTH)],
        id="new at a service",
    ),
    pytest.param(
        "{id: D, kind: queue, semantics: {arrivals: a, served: a, queueDepth: a b}}",
        [("invalid_identifier", DEPTH)],
        id="new, no id",
    ),
    pytest.param(
        '{id: D, kind: queue, semantics: {arrivals: a, served: a, queueDepth: "new@DEFAULT"}}',
        [("invalid_identifier", DEPTH)],
        id="new, with a class",
    ),
    pytest.param("{id: D, kind: sink, semantics: {arrivals: a, queueDepth: new}}", [], id="refused anyway"),
    pytest.param("{id: D, kind: quue, semantics: {arrivals: a, queueDepth: new}}", [], id="unreadable kind"),
]


@pytest.mark.parametrize(("text", "expected"), DEPTHS)
def test_queue_depth(text, expected):
    """A queueDepth names a series, or a new one on a queue-like kind with an outflow (model §7.3)."""
    assert found(queue_depth_names, places(text)) == expected


def test_depth_of_another_place():
    """No place has another place's generated series as its depth (ruling 12)."""
    queue = "{id: Q, kind: queue, semantics: {arrivals: a, served: a}}"
    service = "{id: S, semantics: {arrivals: a, served: a, queueDepth: q_queue}}"
    assert found(queue_depth_names, places(queue, service)) == [("series_id_conflict", "/topology/nodes/1")]


def test_nearest_depth():
    """An unknown depth at a service is answered with the nearest series (model §2.7)."""
    text = "nodes: [{id: depth}]\ntopology: {nodes: [{id: S, semantics: {queueDepth: deth}}]}"
    assert message(findings(queue_depth_names, text)).endswith("did you mean 'depth'?")


def test_depth_of_an_unreadable_place():
    """A depth that may belong to a place of wrong shape is not called unknown (model §2.6)."""
    service = "{id: S, semantics: {arrivals: a, served: a, queueDepth: q_queue}}"
    assert found(queue_depth_names, places("{id: Q, kind: quue}", service)) == []


ECHO = "/topology/nodes/0/semantics/retryEcho"
ECHOES = [
    pytest.param("{arrivals: a, failures: a, retryEcho: self}", [], id="self"),
    pytest.param("{arrivals: a, errors: a, retryEcho: again}", [], id="new"),
    pytest.param("{arrivals: a, retryEcho: a}", [], id="declared"),
    pytest.param("{arrivals: a, retryEcho: a, retryKernel: [0, 1]}", [], id="declared, with a kernel"),
    pytest.param("{arrivals: a, errors: a, retryKernel: [0, 1]}", [], id="kernel alone"),
    pytest.param("{arrivals: a}", [], id="no retries"),
    pytest.param(
        "{arrivals: a, retryEcho: self}", [("retry_echo_needs_failures", ECHO)], id="self of nothing"
    ),
    pytest.param("{arrivals: a, retryEcho: x}", [("retry_echo_needs_failures", ECHO)], id="new of nothing"),
    pytest.param(
        "{arrivals: a, retryKernel: [0, 1]}",
        [("retry_echo_needs_failures", "/topology/nodes/0/semantics/retryKernel")],
        id="kernel of nothing",
    ),
    pytest.param("{errors: a, retryEcho: 1x}", [("invalid_identifier", ECHO)], id="new, no id"),
    pytest.param('{errors: a, retryEcho: "x@Gold"}', [], id="a class, spoken of elsewhere"),
]


@pytest.mark.parametrize(("semantics", "expected"), ECHOES)
def test_retry_echo(semantics, expected):
    """A retry echo that no series declares is made from failures or errors (model §7.3)."""
    assert found(retry_echo_names, places(f"{{id: S, semantics: {semantics}}}")) == expected


def test_refused_echo():
    """A kind that refuses retries is not asked for failures besides (model §7.2)."""
    text = places("{id: S, kind: sink, semantics: {arrivals: a, retryEcho: self}}")
    assert found(retry_echo_names, text) == []
