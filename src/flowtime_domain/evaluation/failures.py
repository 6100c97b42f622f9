"""Numbers that cannot be published, and which of them is to blame.

Rule 1: of several failures the one in the smallest bin is named; in one bin a limit goes before a series
that is not finite, and the first topology node, or the first series in evaluation order, before others
(ruling 7, 9).
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.steps import LimitRow
from flowtime_domain.errors import EvaluationError, NonFiniteSeriesError, WipLimitInvalidError
from flowtime_domain.evaluation.calculation import Column, Matrix

_CELLS_AT_ONCE: Final = 2**18


def failing_rows(plan: Plan, matrix: Matrix, rows: Sequence[int] | None = None) -> list[int]:
    """Which rows hold a number that is not finite, where gaps are not allowed, or is a limit and below 0.

    Parameters
    ----------
    plan
        What was computed.
    matrix
        shape (rows, bins); items per bin for flows, items for stocks; any number.
    rows
        Where to look; everywhere if None.
    """
    looked_at = range(len(matrix)) if rows is None else frozenset(rows)
    limits = (row for _, row in _limit_rows(plan) if row in looked_at and not _is_limit(matrix[row]).all())
    return list(dict.fromkeys([*([] if plan.allows_gaps else _not_finite(matrix, rows)), *limits]))


def _not_finite(matrix: Matrix, rows: Sequence[int] | None) -> list[int]:
    return [
        row
        for part, numbers in _parts(matrix, rows)
        for row in np.array(part)[~np.isfinite(numbers).all(axis=1)].tolist()
    ]


def _parts(matrix: Matrix, rows: Sequence[int] | None) -> Iterator[tuple[Sequence[int], Matrix]]:
    """Some rows after the other with their numbers, shape (some, bins), in their units."""
    step = max(1, _CELLS_AT_ONCE // matrix.shape[1])
    if rows is None:
        for first in range(0, len(matrix), step):
            part = matrix[first : first + step]
            yield range(first, first + len(part)), part
    else:
        for first in range(0, len(rows), step):
            chosen = list(rows[first : first + step])
            yield chosen, matrix[chosen]


def _is_limit(numbers: Column) -> npt.NDArray[np.bool_]:
    """Where numbers, shape (bins,), in items, can limit work in progress: shape (bins,), true or false."""
    return (numbers >= 0) & (numbers < np.inf)


def first_failure(plan: Plan, matrix: Matrix) -> EvaluationError:
    """The failure that is reported of a matrix in which rows fail.

    Parameters
    ----------
    plan
        What was computed.
    matrix
        shape (rows, bins); items per bin for flows, items for stocks; not everywhere sound. Where gaps are
        allowed, a limit fails.
    """
    is_failing = np.zeros(matrix.shape[1], dtype=np.bool_)
    if not plan.allows_gaps:
        is_failing |= ~np.isfinite(matrix).all(axis=0)
    for _, row in _limit_rows(plan):
        is_failing |= ~_is_limit(matrix[row])
    first_bin = int(np.argmax(is_failing))
    for owner, row in _limit_rows(plan):
        if not 0 <= matrix[row, first_bin] < np.inf:
            return _limit_failure(plan, owner, row, first_bin)
    failed = next(row for row in plan.evaluation_order if not np.isfinite(matrix[row, first_bin]))
    quantity = plan.quantities[failed]
    found = plan.model.written_as.error(NonFiniteSeriesError.code, "", quantity.path)
    return NonFiniteSeriesError(quantity.name, first_bin, found.pointer, found.place)


def _limit_failure(plan: Plan, owner: int, row: int, first_bin: int) -> WipLimitInvalidError:
    place = plan.model.topology.nodes[owner]
    found = plan.model.written_as.error(WipLimitInvalidError.code, "", ("topology", "nodes", owner))
    series = plan.quantities[row].name
    return WipLimitInvalidError(place.id, series, first_bin, found.pointer, found.place)


def _limit_rows(plan: Plan) -> Iterator[tuple[int, int]]:
    """Topology nodes that are limited by a series, in document order, and the rows of these."""
    for owner, backlog in plan.backlogs.items():
        if isinstance(backlog.limit, LimitRow):
            yield owner, backlog.limit.row
