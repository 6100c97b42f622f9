"""Values before bin 0: one for each series, and one where a formula looks back at itself."""

import pytest

from examples.drafts import draft_of, findings, found, message
from examples.worked_examples import example_text
from flowtime_domain.errors import Place
from flowtime_domain.model.rules.initial_values import initial_conflicts, self_shifts_without_initial

DEPTH = "initialCondition/queueDepth"


def nodes(own, *places):
    return f"nodes: [{{id: q{own}}}, {{id: a}}]\ntopology: {{nodes: [{', '.join(places)}]}}"


def place(name, depth, queue_depth, kind="service"):
    condition = f"initialCondition: {{queueDepth: {depth}}}"
    semantics = f"{{arrivals: a, served: a, queueDepth: {queue_depth}}}"
    return f"{{id: {name}, kind: {kind}, {condition}, semantics: {semantics}}}"


CONFLICTS = [
    pytest.param(nodes(", initial: 1", place("D", 2, "q")), 0, id="own value and topology value"),
    pytest.param(nodes(", initial: 1", place("q", 2, "a")), 0, id="own value and place of that id"),
    pytest.param(nodes("", place("D", 1, "q"), place("E", 2, "q")), 1, id="two places name it"),
    pytest.param(
        nodes("", place("desk_queue", 1, "a"), place("Desk", 2, "self", "queue")),
        1,
        id="a generated depth and the place of its id (ruling 1)",
    ),
]


@pytest.mark.parametrize(("text", "index"), CONFLICTS)
def test_initial_conflict(text, index):
    """Two different values before bin 0 are found at the later one (engine §2.6, ruling 23)."""
    assert found(initial_conflicts, text) == [("initial_conflict", f"/topology/nodes/{index}/{DEPTH}")]


def test_conflict_shows_both_values():
    """The message names the series and both values (engine §2.6)."""
    shown = message(findings(initial_conflicts, nodes(", initial: 1", place("D", 2.5, "q"))))
    assert "'q' would be 1 and 2.5" in shown


EMPTY = "{id: Desk, kind: queue, semantics: {arrivals: a, served: a, queueDepth: DEPTH}}"


@pytest.mark.parametrize("depth", ["q", "self"])
def test_recurrence_that_starts_empty(depth):
    """A queue that starts empty contradicts another place's value for its depth (ruling 1)."""
    name = "desk_queue" if depth == "self" else "q"
    text = nodes("", place(name, 6, "a"), EMPTY.replace("DEPTH", depth))
    assert found(initial_conflicts, text) == [("initial_conflict", f"/topology/nodes/0/{DEPTH}")]
    text = text.replace("kind: queue,", "kind: queue, initialCondition: {},")
    assert found(initial_conflicts, text) == [("initial_conflict", f"/topology/nodes/0/{DEPTH}")]


AGREEING = [
    pytest.param(nodes(", initial: 2", place("D", 2, "q")), id="equal values"),
    pytest.param(nodes(", initial: 2.0", place("q", 2, "q")), id="equal numbers"),
    pytest.param(nodes(", initial: 1", place("D", 2, "a")), id="another series"),
    pytest.param(nodes("", place("D", 1, "self", "queue"), place("E", 2, "self", "queue")), id="two depths"),
    pytest.param(nodes("", place("D", 1, "self", "queue"), place("D", 2, "self", "queue")), id="one id"),
    pytest.param(nodes("", place("D", 1, "a"), place("D", 2, "q")), id="ids that are no series"),
    pytest.param(nodes("", place("q", 0, "a"), EMPTY.replace("DEPTH", "q")), id="empty and 0"),
    pytest.param(nodes(", initial: 6", EMPTY.replace("DEPTH", "q")), id="starts from the own value"),
    pytest.param(nodes("", place("q", 6, "a"), place("D", 6, "q", "queue")), id="starts from the same"),
    pytest.param(nodes(", initial: one", place("D", 2, "q")), id="no number"),
    pytest.param(nodes(", initial: .nan", place("D", 2, "q")), id="not finite"),
]


@pytest.mark.parametrize("text", AGREEING)
def test_agreeing_initial_values(text):
    """Equal values, and values of different series, do not conflict (engine §2.6)."""
    assert found(initial_conflicts, text) == []


def test_self_shift_without_initial():
    """A formula that shifts its own series needs a value before bin 0 (model M6)."""
    (error,) = self_shifts_without_initial(draft_of(example_text("M6")))
    assert (error.code, error.pointer) == ("self_shift_requires_initial_condition", "/nodes/0/expr")
    assert (error.place, error.offset) == (Place(3, 35), 6)


def test_self_shift_from_a_topology_node():
    """The topology node of the same id gives the first value (engine E6)."""
    assert found(self_shifts_without_initial, example_text("E6")) == []


RIGHT = [
    pytest.param("nodes: [{id: q, kind: expr, initial: 0, expr: 'SHIFT(q, 1)'}]", id="own value"),
    pytest.param("nodes: [{id: q, kind: expr, initial: x, expr: 'SHIFT(q, 1)'}]", id="own value, wrong"),
    pytest.param("nodes: [{id: q, kind: expr, expr: 'SHIFT(a, 1)'}, {id: a}]", id="another series"),
    pytest.param("nodes: [{id: q, kind: expr, expr: 'SHIFT(q, 0)'}]", id="no bin back"),
    pytest.param("nodes: [{id: q, kind: expr, expr: 'CONV(q, [0, 1])'}]", id="no SHIFT"),
    pytest.param(
        "nodes: [{id: q, kind: expr, expr: 'SHIFT(q, 1)'}, {id: a}]\n"
        f"topology: {{nodes: [{place('D', 3, 'q')}]}}",
        id="named by queueDepth",
    ),
    pytest.param(
        "nodes: [{id: q, kind: expr, expr: 'SHIFT(q, 1)'}]\n"
        "topology: {nodes: [{id: q, initialCondition: 5}]}",
        id="a topology value of wrong shape",
    ),
    pytest.param("nodes: [{id: q, kind: expr, expr: 'SHIFT(q, 1)'}]\ntopology: {nodes: 5}", id="no places"),
]


@pytest.mark.parametrize("text", RIGHT)
def test_self_shift_is_right(text):
    """With a value before bin 0, or without a SHIFT of itself, a formula is right (engine §2.6)."""
    assert found(self_shifts_without_initial, text) == []


@pytest.mark.parametrize("formula", ["SHIFT(q * 2, 3) + 1", "-CLAMP(SHIFT(1 + SHIFT(q, 0), 1), 0, 1)"])
def test_self_shift_inside_a_formula(formula):
    """Any reference to itself under a SHIFT of one or more counts (engine §2.6)."""
    text = f"nodes: [{{id: q, kind: expr, expr: '{formula}'}}]"
    assert found(self_shifts_without_initial, text) == [
        ("self_shift_requires_initial_condition", "/nodes/0/expr")
    ]
