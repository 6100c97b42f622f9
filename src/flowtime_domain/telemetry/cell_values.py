"""What the cells of a column of values say (telemetry §6.5).

Rule 1: a column of plain numbers is read as a whole, any other cell by cell; both give the same values.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

import numpy as np
import numpy.typing as npt

_PLAIN: Final = b"0123456789+-.eE\n "
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_WORDS: Final = frozenset({"nan", "inf", "infinity"})


@final
@dataclass(frozen=True, slots=True, eq=False)
class CellValues:
    """The values of some cells.

    Attributes
    ----------
    values
        shape (rows,), unit of the metric, NaN and infinities where they are spelt out; meaningless where
        there is no value.
    is_blank
        shape (rows,), true or false; true where the cell says nothing.
    is_fault
        shape (rows,), true or false; true where the cell says something else.
    """

    values: npt.NDArray[np.float64]
    is_blank: npt.NDArray[np.bool_]
    is_fault: npt.NDArray[np.bool_]


def cell_values(cells: Sequence[str]) -> CellValues:
    """The values of cells.

    Returns
    -------
    CellValues
        Its arrays have shape (rows,), in the unit of the metric and as true or false.

    Examples
    --------
    >>> found = cell_values(["4", " 5.5", "", "NaN", "1,000"])
    >>> found.values[:2].tolist(), found.is_blank.tolist(), found.is_fault.tolist()
    ([4.0, 5.5], [False, False, True, False, False], [False, False, False, False, True])
    """
    nowhere = np.zeros(len(cells), dtype=bool)
    plain = _plain_values(cells)
    if plain is not None:
        return CellValues(plain, nowhere, nowhere)
    values = np.full(len(cells), np.nan)
    is_blank, is_fault = nowhere, nowhere.copy()
    for row, cell in enumerate(cells):
        text = cell.strip()
        if not text:
            is_blank[row] = True
            continue
        value = _value(text)
        if value is None:
            is_fault[row] = True
        else:
            values[row] = value
    return CellValues(values, is_blank, is_fault)


def _plain_values(cells: Sequence[str]) -> npt.NDArray[np.float64] | None:
    """All values at once; None unless every cell is a finite number."""
    joined = "\n".join(cells)
    if not joined.isascii() or joined.encode().translate(None, _PLAIN):
        return None
    try:
        values = np.array(cells, dtype=np.float64)
    except ValueError:
        return None
    return values if np.isfinite(values).all() else None


def _value(text: str) -> float | None:
    if _NUMBER.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else None
    return float(text) if text.lower().removeprefix("-").removeprefix("+") in _WORDS else None
