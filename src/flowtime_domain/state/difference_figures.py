"""How much two blocks of numbers differ, row by row (state §8.2).

Rule 1: bins that are missing on either side count in no figure; sums add in bin order.
Rule 2: this file knows arrays only; it never sees a run, a node or a metric.
"""

from dataclasses import dataclass
from typing import TypeAlias, final

import numpy as np
import numpy.typing as npt

Block: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Indices: TypeAlias = npt.NDArray[np.intp]


@final
@dataclass(frozen=True, slots=True, eq=False)
class SideFigures:
    """Figures of one side.

    Attributes
    ----------
    total
        shape (rows,), in the unit of the row summed over bins; NaN where no bin is compared.
    peak
        shape (rows,), in the unit of the row; the largest value, NaN where no bin is compared.
    peak_bin
        shape (rows,), no unit; the earliest bin with the largest value.
    """

    total: Block
    peak: Block
    peak_bin: Indices


@final
@dataclass(frozen=True, slots=True, eq=False)
class DifferenceFigures:
    """Figures of both sides and of what lies between them.

    Attributes
    ----------
    left, right
        Figures of each side.
    compared_bins
        shape (rows,), no unit; how many bins have a value on both sides.
    max_difference
        shape (rows,), in the unit of the row; right minus left where its size is largest, NaN where no bin is
        compared.
    max_difference_bin
        shape (rows,), no unit; the earliest bin with that difference.
    mean_absolute_error, root_mean_square_error
        shape (rows,), in the unit of the row; NaN where no bin is compared.
    is_within
        shape (rows,), true or false; whether every compared bin is within its tolerance.
    """

    left: SideFigures
    right: SideFigures
    compared_bins: Indices
    max_difference: Block
    max_difference_bin: Indices
    mean_absolute_error: Block
    root_mean_square_error: Block
    is_within: Mask


def difference_figures(left: Block, right: Block, absolute: Block, relative: Block) -> DifferenceFigures:
    """The figures of two blocks.

    Parameters
    ----------
    left, right
        shape (rows, bins); each row in its unit, not finite where missing.
    absolute
        shape (rows,), in the unit of the row, at least 0; what may lie between two values.
    relative
        shape (rows,), no unit, at least 0; what may besides, as a share of the value on the left.

    Examples
    --------
    >>> served = difference_figures(
    ...     np.array([[18.0, 20.0, 18.0]]), np.array([[18.0, 24.0, 14.0]]), np.zeros(1), np.zeros(1)
    ... )
    >>> served.max_difference.tolist(), served.mean_absolute_error.tolist()
    ([4.0], [2.6666666666666665])
    """
    is_compared = np.isfinite(left) & np.isfinite(right)
    count = np.count_nonzero(is_compared, axis=1)
    known_left, known_right = (np.where(is_compared, values, 0.0) for values in (left, right))
    # Numbers near the largest that there is may differ by more than it; no bin at all has no mean.
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        difference = known_right - known_left
        size = np.abs(difference)
        allowed = absolute[:, None] + relative[:, None] * np.abs(known_left)
        mean_absolute = _sums(size) / count
        root_mean_square = np.sqrt(_sums(difference * difference) / count)
    largest = np.argmax(np.where(is_compared, size, -1.0), axis=1)
    return DifferenceFigures(
        left=_side(known_left, is_compared),
        right=_side(known_right, is_compared),
        compared_bins=count,
        max_difference=np.where(count > 0, _at(difference, largest), np.nan),
        max_difference_bin=largest,
        mean_absolute_error=mean_absolute,
        root_mean_square_error=root_mean_square,
        is_within=np.all((size <= allowed) | ~is_compared, axis=1),
    )


def _side(known: Block, is_compared: Mask) -> SideFigures:
    """Figures of values of shape (rows, bins) in the unit of the row, 0 where they are not compared."""
    has_bins = is_compared.any(axis=1)
    peak_bin = np.argmax(np.where(is_compared, known, -np.inf), axis=1)
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.where(has_bins, _sums(known), np.nan)
    return SideFigures(total, np.where(has_bins, _at(known, peak_bin), np.nan), peak_bin)


def _sums(values: Block) -> Block:
    """The sum of each row of shape (rows, bins), added in bin order: shape (rows,), in its unit."""
    sums: Block = np.add.accumulate(values, axis=1)[:, -1]
    return sums


def _at(values: Block, bins: Indices) -> Block:
    """The value of each row of shape (rows, bins) in one bin: shape (rows,), in the unit of the row."""
    return values[np.arange(len(values)), bins]
