import pytest

from examples.findings import desk_findings, findings

SERIES = {"a": [4, 4, 4], "m": [4, 5, 4.0000001], "l": [4, 3, 3.9999999], "q": [0, 0, 0]}

# code, severity, kind, semantics; each offends in bin 1 alone
OFFENDERS = [
    ("served_exceeds_available", "error", "queue", {"served": "m"}),
    ("served_exceeds_available", "error", "dlq", {"served": "m", "queueDepth": "q"}),
    ("loss_exceeds_available", "error", "queue", {"capacity": "q", "errors": "m"}),
    ("queue_depth_mismatch", "warning", "queue", {"served": "a", "queueDepth": "r"}),
    ("served_exceeds_arrivals", "warning", "service", {"served": "m"}),
    ("served_exceeds_arrivals", "warning", "router", {"served": "m"}),
    ("served_exceeds_arrivals", "warning", "sink", {"served": "m"}),
    ("served_exceeds_arrivals", "warning", "external", {"served": "m"}),
    ("served_exceeds_capacity", "warning", "queue", {"served": "m", "capacity": "a"}),
    ("errors_exceed_arrivals", "warning", "service", {"served": "a", "errors": "m"}),
    ("attempts_below_arrivals", "warning", "service", {"served": "a", "attempts": "l"}),
    ("failures_exceed_attempts", "warning", "service", {"served": "q", "failures": "m", "attempts": "a"}),
    ("failures_exceed_attempts", "warning", "queue", {"served": "q", "errors": "m", "attempts": "a"}),
    (
        "exhausted_exceeds_failures",
        "warning",
        "service",
        {"served": "a", "failures": "a", "errors": "q", "exhaustedFailures": "m"},
    ),
    (
        "exhausted_exceeds_errors",
        "warning",
        "service",
        {"served": "a", "errors": "a", "exhaustedFailures": "m"},
    ),
    (
        "attempts_conservation_mismatch",
        "warning",
        "service",
        {"served": "a", "failures": "q", "attempts": "m"},
    ),
]


@pytest.mark.parametrize(("code", "severity", "kind", "semantics"), OFFENDERS)
def test_what_does_not_fit_is_found(code, severity, kind, semantics):
    """Two series of a node that do not fit by more than the tolerance are told of (engine §12.1)."""
    series = {**SERIES, "r": [0, 1, 0]}
    found = desk_findings(series, kind, **{"arrivals": "a", **semantics})[code]
    assert (found.severity, found.bins, found.count) == (severity, (1,), 1)


@pytest.mark.parametrize(
    ("code", "kind", "semantics"),
    [
        ("served_exceeds_available", "service", {"served": "m"}),
        ("served_exceeds_available", "queue", {"capacity": "m"}),
        ("loss_exceeds_available", "service", {"served": "a", "errors": "m"}),
        ("loss_exceeds_available", "queue", {"served": "a"}),
        ("queue_depth_mismatch", "service", {"served": "a", "queueDepth": "m"}),
        ("queue_depth_mismatch", "queue", {"served": "m"}),
        ("served_exceeds_arrivals", "queue", {"served": "m"}),
        ("served_exceeds_arrivals", "dependency", {"served": "m"}),
        ("served_exceeds_arrivals", "service", {"capacity": "m"}),
        ("errors_exceed_arrivals", "queue", {"served": "q", "errors": "m"}),
        ("attempts_below_arrivals", "queue", {"served": "q", "attempts": "l"}),
        ("failures_exceed_attempts", "service", {"served": "q", "failures": "m"}),
        (
            "exhausted_exceeds_errors",
            "service",
            {"served": "a", "failures": "m", "errors": "q", "exhaustedFailures": "m"},
        ),
        ("attempts_conservation_mismatch", "service", {"served": "a", "errors": "m", "attempts": "m"}),
        ("attempts_conservation_mismatch", "service", {"capacity": "a", "failures": "q", "attempts": "m"}),
    ],
)
def test_rules_keep_to_their_nodes(code, kind, semantics):
    """A rule applies to its kinds only, and only if the series it compares exist (engine §12.1)."""
    assert code not in desk_findings(SERIES, kind, **{"arrivals": "a", **semantics})


def test_the_message_says_where_it_is_worst():
    """A message names the bin with the largest difference and both numbers (engine §12.1)."""
    found = desk_findings({"a": 4, "s": [5, 9, 6]}, arrivals="a", served="s")["served_exceeds_arrivals"]
    assert found.message == "'Desk' serves more than arrives in 3 of 3 bins; most in bin 1: 9 against 4."


def test_attempts_have_a_tolerance_of_their_own():
    """Attempts may differ from served and failures by 1e-4 (engine §12.1)."""
    series = {"a": 4, "f": 1, "t": [5.00009, 5.0002]}
    found = desk_findings(series, arrivals="a", served="a", failures="f", attempts="t")
    assert found["attempts_conservation_mismatch"].bins == (1,)


def test_capacity_of_all_servers_counts():
    """Served is compared with capacity times parallelism (engine §12.1)."""
    found = desk_findings(SERIES, arrivals="a", served="m", capacity="a", parallelism=2)
    assert "served_exceeds_capacity" not in found


def test_available_follows_the_recurrence_though_a_depth_is_declared():
    """What is available comes from the recurrence, whatever depth is declared (ruling 31)."""
    series = {"a": 4, "s": [1, 9, 0], "d": [100, 100, 100]}
    found = desk_findings(series, "queue", arrivals="a", served="s", queueDepth="d")
    assert found["served_exceeds_available"].bins == (1,)


def place(name: str, kind: str = "queue", **keys):
    """A queue-like topology node; keys that are no semantics go beside them."""
    beside = {key: keys.pop(key) for key in ("wipLimit", "wipOverflow", "constraints") if key in keys}
    return {"id": name, "kind": kind, **beside, "semantics": keys}


def test_what_flows_over_into_a_queue_is_available():
    """Overflow-in counts among what a queue can serve and lose (engine §12.1, ruling 31)."""
    series = {"a": [4, 4], "z": 0, "s": [3, 5], "x": [1, 3]}
    source = place("Source", arrivals="a", served="z", wipLimit=0, wipOverflow="Hall")
    for semantics in ({"served": "s"}, {"errors": "s", "served": "z"}):
        assert findings(2, series, source, place("Hall", arrivals="z", **semantics)) == []
    hall = place("Hall", arrivals="z", served="s", errors="x")
    (found,) = findings(2, series, source, hall)
    assert (found.code, found.bins) == ("served_exceeds_available", (1,))


def test_a_cut_demand_is_told_of():
    """Where a queue wants more than its last constraint allots, that is told of (engine §12.1, E17)."""
    pool = {"id": "pool", "policy": "priority", "nodes": ["First", "Last"], "semantics": {"served": "c"}}
    places = [place(name, arrivals="a", served="a") for name in ("First", "Last")]
    found = findings(3, {"a": [3, 4, 6], "c": 8}, *places, constraints=[pool])
    assert [(each.code, each.severity, each.node_id, each.bins) for each in found] == [
        ("constraint_limited", "info", "Last", (2,))
    ]


def test_without_a_constraint_nothing_is_limited():
    """A queue whose outflow is what a limited one puts out is not limited itself (engine §12.1)."""
    pool = {"id": "pool", "nodes": ["First"], "semantics": {"served": "c"}}
    places = [
        place("First", arrivals="a", served="a"),
        place("Next", arrivals="a", served="first_gated_outflow"),
    ]
    found = findings(3, {"a": 3, "c": 2}, *places, constraints=[pool])
    assert {each.node_id for each in found if each.code == "constraint_limited"} == {"First"}
