"""The ways in which the engine may walk a plan, and what comes out; every property holds on each.

Rule 1: a way is added here and nowhere else: its name, and what fills the matrix.
Rule 2: the matrix is full of NaN before, so what is read before it is written is seen (engine §2.5).
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.plan import Plan
from flowtime_domain.errors import WipLimitInvalidError
from flowtime_domain.evaluation.compiled_fill import fill_by_code, program_of
from flowtime_domain.evaluation.evaluator import fill_matrix
from flowtime_domain.evaluation.failures import failing_rows, first_failure
from flowtime_domain.kernels.compiled import MACHINE_CODE
from flowtime_domain.model.flow_model import FlowModel

Fill = Callable[[Plan, np.ndarray, int | None], None]


def _compiled(plan: Plan, matrix: np.ndarray, seed: int | None) -> None:
    """By machine code; the report that it gives must be that of the other ways."""
    run = MACHINE_CODE.run()
    assert run is not None
    is_sound = fill_by_code(run, program_of(plan).whole, matrix, seed)
    assert plan.allows_gaps or is_sound == (not failing_rows(plan, matrix))


PATHS: Mapping[str, Fill] = {"numpy": fill_matrix, "compiled": _compiled}


class Outcome(NamedTuple):
    """All rows by name, published or not; code, place and bin of the failure, None if it succeeds."""

    rows: Mapping[str, np.ndarray]
    failure: tuple[str, str, int] | None


def outcome(document: Mapping[str, Any], path: str = "numpy") -> Outcome:
    """What a model comes to in one of the ways."""
    return outcome_of(compile_model(FlowModel.from_mapping(document)), path)


def outcome_of(plan: Plan, path: str) -> Outcome:
    """What a plan comes to in one of the ways."""
    matrix = np.full((len(plan.steps), plan.model.grid.bins), np.nan)
    PATHS[path](plan, matrix, plan.model.seed)
    rows = {quantity.name: row for quantity, row in zip(plan.quantities, matrix, strict=True)}
    return Outcome(rows, failure_of(plan, matrix))


def rows_of(model: FlowModel, path: str) -> Mapping[str, np.ndarray]:
    """All rows of a model that succeeds."""
    result = outcome_of(compile_model(model), path)
    assert result.failure is None
    return result.rows


def failure_of(plan: Plan, matrix: np.ndarray) -> tuple[str, str, int] | None:
    """Code, series and bin of a failure."""
    if not failing_rows(plan, matrix):
        return None
    error = first_failure(plan, matrix)
    place = error.node_id if isinstance(error, WipLimitInvalidError) else error.series
    return error.code, place, error.bin_index
