"""Plans as programs."""

import numpy as np

from examples.models import model_of
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.program.program import Program
from flowtime_domain.evaluation.calculation import time_axis

TEXT = """
grid: {bins: 4, binSize: 1, binUnit: hours}
rng: {seed: 3}
nodes:
  - {id: dice, kind: pmf, mode: sample, pmf: {1: 0.5, 2: 0.5}}
  - {id: twice, kind: expr, expr: dice * 2}
  - {id: before, kind: expr, expr: "SHIFT(twice + 1, 1)"}
"""


def program():
    plan = compile_model(model_of(TEXT))
    return Program.of(plan, time_axis(plan.model.grid))


def test_code_of_some_components_is_their_pieces():
    """The code of components is their pieces one after the other (engine §2.5)."""
    made = program()
    _, twice, before = made.plan.components
    code = made.code((twice, before))
    assert code.slots.tolist() == [*made.pieces[1].slots.tolist(), *made.pieces[2].slots.tolist()]
    assert code.numbers.tobytes() == code.slots.tobytes()
    assert (code.draws, code.hidden_rows) == ((), 1)
    assert code.places == max(piece.places for piece in made.pieces)


def test_the_whole_code_is_made_once():
    """All components together are joined once, and tell what is to be drawn (engine §4.4)."""
    made = program()
    assert made.whole is made.whole
    assert [row for row, _ in made.whole.draws] == [0]


def test_code_of_nothing():
    """Nothing to compute is a code without instructions (engine §2.5)."""
    code = program().code(())
    assert (code.slots.dtype, len(code.slots), code.places, code.hidden_rows) == (np.int64, 0, 0, 0)
