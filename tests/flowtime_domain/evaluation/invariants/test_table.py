from examples.findings import findings

DESK = {"kind": "queue", "semantics": {"arrivals": "a", "served": "s", "capacity": "c", "slaMin": 1}}
SERIES = {"a": [9, 9, 9, 9, -1], "s": [1, 1, 1, 1, 1], "c": [0.5, 0.5, 0.5, 0.5, 0.5]}


def test_findings_of_a_node_come_in_the_order_of_the_table():
    """Findings of one node stand in the order in which the table lists their rules (engine §12.1)."""
    found = findings(5, SERIES, {"id": "Desk", **DESK})
    assert [finding.code for finding in found] == [
        "arrivals_negative",
        "served_exceeds_capacity",
        "non_stationary",
        "backlog_growth_streak",
        "backlog_overload",
        "backlog_age_risk",
    ]


def test_nodes_come_in_document_order():
    """All findings of one topology node stand before those of the next (engine §12.1)."""
    found = findings(5, SERIES, {"id": "Second", **DESK}, {"id": "First", **DESK})
    assert [finding.node_id for finding in found] == ["Second"] * 6 + ["First"] * 6


def test_a_sound_model_gives_no_finding():
    """A model whose numbers fit gives nothing to tell of (engine §12.1)."""
    place = {"id": "Desk", "kind": "queue", "semantics": {"arrivals": "a", "capacity": "a"}}
    assert findings(4, {"a": 5}, place) == []


def test_products_beyond_the_largest_number_are_looked_at_in_silence():
    """Finite numbers whose product is infinite are compared without a word from numpy (engine §12.1)."""
    place = {
        "id": "Desk",
        "kind": "queue",
        "semantics": {"arrivals": "a", "capacity": "a", "parallelism": "a"},
    }
    assert findings(4, {"a": [1e300, 1e308, 1e308, 0]}, place) == []
