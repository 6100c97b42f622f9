import pytest

from examples.readings import GRID, ONE_NODE, found


@pytest.mark.parametrize(
    "members",
    [
        "schemaVersion: 1",
        "schemaVersion: 1.0",
        "generator: FlowTime 3.1",
        "mode: Telemetry",
        "topology: {}",
        "outputs: []",
        "topology: {nodes: [], edges: null, constraints: []}",
        "rng: {seed: 9223372036854775807}",
        "rng: {kind: PCG32, seed: 0}",
    ],
)
def test_right_roots(members):
    """Version 1, generators of ours, known modes, empty lists and seeds up to 2^63-1 (model §3.2, §8.2)."""
    assert found(ONE_NODE + members) == []


@pytest.mark.parametrize(
    ("members", "code", "pointer"),
    [
        ("schemaVersion: 2", "unsupported_schema_version", "/schemaVersion"),
        ("schemaVersion: 0", "unsupported_schema_version", "/schemaVersion"),
        ("schemaVersion: 1.5", "invalid_type", "/schemaVersion"),
        ("schemaVersion: '1'", "invalid_type", "/schemaVersion"),
        ("schemaVersion: true", "invalid_type", "/schemaVersion"),
        ("schemaVersion: .inf", "non_finite_number", "/schemaVersion"),
        ("generator: simtime", "invalid_format", "/generator"),
        ("generator: 3", "invalid_type", "/generator"),
        ("mode: sim", "invalid_value", "/mode"),
        ("mode: 1", "invalid_type", "/mode"),
        ("metadata: a", "invalid_type", "/metadata"),
        ("metadata: {tags: a}", "invalid_type", "/metadata/tags"),
        ("topology: []", "invalid_type", "/topology"),
        ("topology: {nodes: {}}", "invalid_type", "/topology/nodes"),
        ("topology: {nods: []}", "unknown_key", "/topology/nods"),
        ("outputs: {}", "invalid_type", "/outputs"),
        ("rng: 3", "invalid_type", "/rng"),
        ("rng: {seed: -1}", "out_of_range", "/rng/seed"),
        ("rng: {seed: 9223372036854775808}", "out_of_range", "/rng/seed"),
        ("rng: {seed: 1.5}", "invalid_type", "/rng/seed"),
        ("rng: {kind: mt19937, seed: 1}", "invalid_value", "/rng/kind"),
        ("output: []", "unknown_key", "/output"),
    ],
)
def test_wrong_roots(members, code, pointer):
    """Every key of the root has its type and its words (model §3.2, §8.2)."""
    assert found(ONE_NODE + members) == [(code, pointer)]


def test_a_document_needs_nodes():
    """`nodes` is a list of at least one (model §3.2)."""
    assert found(GRID) == [("required_key", "")]
    assert found(GRID + "nodes: []") == [("too_few_items", "/nodes")]
    assert found(GRID + "nodes: null") == [("required_key", "")]
    assert found(GRID + "nodes: {a: 1}") == [("invalid_type", "/nodes")]
