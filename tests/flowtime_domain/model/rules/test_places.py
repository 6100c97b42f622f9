"""Topology nodes: which semantics their kinds ask for and refuse."""

import pytest

from examples.drafts import found
from flowtime_domain.model.mode_rules import TELEMETRY_RULES
from flowtime_domain.model.rules.places import missing_semantics, queue_features, refused_semantics


def place(kind, semantics="{arrivals: a, served: a}", more=""):
    return f"nodes: [{{id: a}}]\ntopology: {{nodes: [{{id: D, kind: {kind}, semantics: {semantics}{more}}}]}}"


@pytest.mark.parametrize("kind", ["dependency", "sink"])
@pytest.mark.parametrize(
    "semantic", ["queueDepth", "capacity", "attempts", "failures", "retryEcho", "retryKernel"]
)
def test_refused_semantics(kind, semantic):
    """Dependencies and sinks keep no queue, capacity or retries (model §7.2)."""
    text = place(kind, f"{{arrivals: a, served: a, errors: a, {semantic}: a}}")
    assert found(refused_semantics, text) == [
        ("semantic_not_allowed", f"/topology/nodes/0/semantics/{semantic}")
    ]


@pytest.mark.parametrize("kind", ["dlq", "router", "external", "dependency", "sink"])
def test_refused_parallelism(kind):
    """Parallelism is for service, serviceWithBuffer and queue only (model §7.2)."""
    text = place(kind, "{arrivals: a, served: a, parallelism: 2}")
    assert found(refused_semantics, text) == [
        ("semantic_not_allowed", "/topology/nodes/0/semantics/parallelism")
    ]


@pytest.mark.parametrize("kind", ["service", "serviceWithBuffer", "queue", "unknown"])
def test_allowed_semantics(kind):
    """A kind that serves may have all of these; an unreadable kind is not judged (model §7.2)."""
    text = place(kind, "{arrivals: a, capacity: a, failures: a, retryKernel: [0], parallelism: 2}")
    assert found(refused_semantics, text) == []


MISSING = [
    ("service", "{served: a}"),
    ("service", "{arrivals: a}"),
    ("service", "{}"),
    ("dlq", "{arrivals: a}"),
    ("sink", "{served: a}"),
    ("dependency", "{arrivals: a}"),
    ("unknown", "{served: a}"),
]


@pytest.mark.parametrize(("kind", "semantics"), MISSING)
def test_semantic_required(kind, semantics):
    """In simulation mode a place needs arrivals and a way of serving; found at its semantics (model §7.2)."""
    assert found(missing_semantics, place(kind, semantics)) == [
        ("semantic_required", "/topology/nodes/0/semantics")
    ]


ENOUGH = [
    ("service", "{arrivals: a, served: a}"),
    ("queue", "{arrivals: a, queueDepth: self}"),
    ("service", "{arrivals: a, capacity: a}"),
    ("sink", "{arrivals: a}"),
    ("dlq", "{arrivals: a, queueDepth: self}"),
    ("service", "{arrivals: 5, served: [a]}"),
    ("service", "none"),
    ("unknown", "{arrivals: a}"),
]


@pytest.mark.parametrize(("kind", "semantics"), ENOUGH)
def test_semantics_suffice(kind, semantics):
    """Arrivals with served, queueDepth or capacity suffice, and arrivals alone for a sink (model §7.2)."""
    assert found(missing_semantics, place(kind, semantics)) == []


def test_telemetry_asks_for_nothing():
    """In telemetry mode no semantics are required (model §10)."""
    assert found(missing_semantics, place("service", "{}"), rules=TELEMETRY_RULES) == []


FEATURES = {
    "dispatchSchedule": "{periodBins: 2}",
    "wipLimit": "3",
    "wipLimitSeries": "a",
    "wipOverflow": "loss",
    "constraints": "[pool]",
}


@pytest.mark.parametrize("feature", FEATURES)
def test_queue_kind_required(feature):
    """Schedules, limits and constraints need a queue-like kind (model §7.2)."""
    text = place("service", more=f", {feature}: {FEATURES[feature]}")
    assert found(queue_features, text) == [("queue_kind_required", f"/topology/nodes/0/{feature}")]


@pytest.mark.parametrize("feature", FEATURES)
def test_outflow_required(feature):
    """Schedules, limits and constraints need an outflow (model §7.2)."""
    text = place("queue", "{arrivals: a, queueDepth: a}", f", {feature}: {FEATURES[feature]}")
    assert found(queue_features, text) == [("outflow_required", f"/topology/nodes/0/{feature}")]


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize(
    ("kind", "semantics"),
    [
        ("queue", "{arrivals: a, served: a}"),
        ("serviceWithBuffer", "{arrivals: a, capacity: a}"),
        ("dlq", "{arrivals: a, queueDepth: self}"),
        ("queue", "5"),
        ("unknown", "{}"),
    ],
)
def test_features_of_an_outflow(feature, kind, semantics):
    """A queue-like kind with an outflow may have them; what cannot be read is not judged (model §7.2)."""
    assert found(queue_features, place(kind, semantics, f", {feature}: {FEATURES[feature]}")) == []


def test_members_of_constraints():
    """A constraint that lists a place without queue or outflow is found in its list (model §7.2)."""
    text = """\
topology:
  nodes:
    - {id: S, semantics: {arrivals: a, served: a}}
    - {id: Q, kind: queue, semantics: {arrivals: a, queueDepth: a}}
  constraints: [{id: pool, nodes: [S, Q, Unknown]}]
"""
    assert found(queue_features, text) == [
        ("queue_kind_required", "/topology/constraints/0/nodes/0"),
        ("outflow_required", "/topology/constraints/0/nodes/1"),
    ]


def test_empty_list_of_constraints():
    """A service may name no constraints in a list (model §7.9)."""
    assert found(queue_features, place("service", more=", constraints: []")) == []
