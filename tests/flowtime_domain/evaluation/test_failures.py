import math
from typing import Any

import numpy as np
import pytest

from examples.models import model_of, place_model
from examples.plans import filled_matrix
from examples.replays import GAP, MODEL_GRID, telemetry_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.errors import EvaluationError, NonFiniteSeriesError, WipLimitInvalidError
from flowtime_domain.evaluation.evaluator import evaluate, evaluate_plan
from flowtime_domain.evaluation.failures import failing_rows, first_failure
from flowtime_domain.model.flow_model import FlowModel


def failure_of(model: FlowModel) -> EvaluationError:
    with pytest.raises(EvaluationError) as caught:
        evaluate(model)
    return caught.value


def queue(name: str, **keys: Any) -> dict[str, Any]:
    return {"id": name, "kind": "queue", "semantics": {"arrivals": "a", "served": "a"}, **keys}


def test_a_limit_below_zero_fails_the_run():
    """A series limit below 0 names the topology node and its first bin, with its place (engine §13.2)."""
    error = failure_of(
        model_of("""
grid: {bins: 4, binSize: 1, binUnit: hours}
nodes: [{id: a, values: 1}, {id: lim, values: [5, 0, -1, -2]}]
topology:
  nodes:
    - {id: Desk, kind: queue, wipLimitSeries: lim, semantics: {arrivals: a, served: a}}
""")
    )
    assert isinstance(error, WipLimitInvalidError)
    assert (error.code, error.node_id, error.bin_index) == ("wip_limit_invalid", "Desk", 2)
    (finding,) = error.errors
    assert finding.pointer == "/topology/nodes/0"
    assert finding.place is not None
    assert finding.place.line == 6
    assert "'lim'" in finding.message


FORMULAS = """
grid: {{bins: 3, binSize: 1, binUnit: hours}}
nodes:
  - {{id: a, values: [1, 0, -1]}}
  - {{id: other, kind: expr, expr: "{other}"}}
  - {{id: lim, kind: expr, expr: "{lim}"}}
topology: {{nodes: [{{id: Desk, kind: queue, wipLimitSeries: lim, semantics: {{arrivals: a, served: a}}}}]}}
"""


@pytest.mark.parametrize(
    ("other", "lim", "code", "bin_index"),
    [
        ("a", "SQRT(a)", "wip_limit_invalid", 2),
        ("SQRT(a)", "a", "wip_limit_invalid", 2),
        ("SQRT(a)", "SQRT(a)", "wip_limit_invalid", 2),
        ("LN(a)", "a", "non_finite_series", 1),
        ("SQRT(a)", "LN(a)", "wip_limit_invalid", 1),
        ("a", "EXP(a * -1000)", "wip_limit_invalid", 2),
    ],
)
def test_the_smallest_bin_wins_then_the_limit(other, lim, code, bin_index):
    """The failure in the smallest bin is named; in one bin the limit goes first (ruling 9)."""
    error = failure_of(model_of(FORMULAS.format(other=other, lim=lim)))
    assert isinstance(error, NonFiniteSeriesError | WipLimitInvalidError)
    assert (error.code, error.bin_index) == (code, bin_index)


def test_the_first_topology_node_is_named():
    """Of limits that fail in one bin the first topology node in document order is named (ruling 9)."""
    places = [queue("Second", wipLimitSeries="late"), queue("First", wipLimitSeries="lim")]
    series = {"a": 1, "lim": [-1, -1], "late": [-1, 1]}
    error = failure_of(place_model(2, series, *places))
    assert isinstance(error, WipLimitInvalidError)
    assert error.node_id == "Second"


@pytest.mark.parametrize("limit", [-0.0, 0.0, 5e-324, 1e308])
def test_limits_of_zero_and_more_are_right(limit):
    """A series limit may be any finite number that is not below 0 (engine §7.1)."""
    model = place_model(2, {"a": 1, "lim": limit}, queue("Desk", wipLimitSeries="lim"))
    assert evaluate(model).series["desk_queue"].tolist() == [0, 0]


def test_rows_that_fail_are_found_wherever_one_looks():
    """Rows fail that are not finite, and limits below 0, among those that are looked at (engine §13)."""
    plan = compile_model(place_model(2, {"a": 1, "lim": 1}, queue("Desk", wipLimitSeries="lim")))
    matrix = filled_matrix(plan)
    assert failing_rows(plan, matrix) == []
    matrix[0, 1], matrix[1, 0] = math.inf, -1.0
    matrix[2, 0] = -5.0
    assert sorted(failing_rows(plan, matrix)) == [0, 1]
    assert failing_rows(plan, matrix, (1, 2)) == [1]
    assert failing_rows(plan, matrix, (2, 3)) == []
    assert isinstance(first_failure(plan, matrix), WipLimitInvalidError)


def test_large_matrices_are_looked_at_part_by_part():
    """A row fails wherever it stands in a matrix that is too large to look at in one go (engine §13.1)."""
    series = {f"s{number}": 1 for number in range(40)}
    plan = compile_model(place_model(9_000, series))
    matrix = np.ones((40, 9_000))
    matrix[37, 8_999] = math.nan
    assert failing_rows(plan, matrix) == failing_rows(plan, matrix, range(1, 40)) == [37]
    assert failing_rows(plan, matrix, tuple(range(37))) == []


def test_gaps_fail_only_as_limits():
    """Where gaps are allowed they fail no run, but for a limit in the first such bin (engine §1.4, §7.1)."""
    nodes = [{"id": "a", "source": "a.csv"}, {"id": "lim", "source": "lim.csv"}]
    document = {
        "grid": MODEL_GRID,
        "nodes": nodes,
        "topology": {"nodes": [queue("Desk", wipLimitSeries="lim")]},
    }
    model, gaps = telemetry_model(document), (GAP, 1.0, 2.0)
    sound = compile_model(model, None, {"a": gaps, "lim": (1.0, 2.0, 3.0)})
    assert failing_rows(sound, filled_matrix(sound)) == []
    failing = compile_model(model, None, {"a": gaps, "lim": (1.0, GAP, -1.0)})
    assert failing_rows(failing, filled_matrix(failing)) == [failing.row_of["lim"]]
    with pytest.raises(WipLimitInvalidError) as caught:
        evaluate_plan(failing)
    assert (caught.value.node_id, caught.value.bin_index) == ("Desk", 1)
