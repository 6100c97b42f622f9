from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from examples.models import place_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.compiled_fill import program_of
from flowtime_domain.evaluation.evaluator import fill_matrix, new_matrix
from flowtime_domain.evaluation.scenarios.fills import compiled_fill, numpy_fill
from flowtime_domain.evaluation.scenarios.plan_draft import PlanDraft
from flowtime_domain.kernels.tiles import interpreter
from flowtime_domain.model.flow_model import FlowModel

QUEUES = [
    {"id": name, "kind": "queue", "semantics": {"arrivals": arrivals, "capacity": "c"}}
    for name, arrivals in (("One", "x"), ("Two", "one_served"), ("Three", "two_served"))
]


def plan_of_queues():
    return compile_model(place_model(3, {"x": [9, 0, 7], "c": [2, 3, 4]}, *QUEUES))


def begun(plan, index):
    draft = PlanDraft(plan)
    draft.change_backlog(index, partial(replace, initial_depth=2.5))
    return draft.plan()


def filled(fill, plan, components):
    """What a fill leaves in a matrix in which only what it reads from elsewhere is there; and its report."""
    matrix = new_matrix(plan)
    fill_matrix(plan, matrix, None)
    matrix[[row for component in components for row in component.rows]] = np.nan
    return fill(plan, matrix), matrix.tobytes()


@pytest.mark.parametrize("changing", [(), (0,), (1,), (2,), (0, 1, 2), (0, 2)])
def test_machine_code_fills_what_numpy_fills(changing):
    """Components that stay and components that change from plan to plan get equal bits (engine §1.2)."""
    plan = plan_of_queues()
    components = [each for each in plan.components if plan.backlogs[0].depth <= max(each.rows)]
    own = {each for each in components for index in changing if plan.backlogs[index].depth in each.rows}
    compiled = compiled_fill(interpreter.run, program_of(plan), components, own, None)
    rows = [row for component in components for row in component.rows]
    for changed in [plan, *(begun(plan, index) for index in changing), plan]:
        expected = filled(numpy_fill(components, rows, None), changed, components)
        assert expected[0]
        assert filled(compiled, changed, components) == expected


def test_both_ways_tell_what_is_not_finite():
    """A number that is not finite is told, and one that was not finite before is no matter (engine §13.1)."""
    grid = {"bins": 2, "binSize": 1, "binUnit": "hours"}
    nodes = [{"id": "x", "values": 0}, {"id": "y", "kind": "expr", "expr": "LN(x)"}]
    plan = compile_model(FlowModel.from_mapping({"grid": grid, "nodes": nodes}))
    components = [plan.components[1]]
    ways = [
        numpy_fill(components, [1], None),
        compiled_fill(interpreter.run, program_of(plan), components, (), None),
    ]
    for fill in ways:
        matrix = np.array([[0.0, 1.0], [0.0, 0.0]])
        assert not fill(plan, matrix)
        matrix[0] = 1.0
        assert fill(plan, matrix)
        assert matrix.tolist() == [[1, 1], [0, 0]]
