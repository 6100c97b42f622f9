import pytest

from examples.readings import GRID, ONE_NODE, found, placed, read
from flowtime_domain.model.canonical.mappings import form_of_shape, form_of_type
from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.document import Document
from flowtime_domain.model.mode_rules import SIMULATION_RULES
from flowtime_domain.model.nodes import ConstNode
from flowtime_domain.model.topology import Edge

PLACE = "topology: {nodes: [{id: S, semantics: {arrivals: a, served: a, %s}}]}"
QUEUE = "topology: {nodes: [{id: S, kind: queue, semantics: {arrivals: a, served: a, %s}}]}"
EDGE = "topology: {nodes: [{id: S, semantics: {arrivals: a, served: a}}], edges: [{%s}]}"
CONSTRAINT = (
    "topology: {nodes: [{id: S, kind: queue, semantics: {arrivals: a, served: a}}],"
    " constraints: [{id: c, nodes: [S], semantics: {%s}}]}"
)
SPELLINGS = [
    ("nodes: [{id: a, kind: expr, %s}]", "expr", "1", "expression", "1.0"),
    (PLACE, "externalDemand", "a", "external_demand", "'series:a'"),
    (PLACE, "slaMin", "5", "slaMinutes", "5.0"),
    (QUEUE, "queueDepth", "a", "queue", "a@DEFAULT"),
    (EDGE, "to: S, from", "S", "source", "S"),
    (EDGE, "from: S, to", "S", "target", "S"),
    (CONSTRAINT, "served", "a", "capacity", "'series:a@DEFAULT'"),
    ("outputs: [{%s}]", "series", "a", "source", "a"),
    ("outputs: [{series: a, %s}]", "as", "a.csv", "filename", "a.csv"),
]


def document(template: str, members: str) -> str:
    text = template % members
    return (GRID if text.startswith("nodes") else ONE_NODE) + text


def parts(model):
    return (model.nodes, model.topology, model.outputs)


@pytest.mark.parametrize(("template", "key", "value", "other", "other_value"), SPELLINGS)
def test_both_spellings_give_one_model(template, key, value, other, other_value):
    """Another spelling of a key is read as the canonical one (model §3.3)."""
    first, _, second = key.rpartition(", ")
    beside = f"{first}, " if first else ""
    canonical = read(document(template, f"{beside}{second}: {value}"))
    otherwise = read(document(template, f"{beside}{other}: {other_value}"))
    assert parts(canonical) == parts(otherwise)


@pytest.mark.parametrize(("template", "key", "value", "other", "other_value"), SPELLINGS)
def test_both_spellings_together_are_fine_when_equal(template, key, value, other, other_value):
    """Two spellings are equal when their canonical values are (ruling 20)."""
    assert found(document(template, f"{key}: {value}, {other}: {other_value}")) == []


@pytest.mark.parametrize(("template", "key", "value", "other", "other_value"), SPELLINGS)
def test_two_spellings_that_differ_are_a_conflict_at_the_later_key(template, key, value, other, other_value):
    """Two spellings with different values are a conflict, shown at the later key (model §3.3, ruling 20)."""
    _, _, second = key.rpartition(", ")
    text = document(template, f"{key}: {value}, {other}: b")
    conflicts = [error for error in placed(text) if error[0] == "key_conflict"]
    ((_, pointer, line, column),) = conflicts
    assert pointer.endswith(f"/{other}")
    assert text.splitlines()[line - 1][column - 1 :].startswith(f"{other}: b")
    swapped = document(template, f"{other}: b, {key}: {value}")
    ((_, pointer, _, _),) = [error for error in placed(swapped) if error[0] == "key_conflict"]
    assert pointer.endswith(f"/{second}")


def test_a_null_spelling_does_not_conflict():
    """A key whose value is null counts as absent (model §2.3)."""
    assert found(GRID + "nodes: [{id: a, kind: expr, expr: null, expression: 1}]") == []


def test_unknown_keys_name_the_nearest_known_one_in_table_order():
    """An unknown key is shown at its place, even with the value null (model §2.4, §2.7, ruling 15)."""
    assert placed(GRID + "nodes: [{id: a, values: 1, valeus: null, kinds: 3}]") == [
        ("unknown_key", "/nodes/0/valeus", 2, 28),
        ("unknown_key", "/nodes/0/kinds", 2, 42),
    ]


def test_extension_keys_mean_nothing_anywhere():
    """Keys that start with `x-` are skipped in every mapping (model §2.4, ruling 24)."""
    text = (
        "x-a: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours, x-a: 1}\nwindow: {x-a: 1}\nmetadata: {x-a: 1}\n"
        "nodes: [{id: a, values: 1, x-a: 1, metadata: {x-a: []}}, {id: p, kind: pmf, pmf: {1: 1, x-a: 1}},"
        " {id: r, kind: router, router: {x-a: 1, inputs: {queue: a, x-a: 1}, routes: [{target: t, x-a: 1}]}}]"
        "\ntopology: {x-a: 1, nodes: [{id: S, x-a: 1, semantics: {arrivals: a, served: a, x-a: 1,"
        " aliases: {x-a: 1}}}],"
        " edges: [{from: S, to: S, x-a: 1}]}\noutputs: [{series: a, x-a: 1}]\nrng: {seed: 1, x-a: 1}\n"
        "provenance: {x-a: 1, b: {x-c: 1}}"
    )
    model = read(text)
    assert found(text) == []
    assert model.nodes[0].metadata == {}
    assert model.authored_provenance == {"b": {}}


def test_metadata_is_open():
    """`metadata` anywhere is an open mapping of scalars (ruling 24)."""
    text = ONE_NODE + "metadata: {id: m, tags: [a, b], owner: Ada, level: 3, draft: true}"
    written = read(text).metadata.model_dump(exclude_none=True)
    assert written == {"id": "m", "tags": ("a", "b"), "owner": "Ada", "level": 3, "draft": True}
    assert found(ONE_NODE + "metadata: {id: 3, owner: [Ada], level: .inf}") == [
        ("invalid_type", "/metadata/id"),
        ("invalid_type", "/metadata/owner"),
        ("non_finite_number", "/metadata/level"),
    ]


def test_a_form_has_the_keys_of_its_shape_in_order():
    """The keys of a form are those of its shape (model §2.7)."""
    assert list(form_of_shape(ConstNode).forms)[:3] == ["id", "kind", "initial"]
    assert list(form_of_shape(Edge).forms)[:3] == ["from", "to", "id"]


def test_values_without_another_spelling_stay_as_they_are():
    """Only what has several spellings has a form (model §3.3)."""
    assert form_of_type(float | None) is None


def test_what_is_no_mapping_is_handed_through():
    """A wrong value is left to its shape (model §2.6)."""
    rewriting = Rewriting(Document({}), SIMULATION_RULES)
    assert form_of_shape(Edge)([1], ("edges", 0), rewriting) == [1]
    assert rewriting.errors == []
