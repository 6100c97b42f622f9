import pytest

from examples.readings import GRID, ONE_NODE, errors_of, found, placed
from flowtime_domain.model.mode_rules import TELEMETRY_RULES

PMF = "nodes: [{id: p, kind: pmf, pmf: {values: %s, probabilities: %s}}]"


@pytest.mark.parametrize("values", ["1", "[1]", "[1, 2]", "[1], repeat: true", "[1, 2, 3], repeat: true"])
def test_values_fill_the_grid(values):
    """A number or a list of one fills all bins; with repeat any length does (model §5.3)."""
    assert found(f"{GRID}nodes: [{{id: a, values: {values}}}]") == []


@pytest.mark.parametrize("values", ["[]", "[1, 2, 3]", "[1, 2, 3], repeat: false", "[], repeat: true"])
def test_other_lengths_are_refused(values):
    """Any other length is an error, an empty list always (model §5.3, ruling 16)."""
    assert placed(f"{GRID}nodes: [{{id: a, values: {values}}}]") == [
        ("values_length", "/nodes/0/values", 2, 25)
    ]


def test_a_wrong_repeat_brings_no_error_about_the_length():
    """Whether values repeat cannot be said where `repeat` is no boolean (model §2.6, §5.3)."""
    text = GRID + "nodes: [{id: a, values: [1, 2, 3], repeat: 'true'}]"
    assert found(text) == [("invalid_type", "/nodes/0/repeat")]


def test_the_message_names_both_lengths():
    """The error about a length names both lengths (model §5.3)."""
    (error,) = errors_of(GRID + "nodes: [{id: a, values: [1, 2, 3]}]")
    assert error.message.startswith("3 values for 2 bins")


def test_simulation_needs_values():
    """In simulation mode a const needs values, with a source or not (model §5.3, ruling 16)."""
    text = (
        GRID
        + "nodes: [{id: a}, {id: b, source: x.csv}, {id: c, values: 1, source: x.csv}, {id: d, values: null}]"
    )
    expected = [
        ("values_required", "/nodes/0"),
        ("values_required", "/nodes/1"),
        ("values_required", "/nodes/3"),
    ]
    assert found(text) == expected


def test_telemetry_needs_values_or_a_source():
    """In telemetry mode a source that is not blank replaces values (model §5.3, §10)."""
    text = (
        GRID
        + "nodes: [{id: a}, {id: b, source: x.csv}, {id: c, source: ' '}, {id: d, values: 1, source: ''}]"
    )
    assert found(text, TELEMETRY_RULES) == [("values_required", "/nodes/0"), ("values_required", "/nodes/2")]


@pytest.mark.parametrize(
    ("values", "probabilities"),
    [("[1]", "[1]"), ("[1, 2]", "[0.3, 0.7]"), ("[1, 2, 3]", "[0.1, 0.2, 0.7000001]")],
)
def test_distributions(values, probabilities):
    """Probabilities add up to 1 within 1e-6 (model §5.5)."""
    assert found(GRID + PMF % (values, probabilities)) == []


@pytest.mark.parametrize(
    ("values", "probabilities", "errors"),
    [
        ("[]", "[]", [("pmf_length", "/nodes/0/pmf")]),
        ("[1, 2]", "[1]", [("pmf_length", "/nodes/0/pmf")]),
        ("[1, 2, 1.0]", "[0.5, 0.25, 0.25]", [("pmf_duplicate_value", "/nodes/0/pmf/values/2")]),
        ("[1, 2]", "[0.5, 0.50001]", [("pmf_sum", "/nodes/0/pmf/probabilities")]),
        ("[1, 2]", "[1.5, -0.5]", [("out_of_range", "/nodes/0/pmf/probabilities/1")]),
        ("[1, .nan]", "[0.5, 0.5]", [("non_finite_number", "/nodes/0/pmf/values/1")]),
        (
            "[1, a]",
            "[0.5, null]",
            [("invalid_type", "/nodes/0/pmf/values/1"), ("invalid_type", "/nodes/0/pmf/probabilities/1")],
        ),
        ("[1, 2]", "[0.5, .inf]", [("non_finite_number", "/nodes/0/pmf/probabilities/1")]),
        ("[1, 2]", "[1e308, 1e308]", [("pmf_sum", "/nodes/0/pmf/probabilities")]),
        ("1", "[1]", [("invalid_type", "/nodes/0/pmf/values")]),
    ],
)
def test_no_distributions(values, probabilities, errors):
    """Values are distinct and finite; probabilities are as many and not negative (model §5.5, ruling 14)."""
    assert found(GRID + PMF % (values, probabilities)) == errors


def test_a_limit_is_a_number_or_a_series():
    """`wipLimit` and `wipLimitSeries` together are a conflict at the later key (model §7.6)."""
    place = "{id: Q, kind: queue, semantics: {arrivals: a, served: a}, %s}"
    text = f"{ONE_NODE}topology: {{nodes: [{place % 'wipLimitSeries: a, wipLimit: 3'}]}}"
    assert placed(text) == [("key_conflict", "/topology/nodes/0/wipLimit", 3, 97)]
    assert found(f"{ONE_NODE}topology: {{nodes: [{place % 'wipLimitSeries: a, wipLimit: null'}]}}") == []
