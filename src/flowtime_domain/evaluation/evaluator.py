"""From a plan to numbers.

Rule 1: the same plan and seed give the same bits, wherever and however often (engine §1.6).
Rule 2: a non-finite number is an error with its cause (engine §13), or NaN where the plan allows gaps.
"""

from collections.abc import Sequence

import numpy as np

from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.plan import Component, Plan
from flowtime_domain.compilation.steps import Draws
from flowtime_domain.errors import ModelInvalidError
from flowtime_domain.evaluation.bin_by_bin import fill_bin_by_bin
from flowtime_domain.evaluation.calculation import Calculation, Matrix
from flowtime_domain.evaluation.compiled_fill import fill_by_code, program_of
from flowtime_domain.evaluation.evaluation import Evaluation
from flowtime_domain.evaluation.execution_path import Path, machine_code_for
from flowtime_domain.evaluation.failures import failing_rows, first_failure
from flowtime_domain.evaluation.seeds import checked_seed
from flowtime_domain.evaluation.whole_run import fill_at_once
from flowtime_domain.model.flow_model import FlowModel


def evaluate(model: FlowModel, seed: int | None = None, out: Matrix | None = None) -> Evaluation:
    """The numbers of a model.

    Parameters
    ----------
    model
        A model that has been read.
    seed
        Where random draws start, 0..2^63-1; the model's own seed if None.
    out
        shape (series, bins); items per bin for flows, items for stocks; float64, C-contiguous, writable,
        whatever it holds. It takes the numbers, so that no memory is asked for; the evaluation, with all
        that it derives later, holds until it is filled again. A new one if None.

    Raises
    ------
    RequestInvalidError
        `seed` is none.
    ModelInvalidError
        As `compile_model` and `evaluate_plan` say.
    EvaluationError
        As `evaluate_plan` says; what `out` holds then means nothing.
    TypeError
        `model` is none.
    ValueError
        `out` does not fit; it is left as it was.
    """
    return evaluate_plan(plan_of(model), checked_seed(seed), out)


def plan_of(model: FlowModel) -> Plan:
    """The plan of a model, which is compiled once.

    Raises
    ------
    ModelInvalidError
        As `compile_model` says.
    TypeError
        It is no model, but the name or the text of one, say.
    """
    if not isinstance(model, FlowModel):
        wanted = "a model, as `read_model` gives it, or for many scenarios a template"
        raise TypeError(f"What is evaluated is {wanted}; this is a {type(model).__name__}.")
    return model.derived.once("plan", lambda: compile_model(model))


def evaluate_plan(
    plan: Plan, seed: int | None = None, out: Matrix | None = None, *, is_once: bool = False
) -> Evaluation:
    """The numbers of a compiled model.

    Parameters
    ----------
    plan
        What is to be computed.
    seed
        Where random draws start, 0..2^63-1; the model's own seed if None.
    out
        shape (series, bins); items per bin for flows, items for stocks; as for `evaluate`.
    is_once
        Whether the caller will not evaluate again, so that nothing is to be loaded for it.

    Raises
    ------
    ModelInvalidError
        Something is to be drawn and there is no seed: `seed_required`.
    NonFiniteSeriesError
        A number is NaN or infinite, and the plan allows no gaps; else it is NaN in the result.
    WipLimitInvalidError
        A series that limits work in progress is negative or not finite.
    ValueError
        `out` does not fit.
    """
    if out is not None:
        _refuse_unfitting(out, (len(plan.row_of), plan.model.grid.bins))
    seed = effective_seed(plan, seed)
    has_unpublished = len(plan.steps) > len(plan.row_of)
    matrix = new_matrix(plan) if out is None or has_unpublished else out.view()
    if not is_filled_soundly(plan, matrix, seed, is_once=is_once):
        raise first_failure(plan, matrix)
    if plan.allows_gaps:
        matrix[~np.isfinite(matrix)] = np.nan
    if out is not None and has_unpublished:
        out[:] = matrix[: len(out)]
    return Evaluation(plan, matrix)


def _refuse_unfitting(out: Matrix, shape: tuple[int, int]) -> None:
    fits = (
        isinstance(out, np.ndarray)
        and out.shape == shape
        and out.dtype == np.float64
        and out.dtype.isnative
        and out.flags.c_contiguous
        and out.flags.writeable
    )
    if not fits:
        raise ValueError(
            f"'out' must be a writable, C-contiguous array of float64 of shape {shape} (series, bins); "
            f"np.empty({shape}) is one."
        )


def new_matrix(plan: Plan) -> Matrix:
    """An empty matrix for the numbers of a plan: shape (rows, bins), items or items per bin."""
    return np.empty((len(plan.steps), plan.model.grid.bins))


def is_filled_soundly(
    plan: Plan, matrix: Matrix, seed: int | None, path: Path | None = None, *, is_once: bool = False
) -> bool:
    """Compute every row of a plan, and tell whether none of them fails (engine §1.4, §13).

    Parameters
    ----------
    plan
        What is to be computed.
    matrix
        shape (rows, bins); items per bin for flows, items for stocks; C-contiguous; whatever it holds is
        never read.
    seed
        Where random draws start; None only if nothing is drawn.
    path
        The way that is taken whatever it costs; the one that pays if None.
    is_once
        Whether nothing is to be loaded for it.
    """
    run = machine_code_for(matrix.size, path, is_once=is_once)
    if run is not None:
        is_finite = fill_by_code(run, program_of(plan).whole, matrix, seed)
        return is_finite or (plan.allows_gaps and not failing_rows(plan, matrix))
    fill_matrix(plan, matrix, seed)
    return not failing_rows(plan, matrix)


def fill_matrix(
    plan: Plan, matrix: Matrix, seed: int | None, components: Sequence[Component] | None = None
) -> None:
    """Compute every row of a plan, or those of some of its components, by NumPy.

    Parameters
    ----------
    plan
        What is to be computed.
    matrix
        shape (rows, bins); items per bin for flows, items for stocks; whatever it holds is never read.
    seed
        Where random draws start; None only if nothing is drawn.
    components
        What is computed, in the order of the plan; what these read is there. All if None.
    """
    calculation = Calculation.of(plan, matrix, seed)
    for component in plan.components if components is None else components:
        fill = fill_bin_by_bin if component.is_bin_by_bin else fill_at_once
        fill(component, calculation)


def effective_seed(plan: Plan, seed: int | None) -> int | None:
    """Where the random draws of a plan start: as the call says, else the model; None if nothing is drawn.

    Raises
    ------
    ModelInvalidError
        Something is to be drawn and there is no seed: `seed_required`.
    """
    if seed is not None:
        return seed
    if plan.model.seed is not None:
        return plan.model.seed
    unseeded = [
        plan.model.written_as.error(
            "seed_required",
            f"Node '{quantity.name}' draws random values; give a seed, or the model rng: {{seed: ...}}.",
            quantity.path,
        )
        for quantity, step in zip(plan.quantities, plan.steps, strict=True)
        if isinstance(step, Draws)
    ]
    if unseeded:
        raise ModelInvalidError(unseeded)
    return None
