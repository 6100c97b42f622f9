"""The CSVs of older bundles (runs §10.2).

Rule 1: a row or cell that is missing is a missing value; everything else that cannot be read is an error.
"""

import re
from dataclasses import dataclass
from typing import Final, final

import numpy as np
import numpy.typing as npt

_HEADERS: Final = frozenset({"t,value", "bin_index,value"})
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_NOT_FINITE: Final = re.compile(r"nan|[+-]?(inf|infinity|∞)", re.IGNORECASE)
_BIN_INDEX: Final = re.compile(r"\d{1,15}", re.ASCII)


@final
@dataclass(frozen=True, slots=True, eq=False)
class SeriesText:
    """The values of a series as a CSV gives them.

    Attributes
    ----------
    values
        shape (bins,), unit of the series, NaN where missing or not finite.
    count
        How many bins the text is about: more than there are if it has rows beyond the last one.
    """

    values: npt.NDArray[np.float64]
    count: int


def read_series_text(content: bytes, bins: int) -> SeriesText:
    r"""The values in a CSV.

    Raises
    ------
    ValueError
        The bytes are no UTF-8 text, the header is another one, or a row cannot be read or occurs twice.

    Examples
    --------
    >>> read_series_text(b"bin_index,value\n0,4\n2,\n3,0.5\n", 4).values.tolist()
    [4.0, nan, nan, 0.5]
    """
    header, *lines = content.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    if header.replace(" ", "").lower() not in _HEADERS:
        raise ValueError("the header is neither 't,value' nor 'bin_index,value'")
    values = np.full(bins, np.nan)
    seen: set[int] = set()
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        bin_index, value = _row(line, number)
        if bin_index in seen:
            raise ValueError(f"line {number} repeats bin {bin_index}")
        seen.add(bin_index)
        if bin_index < bins:
            values[bin_index] = value
    return SeriesText(values, max(bins, 1 + max(seen, default=0)))


def _row(line: str, number: int) -> tuple[int, float]:
    index, _, cell = line.partition(",")
    index, cell = index.strip(), cell.strip()
    if not _BIN_INDEX.fullmatch(index):
        raise ValueError(f"line {number} does not begin with a bin index")
    if not cell or _NOT_FINITE.fullmatch(cell):
        return int(index), np.nan
    if not _NUMBER.fullmatch(cell):
        raise ValueError(f"line {number} holds no number")
    value = float(cell)
    return int(index), value if np.isfinite(value) else np.nan
