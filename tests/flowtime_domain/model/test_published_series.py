"""Which series a model publishes, in which order, and what they count."""

import pytest

from examples.drafts import draft_of
from examples.worked_examples import example_text
from flowtime_domain.model.published_series import SeriesRole, published_series


def series(nodes=(), places=(), constraints=()):
    return published_series(list(nodes), list(places), list(constraints))


def place(name, kind="queue", more=None, **semantics):
    return {"id": name, "kind": kind, "semantics": semantics, **(more or {})}


def names(published):
    return [one.name for one in published]


EXAMPLES = {
    "E7": "offered rate pressure admitted intake_served depth",
    "E11": "a c web_tier_served web_tier_queue",
    "E12": "a s d",
    "E14": "a s c dock batch_gated_outflow batch_queue truck_served truck_gated_outflow truck_queue",
    "E15": (
        "a s none big five lim one_queue one_overflow var_queue var_overflow a_queue a_overflow "
        "b_overflow_in b_served b_queue b_overflow c_overflow_in c_served c_queue"
    ),
    "E17": (
        "a1 a2 free line_cap dock_cap q1_alloc_line q1_alloc_dock q1_served q1_gated_outflow q1_queue "
        "q2_alloc_line q2_served q2_gated_outflow q2_queue"
    ),
    "E18": "a s cap l_alloc_c l_gated_outflow l_queue r_alloc_c r_gated_outflow r_queue",
    "E19": "a f g p_again c_retry_echo s_retry_echo",
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_series_of_worked_examples(example):
    """Series nodes come first, then the generated series of each place in their order (engine §2.1)."""
    assert names(draft_of(example_text(example)).series) == EXAMPLES[example].split()


def test_router_is_followed_by_its_new_targets():
    """A router's new targets follow it in route order, each once (engine §2.1)."""
    routers = [
        {"id": "r", "kind": "router", "routes": [{"target": "air"}, {"target": "sea"}, {"target": "air"}]},
        {"id": "s", "kind": "router", "routes": [{"target": "sea"}, {"target": "last"}, {"target": "north"}]},
        {"id": "last"},
    ]
    published = series(routers)
    assert names(published) == ["r", "air", "sea", "s", "north", "last"]
    assert [one.owner for one in published] == [0, 0, 0, 1, 1, 2]
    assert published[1].role is SeriesRole.ROUTER_TARGET


KINDS = [
    pytest.param({"id": "x"}, "flow", "entities/bin", id="flow"),
    pytest.param({"id": "x", "unit": "orders"}, "flow", "orders", id="own unit"),
    pytest.param({"id": "x", "unit": ""}, "flow", "entities/bin", id="empty unit"),
    pytest.param({"id": "x", "unit": "%"}, "ratio", "%", id="percent"),
    pytest.param({"id": "x", "unit": "ratio"}, "ratio", "ratio", id="ratio"),
    pytest.param({"id": "x", "kind": "serviceWithBuffer"}, "stock", "entities", id="buffer"),
    pytest.param({"id": "depth", "unit": "ratio"}, "stock", "ratio", id="named as a depth"),
    pytest.param({"id": "spent"}, "time", "ms", id="named as a time"),
]


@pytest.mark.parametrize(("node", "kind", "unit"), KINDS)
def test_kind_and_unit_of_a_node(node, kind, unit):
    """Use and unit of a series decide its kind; without a unit it has that of its kind (engine §2.1)."""
    desk = place("Desk", "service", queueDepth="depth", processingTimeMsSum="spent")
    (first,) = series([node], [desk])
    assert (first.kind, first.unit) == (kind, unit)


def test_kind_of_generated_series():
    """Generated depths are stocks, all other generated series flows (engine §2.1)."""
    limited = {"wipLimit": 3, "dispatchSchedule": {"periodBins": 2}}
    published = series(
        [], [place("Desk", more=limited, arrivals="a", capacity="a", errors="a", retryKernel=[1])]
    )
    assert [(one.name.removeprefix("desk_"), one.kind, one.unit) for one in published] == [
        ("retry_echo", "flow", "entities/bin"),
        ("served", "flow", "entities/bin"),
        ("gated_outflow", "flow", "entities/bin"),
        ("queue", "stock", "entities"),
        ("overflow", "flow", "entities/bin"),
    ]
    assert all(one.is_generated for one in published)


def test_allocations_follow_the_declaration_of_constraints():
    """A place has one allocation per constraint, in the order in which these are declared (ruling 33)."""
    desk = place("Desk", more={"constraints": ["second", "first"]}, arrivals="a", served="a")
    other = place("Other", arrivals="a", served="a")
    shared = [
        {"id": "first"},
        {"id": "second", "nodes": ["Other", "Desk"]},
        {"id": "first", "nodes": ["Other"]},
    ]
    published = series([], [desk, other], shared)
    assert [(one.owner, one.constraint) for one in published if one.role is SeriesRole.ALLOCATION] == [
        (0, "first"),
        (0, "second"),
        (1, "second"),
    ]


NO_DEPTH = [
    pytest.param(place("Desk", arrivals="a", served="a", queueDepth="a"), id="declared"),
    pytest.param(place("Desk", arrivals="a", queueDepth="self"), id="no outflow"),
    pytest.param(place("Desk", "service", arrivals="a", served="a", queueDepth="self"), id="no queue"),
    pytest.param(place("Desk", served="a", capacity="a"), id="no arrivals"),
]


@pytest.mark.parametrize("desk", NO_DEPTH)
def test_no_generated_depth(desk):
    """Only a queue-like place with an outflow and without a declared depth gets a depth (engine §2.1)."""
    assert names(series([{"id": "a"}], [desk])) == ["a"]


def test_declared_retry_echo():
    """A declared retry echo is not generated again, kernel or not (model §7.3)."""
    api = place("Api", "service", arrivals="a", errors="a", retryEcho="a", retryKernel=[0, 1])
    assert names(series([{"id": "a"}], [api])) == ["a"]


def test_overflow_into_itself_is_no_overflow_in():
    """Only another node's overflow flows into a node (engine §2.1)."""
    desk = place("Desk", more={"wipLimit": 1, "wipOverflow": "Desk"}, arrivals="a", served="a")
    assert names(series([], [desk])) == ["desk_queue", "desk_overflow"]


def test_elements_of_wrong_shape_are_declared():
    """An element whose shape is wrong counts under its id, as far as it can be read (model §2.6)."""
    nodes = [
        {"id": "a", "kind": "cnst"},
        {"id": 7},
        {"values": 1},
        {"id": "r", "routes": [5, {"target": "b"}]},
    ]
    places = [
        {"id": "Desk", "kind": "queue", "semantics": {"arrivals": 5, "capacity": []}},
        {"kind": "queue", "semantics": {"arrivals": "a", "served": "a"}},
        {},
    ]
    assert names(series(nodes, places)) == ["a", "r", "b", "desk_served", "desk_queue"]


def test_many_elements_take_linear_time():
    """Ten thousand nodes and places are listed at once (model §4.4)."""
    nodes = [{"id": f"n{number}"} for number in range(10_000)]
    places = [place(f"P{number}", arrivals="n1", capacity="n2") for number in range(10_000)]
    assert len(series(nodes, places)) == 30_000
