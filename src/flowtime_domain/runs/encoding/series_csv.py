"""The text of series, made for whole arrays at once (runs §6.8, §11.2).

Rule 1: every cell has exactly the bytes that `number_text` gives for its value.
Rule 2: in the table of rows a NUL byte stands for no character; all NULs are dropped at the end.

How it works: a value x with few digits is found by scaling. If ``m = rint(x * 10**k)`` is below 10**15 and
``m / 10**k == x``, then m is exact and the division correctly rounded, so the decimal m * 10**-k reads back
as x; of at most 15 digits there is only one such decimal, so without trailing zeros it is the shortest. Its
digits come from tables, four at a time. Other values are written one by one.
"""

from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.model.number_text import number_text

Integers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Columns: TypeAlias = dict[str, npt.NDArray[np.generic] | np.generic]

CSV_HEADER: Final = "t,value"
_GROUP: Final = 10_000
_NO_CHARACTERS: Final = 2 * _GROUP
# Numbers of fraction digits that are tried, each with the limit below which all digits fit in 10**15.
_SCALES: Final = ((0, 1e15), (8, 1e7), (12, 1e3))
_FRACTION_DIGITS: Final = 12
_SMALLEST_POSITIONAL: Final = 1e-6
# Between these Python writes a fraction as ECMAScript does.
_SMALLEST_PLAIN_REPR: Final = 1e-4
_LARGEST_PLAIN_REPR: Final = 1e15
_LONGEST_NUMBER: Final = 25


def _digit_table(*, trailing: bool) -> npt.NDArray[np.uint32]:
    """Four digits of 0..9999 as one integer: first without outer zeros, then with all of them."""
    padded = [f"{number:04}" for number in range(_GROUP)]
    cut = [text.rstrip("0") if trailing else text.lstrip("0").rjust(4, "\0") for text in padded]
    texts = np.array([*cut, *padded, ""], dtype="S4")
    return texts.view(np.uint32)


_LEADING_DIGITS: Final = _digit_table(trailing=False)
_TRAILING_DIGITS: Final = _digit_table(trailing=True)
_UNIT_DIGITS: Final = _LEADING_DIGITS.copy()
_UNIT_DIGITS[0] = np.array([b"\0\0\x000"], dtype="S4").view(np.uint32)[0]


@final
class SeriesCsv:
    """Writes series of one grid; the column of bin indices is made once.

    Parameters
    ----------
    bins
        Number of bins of every series.
    header
        The first line.
    """

    def __init__(self, bins: int, header: str = CSV_HEADER) -> None:
        self._header_line = f"{header}\n".encode()
        columns = _integer_columns(np.arange(bins), np.ones(bins, dtype=bool))
        columns["comma"] = np.uint8(ord(","))
        table = _table(columns, bins)
        self._indices = table.view(f"V{table.dtype.itemsize}")

    def text(self, values: npt.NDArray[np.float64], spelt_out: Flags | None = None) -> bytes:
        r"""The CSV of a series.

        Parameters
        ----------
        values
            shape (bins,), unit of the series, NaN where missing.
        spelt_out
            shape (bins,), true or false: whether a value that is not finite is written as ``NaN``,
            ``Infinity`` or ``-Infinity`` instead of an empty cell; nowhere if it is not given.

        Examples
        --------
        >>> SeriesCsv(3).text(np.array([18.0, np.nan, 0.5]))
        b't,value\n0,18\n1,\n2,0.5\n'
        """
        columns: Columns = {"index": self._indices}
        integer, fraction, written = _decimal_parts(np.abs(values))
        negative = written & (values < 0)
        if negative.any():
            columns["sign"] = np.where(negative, np.uint8(ord("-")), np.uint8(0))
        columns |= _integer_columns(integer, written)
        if fraction.any():
            columns |= _fraction_columns(fraction)
        others = np.flatnonzero(np.isfinite(values) & ~written)
        if others.size:
            columns["other"] = _other_numbers(values, others)
        if spelt_out is not None and spelt_out.any():
            columns["word"] = _words(values, spelt_out)
        columns["end"] = np.uint8(ord("\n"))
        return self._header_line + _table(columns, len(values)).tobytes().translate(None, b"\0")


def _decimal_parts(magnitudes: npt.NDArray[np.float64]) -> tuple[Integers, Integers, Flags]:
    """Integer part, fraction times 10**12, and for which values these say it all.

    Parameters
    ----------
    magnitudes
        shape (bins,), at least 0 or not finite.
    """
    integer = np.zeros(len(magnitudes), dtype=np.int64)
    fraction = np.zeros(len(magnitudes), dtype=np.int64)
    written = np.zeros(len(magnitudes), dtype=bool)
    pending = np.arange(len(magnitudes))
    for digits, limit in _SCALES:
        exact, scaled = _exactly_scaled(magnitudes[pending], digits, limit)
        found = pending[exact]
        integer[found], rest = np.divmod(scaled, 10**digits)
        fraction[found] = rest * 10 ** (_FRACTION_DIGITS - digits)
        written[found] = True
        pending = pending[~exact]
        if not pending.size:
            break
    return integer, fraction, written


def _exactly_scaled(magnitudes: npt.NDArray[np.float64], digits: int, limit: float) -> tuple[Flags, Integers]:
    """Which magnitudes are decimals of so many fraction digits, and these without their point."""
    factor = 10.0**digits
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = np.rint(magnitudes * factor)
        exact = (scaled / factor == magnitudes) & (magnitudes < limit)
    exact &= (magnitudes >= _SMALLEST_POSITIONAL) | (magnitudes == 0)
    return exact, scaled[exact].astype(np.int64)


def _integer_columns(integer: Integers, written: Flags) -> Columns:
    """The digits of integer parts in groups of four, without leading zeros."""
    largest = int(integer.max(initial=0))
    columns: Columns = {}
    above = np.zeros(len(integer), dtype=bool)
    rest = integer
    groups = 1
    while largest // _GROUP**groups:
        groups += 1
    for power in range(groups - 1, 0, -1):
        part, rest = np.divmod(rest, _GROUP**power)
        columns[f"integer{power}"] = _LEADING_DIGITS[part + _GROUP * above]
        above = above | (part > 0)
    units = np.where(written, rest + _GROUP * above, _NO_CHARACTERS)
    columns["integer0"] = _UNIT_DIGITS[units]
    return columns


def _fraction_columns(fraction: Integers) -> Columns:
    """The point and the digits of fractions in groups of four, without trailing zeros."""
    columns: Columns = {"point": np.where(fraction > 0, np.uint8(ord(".")), np.uint8(0))}
    rest = fraction
    for power in (2, 1, 0):
        if rest.any():
            part, rest = np.divmod(rest, _GROUP**power)
            columns[f"fraction{power}"] = _TRAILING_DIGITS[part + _GROUP * (rest > 0)]
    return columns


def _other_numbers(values: npt.NDArray[np.float64], places: npt.NDArray[np.intp]) -> npt.NDArray[np.bytes_]:
    """The texts of the numbers at some places, nothing elsewhere."""
    texts = np.zeros(len(values), dtype=f"S{_LONGEST_NUMBER}")
    texts[places] = [_other_number(value) for value in values[places].tolist()]
    return texts


def _other_number(value: float) -> str:
    if _SMALLEST_PLAIN_REPR <= abs(value) < _LARGEST_PLAIN_REPR:
        return repr(value)
    return number_text(value)


def _words(values: npt.NDArray[np.float64], places: Flags) -> npt.NDArray[np.bytes_]:
    """The spelling of the values that are not finite at some places, nothing elsewhere."""
    infinities = np.where(values > 0, b"Infinity", b"-Infinity")
    return np.where(places & ~np.isfinite(values), np.where(np.isnan(values), b"NaN", infinities), b"")


def _table(columns: Columns, rows: int) -> npt.NDArray[np.void]:
    """One row of bytes for each bin: the columns side by side."""
    table = np.empty(rows, dtype=[(name, column.dtype) for name, column in columns.items()])
    for name, column in columns.items():
        table[name] = column
    return table
