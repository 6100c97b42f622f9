"""How the numbers are computed that the changes of scenarios reach.

Rule 1: NumPy and machine code give the same bits, and tell alike whether all is well (engine §1.2).
Rule 2: what is the same for all scenarios that change the same targets is made once, for all threads.
"""

from collections.abc import Callable, Collection, Sequence
from itertools import groupby
from typing import TypeAlias

import numpy as np

from flowtime_domain.compilation.plan import Component, Plan
from flowtime_domain.compilation.program.pieces import Piece, piece_of
from flowtime_domain.compilation.program.program import Code, Program
from flowtime_domain.evaluation.calculation import Matrix
from flowtime_domain.evaluation.compiled_fill import fill_by_code
from flowtime_domain.evaluation.evaluator import fill_matrix
from flowtime_domain.evaluation.failures import failing_rows
from flowtime_domain.kernels.compiled import Run

Fill: TypeAlias = Callable[[Plan, Matrix], bool]
"""Computes some rows of a matrix; tells whether all of them are finite, and all limits that they read."""


def numpy_fill(components: Sequence[Component], rows: Sequence[int], seed: int | None) -> Fill:
    """Fill components, and look at some rows, by NumPy."""

    def fill(plan: Plan, matrix: Matrix) -> bool:
        """The matrix has shape (rows, bins), in the units of the series."""
        fill_matrix(plan, matrix, seed, components)
        return not failing_rows(plan, matrix, rows)

    return fill


def compiled_fill(
    run: Run,
    program: Program,
    components: Sequence[Component],
    changing: Collection[Component],
    seed: int | None,
) -> Fill:
    """Fill components by machine code.

    Parameters
    ----------
    run
        What runs programs.
    program
        That of the model itself.
    components
        In the order of the plan; what they read is there.
    changing
        Those of them whose steps differ from plan to plan.
    seed
        Where random draws start; None only if nothing is drawn.
    """
    if not changing:
        same = program.code(components)
        return lambda _, matrix: fill_by_code(run, same, matrix, seed)
    parts: list[Code | Component] = []
    for is_changing, group in groupby(components, changing.__contains__):
        alike = tuple(group)
        parts.extend(alike if is_changing else [program.code(alike)])

    def fill(plan: Plan, matrix: Matrix) -> bool:
        """The matrix has shape (rows, bins), in the units of the series."""
        pieces = [
            piece_of(part, plan, program.axis) if isinstance(part, Component) else part for part in parts
        ]
        return fill_by_code(run, _joined(pieces), matrix, seed)

    return fill


def _joined(pieces: Sequence[Piece | Code]) -> Code:
    """One code that does what several pieces do, none of which draws."""
    slots = np.concatenate([piece.slots for piece in pieces])
    return Code(
        slots=slots,
        numbers=slots.view(np.float64),
        places=max(piece.places for piece in pieces),
        hidden_rows=max(piece.hidden_rows for piece in pieces),
        draws=(),
    )
