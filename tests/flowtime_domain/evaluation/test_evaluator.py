import hashlib
import json
import re
from dataclasses import replace

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from examples.feedback_models import feedback_mappings
from examples.models import example_model, model_of, place_model
from examples.plans import filled_matrix, in_one_loop
from examples.replays import GAP, MODEL_GRID, telemetry_model
from examples.worked_examples import example_names, example_text, expectations
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.errors import ModelInvalidError, NonFiniteSeriesError
from flowtime_domain.evaluation.evaluator import evaluate, evaluate_plan, is_filled_soundly, new_matrix
from flowtime_domain.evaluation.scenarios.many_evaluations import evaluate_many
from flowtime_domain.model.flow_model import FlowModel

EVALUATED = [
    name for name in (*example_names("E"), "M1", "M2") if name != "E8" and "failure" not in expectations(name)
]
SUM_OF_2048 = "+".join(["x"] * 2048)


def nulls_as_nan(values: list[object]) -> list[object]:
    return [np.nan if value is None else value for value in values]


@pytest.mark.parametrize("call", [evaluate, lambda text: evaluate_many(text, [{}], ["visits"])])
def test_what_is_no_model(call):
    """The name of a template, where a model is needed, is told as what it is (engine §1.1)."""
    with pytest.raises(TypeError, match=r"a model, as `read_model` gives it.*; this is a str\."):
        list(call("order-system"))


@pytest.mark.parametrize("name", EVALUATED)
def test_series_of_worked_examples(name):
    """Series of a worked example come out as it says, to 1e-9 (engine E1-E25, model M1, M2)."""
    series = evaluate(example_model(name)).series
    for series_id, expected in expectations(name).get("series", {}).items():
        np.testing.assert_allclose(series[series_id], expected, rtol=1e-9, atol=1e-9, err_msg=series_id)


def test_policies_of_the_worked_example():
    """The same demands under another policy come out as the example says (engine E16)."""
    for policy, expected in expectations("E16")["policies"].items():
        document = yaml.safe_load(example_text("E16"))
        document["topology"]["constraints"][0]["policy"] = policy
        del document["x-expect"]
        series = evaluate(FlowModel.from_mapping(document)).series
        assert {name: series[name].tolist() for name in expected} == expected, policy


@pytest.mark.parametrize("name", [name for name in EVALUATED if "metrics" in expectations(name)])
def test_metrics_of_worked_examples(name):
    """Derived metrics of a worked example come out as it says, null as NaN (engine E10, E22, E23)."""
    metrics = evaluate(example_model(name)).metrics
    for node, expected_metrics in expectations(name)["metrics"].items():
        for metric, expected in expected_metrics.items():
            values = metrics[node][metric]
            if metric == "color":
                assert values.tolist() == expected
            else:
                np.testing.assert_allclose(
                    values, nulls_as_nan(expected), rtol=1e-9, atol=1e-9, err_msg=f"{node} {metric}"
                )


@pytest.mark.parametrize("name", [name for name in EVALUATED if "warnings" in expectations(name)])
def test_warnings_of_worked_examples(name):
    """A worked example gives exactly its warnings, in order (engine E6, E12, E19, E24)."""
    found = [
        {"code": finding.code, "nodeId": finding.node_id, "bins": list(finding.bins)}
        for finding in evaluate(example_model(name)).warnings
    ]
    assert found == expectations(name)["warnings"]


@pytest.mark.parametrize("name", EVALUATED)
def test_bin_by_bin_gives_the_same_bits(name):
    """Evaluating everything bin by bin gives the same bits as whole-array operations (engine §2.5)."""
    plan = compile_model(example_model(name))
    whole = evaluate_plan(plan).matrix
    assert evaluate_plan(in_one_loop(plan)).matrix.tobytes() == whole.tobytes()


@pytest.mark.parametrize("name", EVALUATED)
def test_nothing_is_read_before_it_is_written(name):
    """Whatever stands in memory before, an evaluation never reads it (engine §2.5)."""
    plan = compile_model(example_model(name))
    matrix = filled_matrix(plan, plan.model.rng.seed if plan.model.rng else None)
    assert matrix[: len(plan.row_of)].tobytes() == evaluate_plan(plan).matrix.tobytes()


def test_the_cause_is_named():
    """Of series that fail in one bin the first in evaluation order is named, with its place (engine E25)."""
    with pytest.raises(NonFiniteSeriesError) as caught:
        evaluate(example_model("E25"))
    assert (caught.value.series, caught.value.bin_index) == ("root", 2)
    (finding,) = caught.value.errors
    assert finding.pointer == "/nodes/2"
    assert finding.place is not None
    assert finding.place.line == 3


def test_the_smallest_bin_is_named():
    """A later series that fails in an earlier bin is named (ruling 9)."""
    model = model_of("""
grid: {bins: 3, binSize: 1, binUnit: hours}
nodes: [{id: x, values: [1, 0, -1]}, {id: a, kind: expr, expr: SQRT(x)}, {id: b, kind: expr, expr: LN(x)}]
""")
    with pytest.raises(NonFiniteSeriesError) as caught:
        evaluate(model)
    assert (caught.value.series, caught.value.bin_index) == ("b", 1)


def test_an_unpublished_recurrence_fails_the_run():
    """A recurrence that overflows is named <s>_queue though it is not published (ruling 7)."""
    model = model_of("""
grid: {bins: 2, binSize: 1, binUnit: hours}
nodes: [{id: a, values: 1e308}, {id: s, values: 0}, {id: d, values: 0}]
topology: {nodes: [{id: BigDesk, kind: queue, semantics: {arrivals: a, served: s, queueDepth: d}}]}
""")
    with pytest.raises(NonFiniteSeriesError) as caught:
        evaluate(model)
    assert (caught.value.series, caught.value.bin_index) == ("big_desk_queue", 1)
    assert caught.value.errors[0].pointer == "/topology/nodes/0"


def test_the_seed_of_the_call_replaces_that_of_the_model():
    """A seed given to the evaluation goes before the model's own (model §8.2)."""
    plan = compile_model(example_model("E9"))
    own, same, other = (evaluate_plan(plan, seed).series["dice"].tolist() for seed in (None, 42, 43))
    assert own == same
    assert own != other


def test_draws_need_a_seed():
    """Drawing without any seed is refused at the node that draws (model §5.5)."""
    plan = compile_model(example_model("E9"))
    unseeded = replace(plan, model=replace(plan.model, rng=None))
    with pytest.raises(ModelInvalidError) as caught:
        evaluate_plan(unseeded)
    assert [(error.code, error.pointer) for error in caught.value.errors] == [
        ("seed_required", "/nodes/0"),
        ("seed_required", "/nodes/1"),
    ]


def test_results_are_read_only():
    """Neither the matrix nor its rows can be changed (engine §1.6)."""
    evaluation = evaluate(example_model("E1"))
    for values in (evaluation.matrix, evaluation.series["a"]):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 1


def test_rows_are_the_published_series_in_order():
    """The matrix holds the published series and nothing else, in their order (engine §2.1)."""
    model = example_model("E12")
    evaluation = evaluate(model)
    assert list(evaluation.series) == [series.name for series in model.series] == ["a", "s", "d"]
    assert evaluation.matrix.shape == (3, 3)


def test_negative_zero_is_never_published():
    """A result of -0.0 is published as 0.0, at once and bin by bin (engine §1.5)."""
    plan = compile_model(
        model_of("""
grid: {bins: 2, binSize: 1, binUnit: hours}
nodes: [{id: x, values: -0.0}, {id: y, kind: expr, expr: -x * 3}, {id: z, kind: expr, expr: "CEIL(0*y-.5)"}]
""")
    )
    for each in (plan, in_one_loop(plan)):
        assert not np.signbit(evaluate_plan(each).matrix).any()


def test_long_formulas_need_no_deep_stack():
    """A sum of two thousand terms is evaluated, at once and bin by bin (model §6.3)."""
    plan = compile_model(
        model_of(f"""
grid: {{bins: 2, binSize: 1, binUnit: hours}}
nodes: [{{id: x, values: [1, 2]}}, {{id: y, kind: expr, expr: "{SUM_OF_2048}"}}]
""")
    )
    for each in (plan, in_one_loop(plan)):
        assert evaluate_plan(each).series["y"].tolist() == [2048, 4096]


def test_nested_formulas_are_evaluated_in_a_loop_too():
    """A formula nested as deeply as allowed is evaluated, at once and bin by bin (model §6.3)."""
    formula = "MAX(0, 1 + 1 * " * 60 + "SHIFT(y, 1)" + ")" * 60
    plan = compile_model(
        model_of(f"""
grid: {{bins: 2, binSize: 1, binUnit: hours}}
nodes: [{{id: y, kind: expr, initial: 1, expr: "{formula}"}}]
""")
    )
    assert evaluate_plan(plan).series["y"].tolist() == [61, 121]


def test_the_same_plan_gives_the_same_bits_again():
    """One plan serves many evaluations, and each gives the same bytes (engine §1.6)."""
    plan = compile_model(example_model("E9"))
    digests = {hashlib.sha256(evaluate_plan(plan, 7).matrix.tobytes()).hexdigest() for _ in range(3)}
    assert len(digests) == 1


def test_compiling_comes_first():
    """A model with a cycle is refused before anything is evaluated (model M5)."""
    with pytest.raises(ModelInvalidError):
        evaluate(example_model("M5"))


@given(mapping=feedback_mappings(), data=st.data())
def test_the_order_of_declaration_changes_no_number(mapping, data):
    """Declaring nodes in another order gives the same bits under each name (engine §2.5)."""
    shuffled = {**mapping, "nodes": data.draw(st.permutations(mapping["nodes"]))}
    expected = evaluate(FlowModel.from_mapping(mapping)).series
    found = evaluate(FlowModel.from_mapping(shuffled)).series
    assert {name: row.tolist() for name, row in found.items()} == {
        name: row.tolist() for name, row in expected.items()
    }


@given(mapping=feedback_mappings())
def test_names_change_no_number(mapping):
    """Renaming series gives the same bits in the same rows (engine §1.6)."""
    renamed = json.loads(re.sub(r"\b([ce])(\d)\b", r"z_\2\1", json.dumps(mapping)))
    expected, found = (evaluate(FlowModel.from_mapping(each)) for each in (mapping, renamed))
    assert list(found.series)[:2] == ["z_0c", "z_1c"]
    assert found.matrix.tobytes() == expected.matrix.tobytes()


AMOUNTS = st.lists(st.floats(0, 100), min_size=6, max_size=6)


@given(arrivals=AMOUNTS, errors=AMOUNTS, capacity=AMOUNTS, initial=st.floats(0, 100))
def test_work_is_conserved(arrivals, errors, capacity, initial):
    """Arrivals and first backlog are outflow, loss and last backlog while loss stays within (engine §5.4)."""
    small = [min(error, arrived) for error, arrived in zip(errors, arrivals, strict=True)]
    series = evaluate(
        place_model(
            6,
            {"a": arrivals, "x": small, "c": capacity},
            {
                "id": "Desk",
                "kind": "queue",
                "initialCondition": {"queueDepth": initial},
                "semantics": {"arrivals": "a", "errors": "x", "capacity": "c"},
            },
        )
    ).series
    gone = series["desk_served"].sum() + series["x"].sum() + series["desk_queue"][-1]
    assert series["a"].sum() + initial == pytest.approx(gone, abs=1e-6)


UNPUBLISHED = {
    "id": "Desk",
    "kind": "queue",
    "semantics": {"arrivals": "x", "served": "x", "queueDepth": "x"},
}


@pytest.mark.parametrize("places", [(), (UNPUBLISHED,)])
def test_a_matrix_of_the_caller_takes_the_numbers(places):
    """Memory can be reused: it takes the published series, whatever it held (design §1)."""
    model = place_model(3, {"x": [1, 2, 3], "y": 4}, *places)
    out = np.full((2, 3), np.nan)
    for _ in range(2):
        evaluation = evaluate(model, out=out)
        assert out.tolist() == [[1, 2, 3], [4, 4, 4]]
        assert evaluation.series["x"].tolist() == [1, 2, 3]
        assert not evaluation.matrix.flags.writeable
        assert out.flags.writeable
    assert np.shares_memory(evaluation.matrix, out) == (not places)


def read_only():
    matrix = np.empty((2, 3))
    matrix.flags.writeable = False
    return matrix


@pytest.mark.parametrize(
    "out",
    [
        np.zeros((3, 2)),
        np.zeros(6),
        np.zeros((2, 3), dtype=np.float32),
        np.zeros((2, 3), dtype=">f8"),
        np.zeros((2, 3), order="F"),
        np.zeros((2, 6))[:, ::2],
        read_only(),
        [[0.0] * 3] * 2,
    ],
)
def test_a_matrix_that_does_not_fit_is_refused(out):
    """Wrong shape, type or layout is an error that says what fits (design §7)."""
    with pytest.raises(ValueError, match=r"'out' must be .* of shape \(2, 3\) \(series, bins\)"):
        evaluate(place_model(3, {"x": 1, "y": 4}), out=out)


GAPS = {
    "grid": MODEL_GRID,
    "nodes": [
        {"id": "a", "source": "a.csv"},
        {"id": "root", "kind": "expr", "expr": "SQRT(a - 2) / 0.5"},
        {"id": "huge", "kind": "expr", "expr": "POW(a, 1000)"},
        {"id": "split", "kind": "router", "inputs": {"queue": "a"}, "routes": [{"target": "left"}]},
    ],
    "topology": {
        "nodes": [
            {"id": "Desk", "kind": "queue", "semantics": {"arrivals": "a", "capacity": "a"}},
            {"id": "Retry", "semantics": {"arrivals": "a", "errors": "a", "retryKernel": [0.5, 0.5]}},
        ]
    },
}


def test_gaps_are_no_work_and_propagate_through_formulas():
    """Formulas pass gaps on, queues, echoes and routes read them as 0; infinities are gaps (engine §1.4)."""
    captured = {"a": (4.0, GAP, 1.0)}
    result = evaluate_plan(compile_model(telemetry_model(GAPS), None, captured))
    expected = {
        "a": [4, GAP, 1],
        "root": [np.sqrt(2) / 0.5, GAP, GAP],
        "huge": [GAP, GAP, 1],
        "split": [4, GAP, 1],
        "left": [4, 0, 1],
        "desk_served": [4, 0, 1],
        "desk_queue": [0, 0, 0],
        "retry_retry_echo": [2, 2, 0.5],
    }
    for name, values in expected.items():
        assert np.array_equal(result.series[name], values, equal_nan=True), name
    assert np.array_equal(result.metrics["Desk"]["throughputRatio"], [1, GAP, 1], equal_nan=True)


@pytest.mark.parametrize("path", ["numpy", "compiled"])
def test_gaps_fail_on_no_way(path):
    """Where gaps are allowed, both ways take them for sound numbers (engine §1.4)."""
    plan = compile_model(telemetry_model(GAPS), None, {"a": (4.0, GAP, 1.0)})
    assert is_filled_soundly(plan, new_matrix(plan), None, path)
