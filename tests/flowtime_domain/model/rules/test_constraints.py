"""Shared constraints: who takes part in them."""

import pytest

from examples.drafts import findings, found, message
from flowtime_domain.model.rules.constraints import (
    constraint_members,
    constraints_without_members,
    named_constraints,
)


def topology(nodes, constraints):
    return f"nodes: [{{id: a}}]\ntopology: {{nodes: {nodes}, constraints: {constraints}}}"


def test_members_of_a_constraint():
    """A constraint lists existing topology nodes, each once (model §7.7, ruling 18)."""
    text = topology("[{id: Desk}]", "[{id: pool, nodes: [Desk, Dsk, Desk]}]")
    assert found(constraint_members, text) == [
        ("duplicate_id", "/topology/constraints/0/nodes/2"),
        ("unknown_node", "/topology/constraints/0/nodes/1"),
    ]


def test_constraints_of_a_node():
    """A topology node names existing constraints, each once (model §7.1, ruling 18)."""
    text = topology("[{id: Desk, constraints: [pool, poool, pool]}]", "[{id: pool}]")
    assert found(named_constraints, text) == [
        ("duplicate_id", "/topology/nodes/0/constraints/2"),
        ("unknown_constraint", "/topology/nodes/0/constraints/1"),
    ]


def test_nearest_constraint():
    """An unknown constraint is answered with the nearest one (model §2.7)."""
    text = topology("[{id: Desk, constraints: [poool]}]", "[{id: pool}]")
    assert message(findings(named_constraints, text)).endswith("did you mean 'pool'?")


def test_listed_and_named_members():
    """A node may be listed by a constraint and name it too (model §7.7)."""
    text = topology("[{id: Desk, constraints: [pool]}]", "[{id: pool, nodes: [Desk]}]")
    for rule in (constraint_members, named_constraints, constraints_without_members):
        assert found(rule, text) == []


@pytest.mark.parametrize("constraint", ["{id: pool}", "{id: pool, nodes: []}"])
def test_constraint_without_members(constraint):
    """A constraint must be shared by at least one topology node (model §7.7)."""
    assert found(constraints_without_members, topology("[{id: Desk}]", f"[{constraint}]")) == [
        ("constraint_without_members", "/topology/constraints/0")
    ]


@pytest.mark.parametrize("nodes", ["[Dsk]", "Desk", "[5]"])
def test_wrong_members_are_members(nodes):
    """A constraint whose members are written wrong is not called lonely besides (model §2.6)."""
    text = topology("[{id: Desk}]", f"[{{id: pool, nodes: {nodes}}}]")
    assert found(constraints_without_members, text) == []


def test_wrong_names_may_be_of_any_constraint():
    """Where a node's list of constraints is written wrong, no constraint is called lonely (model §2.6)."""
    text = topology("[{id: Desk, constraints: [[pool]]}]", "[{id: pool}]")
    assert found(constraints_without_members, text) == []


def test_unreadable_lists_know_everything():
    """Where a list cannot be read, nothing is called unknown (model §2.6)."""
    assert found(named_constraints, topology("[{id: Desk, constraints: [x]}]", "{id: x}")) == []
    assert found(constraint_members, topology("{id: Desk}", "[{id: pool, nodes: [x]}]")) == []
    assert found(constraints_without_members, topology("{id: Desk}", "[{id: pool}]")) == []
