import pytest

from examples.readings import GRID, ONE_NODE, found, placed, read

PMF = GRID + "nodes: [{id: p, kind: pmf, pmf: %s}]"
ROUTER = GRID + "nodes: [{id: a, values: 1}, {id: r, kind: router, %s}]"
INPUTS, ROUTES = "inputs: {queue: a}", "routes: [{target: t, weight: 2}]"


@pytest.mark.parametrize(
    "short", ["{1: 0.9, 12: 0.1}", "{'1': 0.9, 12.0: 0.1}", "{1: 0.9, +12: 0.1, 3: null}"]
)
def test_a_pmf_may_be_a_mapping_from_value_to_probability(short):
    """A pmf in short form is the same distribution (model §3.3, ruling 21)."""
    written = read(PMF % "{values: [1, 12], probabilities: [0.9, 0.1]}")
    assert read(PMF % short).nodes == written.nodes


@pytest.mark.parametrize(
    ("pmf", "errors"),
    [
        ("{1: 0.5, 1.0: 0.5}", [("pmf_duplicate_value", "/nodes/0/pmf/1.0")]),
        ("{1: 0.5, 2: 0.6}", [("pmf_sum", "/nodes/0/pmf")]),
        ("{1: 1.5, 2: -0.5}", [("out_of_range", "/nodes/0/pmf/2")]),
        ("{1: 1, many: 0}", [("invalid_type", "/nodes/0/pmf/many")]),
        ("{1: 1, .inf: 0}", [("non_finite_number", "/nodes/0/pmf/.inf")]),
        ("{few: 0.5, many: 0.5}", [("invalid_type", f"/nodes/0/pmf/{key}") for key in ("few", "many")]),
        ("{1: one}", [("invalid_type", "/nodes/0/pmf/1")]),
        ("{}", [("pmf_length", "/nodes/0/pmf")]),
        ("[1]", [("invalid_type", "/nodes/0/pmf")]),
        (
            "{value: [1], probabilities: [1]}",
            [("required_key", "/nodes/0/pmf"), ("unknown_key", "/nodes/0/pmf/value")],
        ),
    ],
)
def test_errors_of_a_short_pmf_point_at_its_members(pmf, errors):
    """A short pmf obeys the rules of the long one, shown at its own members (model §2.5, §5.5)."""
    assert found(PMF % pmf) == errors


@pytest.mark.parametrize(
    "members",
    [
        f"{INPUTS}, {ROUTES}",
        f"router: {{{INPUTS}, {ROUTES}}}",
        f"{INPUTS}, router: {{{ROUTES}}}",
        f"{INPUTS}, {ROUTES}, router: {{{INPUTS}}}",
        f"{INPUTS}, {ROUTES}, router: null",
    ],
)
def test_a_router_may_nest_its_keys(members):
    """`inputs` and `routes` may be nested in `router` (model §3.3)."""
    router = read(ROUTER % members).nodes[1]
    assert (router.inputs.queue, router.routes[0].target, router.routes[0].weight) == ("a", "t", 2)


@pytest.mark.parametrize(
    ("members", "errors"),
    [
        (
            f"{INPUTS}, {ROUTES}, router: {{routes: [{{target: u}}]}}",
            [("key_conflict", "/nodes/1/router/routes")],
        ),
        (f"router: {{{INPUTS}, {ROUTES}, route: 1}}", [("unknown_key", "/nodes/1/router/route")]),
        (f"{INPUTS}, router: 3", [("required_key", "/nodes/1"), ("invalid_type", "/nodes/1/router")]),
        (f"{INPUTS}, routes: []", [("too_few_items", "/nodes/1/routes")]),
        (
            f"router: {{{INPUTS}, routes: [{{weight: 0}}]}}",
            [
                ("required_key", "/nodes/1/router/routes/0"),
                ("out_of_range", "/nodes/1/router/routes/0/weight"),
            ],
        ),
        (
            f"{INPUTS}, routes: [{{target: t, classes: []}}]",
            [("class_routes_unsupported", "/nodes/1/routes/0/classes")],
        ),
        (f"{INPUTS}, routes: [{{target: t, classes: null}}]", []),
        (
            f"inputs: {{queu: a}}, {ROUTES}",
            [("required_key", "/nodes/1/inputs"), ("unknown_key", "/nodes/1/inputs/queu")],
        ),
    ],
)
def test_wrong_routers_are_refused_where_they_are_written(members, errors):
    """A nested router obeys the rules of the flat one, shown where it is written (model §3.4, §5.7)."""
    assert found(ROUTER % members) == errors


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ("classes: []", "classes_unsupported"),
        ("traffic: {}", "classes_unsupported"),
        ("constraints: [1]", "unsupported_key"),
        ("variables: {a: 1}", "unsupported_key"),
        ("parameters: []", "template_key_in_model"),
    ],
)
def test_what_is_not_supported_is_refused(member, code):
    """Classes, traffic, root constraints, variables and parameters are refused (model §3.4, ruling 25)."""
    key = member.partition(":")[0]
    assert placed(ONE_NODE + member) == [(code, f"/{key}", 3, len(key) + 3)]


@pytest.mark.parametrize("member", ["constraints: []", "variables: {}", "classes: null", "parameters: null"])
def test_what_is_empty_or_null_is_fine(member):
    """Root constraints and variables may be empty; a null key is absent (model §2.3, §3.4)."""
    assert found(ONE_NODE + member) == []
