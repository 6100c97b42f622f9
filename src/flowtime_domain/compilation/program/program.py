"""A plan as a program for the compiled kernels.

Rule 1: a program holds no numbers of an evaluation; threads may share it.
Rule 2: nothing in a piece depends on its place, so the code of any components is their pieces put together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import final

import numpy as np
import numpy.typing as npt

from flowtime_domain.compilation.plan import Component, Plan
from flowtime_domain.compilation.program.pieces import Piece, Slots, piece_of
from flowtime_domain.compilation.steps import Draws
from flowtime_domain.kernels.time_axis import TimeAxis


@final
@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """What computes some components of a plan, one after the other.

    Attributes
    ----------
    slots, numbers
        shape (slots,), no unit; `flowtime_domain.kernels.tiles.opcodes` says what they mean; the same memory
        as whole numbers and as binary64 numbers, shape (slots,), no unit.
    places
        How many numbers its registers hold.
    hidden_rows
        How many hidden rows it needs.
    draws
        Rows that are to be drawn before.
    """

    slots: Slots
    numbers: npt.NDArray[np.float64]
    places: int
    hidden_rows: int
    draws: tuple[tuple[int, Draws], ...]


@final
@dataclass(frozen=True, eq=False)
class Program:
    """The pieces of a plan.

    Attributes
    ----------
    plan
        What is computed.
    axis
        The grid as formulas see it.
    pieces
        By component of the plan.
    """

    plan: Plan
    axis: TimeAxis
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, plan: Plan, axis: TimeAxis) -> "Program":
        """The program of a plan on its axis."""
        return cls(plan, axis, tuple(piece_of(component, plan, axis) for component in plan.components))

    @cached_property
    def whole(self) -> Code:
        """The code of all components."""
        return self.code(self.plan.components)

    def code(self, components: Sequence[Component]) -> Code:
        """The code of some components of the plan, in its order."""
        pieces = [self.pieces[self._index_of[component.rows[0]]] for component in components]
        slots = np.concatenate([np.empty(0, dtype=np.int64), *(piece.slots for piece in pieces)])
        steps = self.plan.steps
        rows = (row for component in components for row in component.rows)
        return Code(
            slots=slots,
            numbers=slots.view(np.float64),
            places=max((piece.places for piece in pieces), default=0),
            hidden_rows=max((piece.hidden_rows for piece in pieces), default=0),
            draws=tuple((row, step) for row in rows if isinstance(step := steps[row], Draws)),
        )

    @cached_property
    def _index_of(self) -> dict[int, int]:
        """First row of a component -> its index."""
        return {component.rows[0]: index for index, component in enumerate(self.plan.components)}
