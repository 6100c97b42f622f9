"""Pieces of programs for components."""

import numpy as np

from examples.models import model_of, place_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.program.pieces import piece_of
from flowtime_domain.evaluation.calculation import time_axis
from flowtime_domain.kernels.tiles import opcodes


def pieces_of(plan: Plan):
    return [piece_of(component, plan, time_axis(plan.model.grid)) for component in plan.components]


def operations(piece):
    """The step of a piece, and what its instructions do."""
    found, at = [], 4
    while at < len(piece.slots):
        found.append(piece.slots[at])
        at += piece.slots[at + 1]
    assert at == len(piece.slots) == piece.slots[2]
    return piece.slots[1], found


def feedback_plan(lag: int) -> Plan:
    return compile_model(
        model_of(f"""
grid: {{bins: 9, binSize: 1, binUnit: hours}}
nodes: [{{id: a, kind: expr, expr: "1 + SHIFT(b, {lag})"}}, {{id: b, kind: expr, expr: "a * 2", initial: 0}}]
""")
    )


def test_written_numbers_stand_in_the_program():
    """A list of numbers is part of the program, repeated to the end of the grid (engine §4.1)."""
    plan = compile_model(place_model(3, {"a": [1, 2, 4], "b": 7}))
    listed, single = pieces_of(plan)
    assert operations(listed) == (opcodes.TILE, [opcodes.VALUES])
    assert listed.slots.view(np.float64)[7:].tolist() == [1, 2, 4]
    assert operations(single) == (opcodes.TILE, [opcodes.FILL, opcodes.STORE])


def test_a_queue_and_what_it_serves_are_one_instruction():
    """A queue by itself is walked at once, its outflow with it (engine §5.3)."""
    line = {"id": "Line", "kind": "queue", "semantics": {"arrivals": "a", "capacity": "c"}}
    step, found = operations(pieces_of(compile_model(place_model(3, {"a": 1, "c": 1}, line)))[-1])
    assert step == opcodes.TILE
    assert found.count(opcodes.SERVE_ARRIVALS) == 1
    assert found.count(opcodes.STORE) == 2


def test_members_of_a_constraint_are_one_instruction():
    """A constraint is computed once for all its members (engine §8.1)."""
    places = [
        {"id": name, "kind": "queue", "semantics": {"arrivals": "a", "served": "a"}} for name in ("L", "R")
    ]
    shared = {"id": "pool", "nodes": ["L", "R"], "semantics": {"served": "c"}}
    plan = compile_model(place_model(3, {"a": 1, "c": 1}, *places, constraints=[shared]))
    assert [operations(piece)[1].count(opcodes.SHARE) for piece in pieces_of(plan)].count(1) == 1


def test_a_loop_is_walked_in_steps_of_its_least_lag():
    """What looks back by three bins can be computed for three bins at once (engine §2.5)."""
    assert [operations(piece)[0] for piece in pieces_of(feedback_plan(3))] == [3]
    assert [operations(piece)[0] for piece in pieces_of(feedback_plan(1))] == [1]


def test_draws_need_no_instruction():
    """What is drawn is drawn before the program runs (engine §4.4)."""
    plan = compile_model(
        model_of("""
grid: {bins: 3, binSize: 1, binUnit: hours}
nodes: [{id: dice, kind: pmf, mode: sample, pmf: {1: 0.5, 2: 0.5}}]
rng: {seed: 1}
""")
    )
    (piece,) = pieces_of(plan)
    assert (len(piece.slots), piece.places, piece.hidden_rows) == (0, 0, 0)
