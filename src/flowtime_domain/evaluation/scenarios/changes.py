"""What a scenario may do to the numbers of one target, and what is wrong with what it writes.

Rule 1: this file knows numbers only; it never sees a model, a plan or a name.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from operator import index
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.model.shape_errors import Fault

Amount: TypeAlias = float | Sequence[float] | npt.NDArray[np.generic]
Window: TypeAlias = slice | range | tuple[int, int]

_NUMERIC_KINDS: Final = "iuf"
_SMALL: Final = 2**53


@final
@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What happens to a target; made by `fixed`, `scale` and `offset`.

    Attributes
    ----------
    operation
        fixed, scale or offset.
    amount
        A number; for `fixed` also an array of numbers.
    bins
        The bins it concerns, as a slice, as a range, or as first bin and the bin behind the last; None means
        all.
    """

    operation: str
    amount: object
    bins: Window | None = None


def fixed(amount: Amount, bins: Window | None = None) -> Change:
    """A change that puts numbers in the place of those that are there.

    A bare number or array in a scenario means the same, for all bins.

    Parameters
    ----------
    amount
        In the unit of the target, finite: a number, or shape (bins,), or shape (bins of the window,).
    bins
        A slice or range, or first bin and the bin behind the last; all bins if None.

    Examples
    --------
    >>> from flowtime_domain.evaluation.scenarios.changed_numbers import change_series
    >>> series = np.array([4.0, 5.0, 6.0])
    >>> change_series(series, fixed(9, bins=slice(1, None)))
    >>> series.tolist()
    [4.0, 9.0, 9.0]
    """
    return Change("fixed", amount, bins)


def scale(factor: float, bins: Window | None = None) -> Change:
    """A change that multiplies the numbers that are there by a finite factor.

    Parameters
    ----------
    factor
        Without unit.
    bins
        A slice or range, or first bin and the bin behind the last; all bins if None.

    Examples
    --------
    >>> from flowtime_domain.evaluation.scenarios.changed_numbers import change_series
    >>> series = np.array([4.0, 5.0, 6.0])
    >>> change_series(series, scale(1.5, bins=(0, 2)))
    >>> series.tolist()
    [6.0, 7.5, 6.0]
    """
    return Change("scale", factor, bins)


def offset(difference: float, bins: Window | None = None) -> Change:
    """A change that adds a finite number to those that are there.

    Parameters
    ----------
    difference
        In the unit of the target.
    bins
        A slice or range, or first bin and the bin behind the last; all bins if None.

    Examples
    --------
    >>> from flowtime_domain.evaluation.scenarios.changed_numbers import change_series
    >>> series = np.array([4.0, 5.0, 6.0])
    >>> change_series(series, offset(-1))
    >>> series.tolist()
    [3.0, 4.0, 5.0]
    """
    return Change("offset", difference, bins)


def change_of(written: object) -> Change:
    """A change as a scenario writes it: itself, or a bare number or array for all bins."""
    return written if isinstance(written, Change) else Change("fixed", written)


def faults_over_bins(change: Change, bins: int) -> Iterable[Fault]:
    """What is wrong with a change of a series of so many bins."""
    if change.bins is None and _is_plain(change.amount):
        return ()
    return _faults_over_bins(change, bins)


def _is_plain(amount: object) -> bool:
    """Whether an amount is surely a finite number; most are, and to look at it as an array takes longer."""
    if type(amount) is float:
        return isfinite(amount)
    return type(amount) is int and -_SMALL < amount < _SMALL


def _faults_over_bins(change: Change, bins: int) -> Iterator[Fault]:
    window = None if change.bins is None else window_of(change.bins, bins)
    if change.bins is not None and window is None:
        message = f"{change.bins} is no window; write bins=(first, end) with 0 <= first < end <= {bins}."
        yield Fault("out_of_range", message, ())
    fitting = {bins} if window is None else {bins, window.stop - window.start}
    yield from _amount_faults(change, sorted(fitting))


def faults_of_number(change: Change) -> Iterator[Fault]:
    """What is wrong with a change of a single number."""
    if change.bins is not None:
        yield Fault("invalid_type", "this is one number, which has no bins.", ())
    yield from _amount_faults(change, [])


def window_of(window: object, bins: int) -> slice | None:
    """The bins of a window that holds at least one, all of them on the grid; else None."""
    ends = window
    if isinstance(window, slice | range) and window.step in (None, 1):
        ends = (window.start, window.stop)
    if not isinstance(ends, tuple) or len(ends) != 2:
        return None
    try:
        first, end = (index(end) for end in (ends[0] or 0, bins if ends[1] is None else ends[1]))
    except TypeError:
        return None
    first, end = (number + bins if number < 0 else number for number in (first, end))
    return slice(first, end) if 0 <= first < end <= bins else None


def _amount_faults(change: Change, lengths: Sequence[int]) -> Iterator[Fault]:
    """What is wrong with the numbers; `lengths` are those that an array may have."""
    amount = _as_array(change.amount)
    takes_array = change.operation == "fixed" and bool(lengths)
    if amount is None or amount.dtype.kind not in _NUMERIC_KINDS or amount.ndim > takes_array:
        wanted = "a number or one array of numbers" if takes_array else "a number"
        yield Fault("invalid_type", f"this change takes {wanted}.", ())
        return
    if amount.ndim and len(amount) not in lengths:
        wanted = " or ".join(map(str, lengths))
        yield Fault(
            "values_length", f"{len(amount)} values where there must be {wanted}, one for each bin.", ()
        )
    if not np.isfinite(amount).all():
        yield Fault("non_finite_number", "a change holds finite numbers only.", ())


def _as_array(amount: object) -> npt.NDArray[np.generic] | None:
    """The amount as NumPy sees it; None if it is no number and no array, or holds truth values."""
    if isinstance(amount, list | tuple) and any(isinstance(each, bool | np.bool_) for each in amount):
        return None
    try:
        return np.asarray(amount)
    except ValueError:
        return None
