"""Fills a matrix by machine code.

Rule 1: gives the same bits as `flowtime_domain.evaluation.whole_run` and `bin_by_bin` do (engine §1.2).
Rule 2: each thread has a workspace of its own, which it uses again.
"""

from threading import local
from typing import Final, final

import numpy as np

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.program.program import Code, Program
from flowtime_domain.evaluation.calculation import Column, Matrix, time_axis
from flowtime_domain.kernels import random_streams
from flowtime_domain.kernels.compiled import Run


@final
class _Workspace(local):
    """Registers and hidden rows of a thread: shape (places,), any unit, and shape (numbers,), any unit."""

    registers: Column = np.empty(0)
    hidden: Column = np.empty(0)

    def provide(self, places: int, numbers: int) -> tuple[Column, Column]:
        """Registers, shape (places,), any unit, and hidden rows, shape (numbers,), any unit, or more."""
        if self.registers.size < places:
            self.registers = np.empty(places)
        if self.hidden.size < numbers:
            self.hidden = np.empty(numbers)
        return self.registers, self.hidden


_workspace: Final = _Workspace()


def program_of(plan: Plan) -> Program:
    """The program of a plan, which is made once."""
    return plan.derived.once("program", lambda: Program.of(plan, time_axis(plan.model.grid)))


def fill_by_code(run: Run, code: Code, matrix: Matrix, seed: int | None) -> bool:
    """Compute the rows of a code, and tell whether all of their numbers are finite and all limits valid.

    Parameters
    ----------
    run
        Compiled or not.
    code
        What is computed.
    matrix
        shape (rows, bins); items per bin for flows, items for stocks; C-contiguous; whatever the rows of the
        code hold is never read.
    seed
        Where random draws start; None only if nothing is drawn.
    """
    bins = matrix.shape[1]
    for row, step in code.draws:
        assert seed is not None
        stream = random_streams.stream_seed(seed, step.node_id)
        np.add(random_streams.draws(step.values, step.probabilities, stream, bins), 0.0, out=matrix[row])
    registers, hidden = _workspace.provide(code.places, code.hidden_rows * bins)
    return run(code.slots, code.numbers, matrix.reshape(-1), registers, hidden, bins) == 0
