"""Formulas: the names in them."""

from dataclasses import replace

import pytest

from examples.drafts import draft_of, findings, found
from flowtime_domain.errors import Place
from flowtime_domain.expressions.syntax import Reference
from flowtime_domain.model.rules.formulas import dependencies_mismatches, unknown_names


def test_unknown_names():
    """Every unknown name of a formula is found once, where it stands first (ruling 23)."""
    text = """\
nodes:
  - {id: demand, values: 1}
  - {id: served, kind: expr, expr: "MIN(demnd, supply) + demand + demnd"}
"""
    first, second = findings(unknown_names, text)
    assert (first.code, first.pointer, first.place) == ("unknown_reference", "/nodes/1/expr", Place(3, 36))
    assert (first.offset, second.offset) == (4, 11)
    assert first.caret == "MIN(demnd, supply) + demand + demnd\n    ^"
    assert first.message.endswith("did you mean 'demand'?")


def test_published_names_are_right():
    """A formula may name any published series, itself and generated ones included (model §6.5)."""
    text = """\
nodes:
  - {id: a, values: 1}
  - {id: b, kind: expr, expr: "SHIFT(b, 1) + desk_queue + a"}
topology: {nodes: [{id: Desk, kind: queue, semantics: {arrivals: a, capacity: b}}]}
"""
    assert found(unknown_names, text) == []


def test_names_beside_wrong_calls():
    """A formula whose calls are wrong is asked for its names too (ruling 23)."""
    draft = draft_of(
        "nodes: [{id: demand}, {id: c, kind: expr}, {id: d, kind: expr, dependencies: [demand]}]"
    )
    named = {1: (Reference("demnd", 5),), 2: (Reference("demand", 5), Reference("rest", 9))}
    draft = replace(draft, names_beside_wrong_calls=named)
    assert [error.pointer for error in unknown_names(draft)] == ["/nodes/1/expr", "/nodes/2/expr"]
    assert [error.pointer for error in dependencies_mismatches(draft)] == ["/nodes/2/dependencies"]


DEPENDENCIES = [
    ("[a, b]", []),
    ("[b, a, a]", []),
    ("[a]", ["/nodes/2/dependencies"]),
    ("[a, b, c]", ["/nodes/2/dependencies"]),
    ("[]", ["/nodes/2/dependencies"]),
    ("[a, 5]", []),
    ("a", []),
]


@pytest.mark.parametrize(("dependencies", "pointers"), DEPENDENCIES)
def test_dependencies(dependencies, pointers):
    """`dependencies` is exactly the set of names in the formula, if it is a list of texts (model §5.4)."""
    text = f"""\
nodes:
  - {{id: a}}
  - {{id: b}}
  - {{id: c, kind: expr, expr: "a + SHIFT(b * a, 1)", dependencies: {dependencies}}}
"""
    assert found(dependencies_mismatches, text) == [
        ("dependencies_mismatch", pointer) for pointer in pointers
    ]


def test_dependencies_are_optional():
    """A formula without `dependencies` is right (model §5.4)."""
    assert found(dependencies_mismatches, "nodes: [{id: c, kind: expr, expr: a + b}]") == []


def test_long_sums_are_no_trouble():
    """A formula of two thousand terms is read without exhausting the stack (model §6.3)."""
    text = f"nodes: [{{id: a}}, {{id: c, kind: expr, expr: {'+'.join('a' for _ in range(2000))} + x}}]"
    assert [error.offset for error in findings(unknown_names, text)] == [4002]
