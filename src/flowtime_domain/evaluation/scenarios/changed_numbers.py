"""The numbers of a target after a change without faults.

Rule 1: what a change does not name keeps its shape: scales and offsets start from what is there.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from flowtime_domain.evaluation.calculation import Column, Matrix
from flowtime_domain.evaluation.scenarios.changes import Change, window_of

_quiet: Final = np.errstate(over="ignore")
# From so many on, series are faster changed together than one by one.
_MANY: Final = 4


def _put(_: object, amount: Any, out: Any = None) -> Any:
    """The numbers of a change in the place of those before, called like a NumPy function of two operands."""
    if out is not None:
        np.copyto(out, amount)
    return amount


_OPERATIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "fixed": _put,
    "scale": np.multiply,
    "offset": np.add,
}


@_quiet
def changed_number(before: float, change: Change) -> float:
    """A number after a change without faults; not finite if it became too large."""
    return float(_OPERATIONS[change.operation](before, np.asarray(change.amount, dtype=np.float64)))


def change_series(values: Column, change: Change) -> None:
    """Change a series in place; negative zero is not written (engine §1.5).

    Parameters
    ----------
    values
        shape (bins,); unit of the series; finite before, not where a number becomes too large.
    change
        What happens.
    """
    bins = len(values)
    window = slice(None) if change.bins is None else window_of(change.bins, bins)
    amount = np.asarray(change.amount, dtype=np.float64)
    if amount.ndim and len(amount) == bins:
        amount = amount[window]
    inside = values[window]
    _OPERATIONS[change.operation](inside, amount, out=inside)
    values += 0.0


@_quiet
def write_changed(changes: Sequence[tuple[int, Change]], before: Matrix, after: Matrix) -> bool:
    """Write several series after changes without faults.

    Parameters
    ----------
    changes
        Distinct rows, and what happens to each.
    before, after
        shape (rows, bins); units of the series; `before` is left as it is.

    Returns
    -------
    bool
        Whether all that is written is finite.
    """
    alike: dict[str, tuple[list[int], list[float]]] = {}
    is_finite = True
    for row, change in changes:
        if len(changes) >= _MANY and change.bins is None and isinstance(change.amount, int | float):
            rows, amounts = alike.setdefault(change.operation, ([], []))
            rows.append(row)
            amounts.append(change.amount)
        else:
            values = after[row]
            np.copyto(values, before[row])
            change_series(values, change)
            is_finite = is_finite and bool(np.isfinite(values).all())
    for operation, (rows, amounts) in alike.items():
        block = before[rows]
        _OPERATIONS[operation](block, np.array(amounts, dtype=np.float64)[:, np.newaxis], out=block)
        block += 0.0
        after[rows] = block
        is_finite = is_finite and bool(np.isfinite(block).all())
    return is_finite
