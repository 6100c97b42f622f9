import pytest

from examples.readings import ONE_NODE, found, read
from flowtime_domain.model.topology import Edge, TopologyNode

QUEUE = (
    ONE_NODE + "topology: {nodes: [{id: Q, kind: queue, semantics: {arrivals: a, served: a, errors: a, %s}}]}"
)
PLACE = ONE_NODE + "topology: {nodes: [{id: Q, kind: queue, semantics: {arrivals: a, served: a}, %s}]}"
EDGE = (
    ONE_NODE
    + "topology: {nodes: [{id: Q, semantics: {arrivals: a, served: a}}], edges: [{from: Q, to: Q, %s}]}"
)


@pytest.mark.parametrize(
    ("semantic", "code", "pointer"),
    [
        ("retryKernel: []", "retry_kernel_invalid", "retryKernel"),
        (f"retryKernel: {[1] * 33}", "retry_kernel_invalid", "retryKernel"),
        ("retryKernel: [1, -1]", "retry_kernel_invalid", "retryKernel/1"),
        ("retryKernel: [1, a]", "invalid_type", "retryKernel/1"),
        ("retryKernel: [1, .inf]", "non_finite_number", "retryKernel/1"),
        ("retryKernel: 1", "invalid_type", "retryKernel"),
        ("parallelism: 0.5", "out_of_range", "parallelism"),
        ("parallelism: true", "invalid_type", "parallelism"),
        ("parallelism: .nan", "non_finite_number", "parallelism"),
        ("slaMin: 0", "out_of_range", "slaMin"),
        ("slaMin: '5'", "invalid_type", "slaMin"),
        ("maxAttempts: 0", "out_of_range", "maxAttempts"),
        ("maxAttempts: 1.5", "invalid_type", "maxAttempts"),
        ("backoffStrategy: 1", "invalid_type", "backoffStrategy"),
        ("aliases: {attempts: 1}", "invalid_type", "aliases/attempts"),
        ("capacity: 3", "invalid_type", "capacity"),
        ("capacty: a", "unknown_key", "capacty"),
    ],
)
def test_wrong_semantics(semantic, code, pointer):
    """Every semantic has its type and its bounds (model §7.3, ruling 14)."""
    assert found(QUEUE % semantic) == [(code, f"/topology/nodes/0/semantics/{pointer}")]


@pytest.mark.parametrize(
    "semantic",
    [
        "retryKernel: [0, 0.5]",
        "parallelism: 1",
        "parallelism: a",
        "slaMin: 0.5",
        "maxAttempts: 3.0",
        "metadata: {a: 1}",
    ],
)
def test_right_semantics(semantic):
    """Kernels, parallelism, service levels and attempts within their bounds are fine (model §7.3)."""
    assert found(QUEUE % semantic) == []


@pytest.mark.parametrize(
    ("member", "code", "pointer"),
    [
        ("initialCondition: {queueDepth: -1}", "out_of_range", "initialCondition/queueDepth"),
        ("initialCondition: {depth: 1}", "unknown_key", "initialCondition/depth"),
        ("wipLimit: -1", "out_of_range", "wipLimit"),
        ("wipLimit: .inf", "non_finite_number", "wipLimit"),
        ("wipLimit: 1, wipOverflow: 3", "invalid_type", "wipOverflow"),
        ("constraints: c", "invalid_type", "constraints"),
        ("ui: {x: left}", "invalid_type", "ui/x"),
        ("nodeRole: 3", "invalid_type", "nodeRole"),
        ("role: x", "unknown_key", "role"),
    ],
)
def test_wrong_keys_of_places(member, code, pointer):
    """Every key of a topology node has its type and its bounds (model §7.1, §7.6)."""
    assert found(PLACE % member) == [(code, f"/topology/nodes/0/{pointer}")]


def test_places_need_semantics_and_a_known_kind():
    """A topology node needs id and semantics, and its kind is one of eight words (model §7.1, §7.2)."""
    assert found(ONE_NODE + "topology: {nodes: [{kind: qeue}, {id: A, semantics: null}]}") == [
        ("required_key", "/topology/nodes/0"),
        ("required_key", "/topology/nodes/0"),
        ("invalid_value", "/topology/nodes/0/kind"),
        ("required_key", "/topology/nodes/1"),
    ]


@pytest.mark.parametrize(
    ("member", "code", "pointer"),
    [
        ("weight: -1", "out_of_range", "weight"),
        ("type: flow", "invalid_value", "type"),
        ("measure: depth", "invalid_value", "measure"),
        ("multiplier: .inf", "non_finite_number", "multiplier"),
        ("lag: 0.5", "invalid_type", "lag"),
        ("lag: -1", "out_of_range", "lag"),
        ("label: x", "unknown_key", "label"),
    ],
)
def test_wrong_edges(member, code, pointer):
    """Every key of an edge has its type and its bounds (model §7.8)."""
    assert found(EDGE % member) == [(code, f"/topology/edges/0/{pointer}")]


def test_words_of_edges_may_have_any_case():
    """Types and measures of edges are words of any case (model §3.3, §7.8)."""
    (edge,) = read(EDGE % "type: EFFORT, measure: exhaustedfailures").topology.edges
    assert (edge.type, edge.measure) == ("effort", "exhaustedFailures")


def test_constraints_need_a_known_policy_and_a_capacity():
    """A constraint has one of three policies and its capacity as a series (model §7.7)."""
    constraints = (
        "[{id: c, policy: fair, nodes: [Q], semantics: {}},"
        " {id: d, policy: MAXMIN, nodes: [Q], semantics: {served: a, latencyMinutes: x}}]"
    )
    places = "[{id: Q, kind: queue, semantics: {arrivals: a, served: a}}]"
    assert found(f"{ONE_NODE}topology: {{nodes: {places}, constraints: {constraints}}}") == [
        ("invalid_value", "/topology/constraints/0/policy"),
        ("required_key", "/topology/constraints/0/semantics"),
    ]


@pytest.mark.parametrize(
    ("kind", "semantics", "expected"),
    [
        ("queue", {"arrivals": "a", "served": "s"}, (True, True)),
        ("queue", {"arrivals": "a", "capacity": "s"}, (True, True)),
        ("queue", {"arrivals": "a"}, (True, False)),
        ("queue", {"served": "s"}, (True, False)),
        ("dlq", {"arrivals": "a"}, (True, True)),
        ("service", {"arrivals": "a", "served": "s"}, (False, False)),
    ],
)
def test_outflows(kind, semantics, expected):
    """A queue-like node with arrivals and served or capacity, or a dlq, has an outflow (model §7.2)."""
    place = TopologyNode.model_validate({"id": "Q", "kind": kind, "semantics": semantics})
    assert (place.is_queue_like, place.has_outflow) == expected


def test_initial_depth():
    """The backlog before bin 0 may be written down (model §7.1)."""
    place = {"id": "Q", "semantics": {}}
    assert TopologyNode.model_validate(place).initial_depth is None
    assert TopologyNode.model_validate({**place, "initialCondition": {"queueDepth": 3}}).initial_depth == 3


def test_ends_of_edges_have_no_ports():
    """An end is a topology id, with or without a port (model §7.8)."""
    edge = Edge.model_validate({"id": "x", "from": "A:out", "to": "B"})
    assert (edge.source_node, edge.target_node) == ("A", "B")
