"""JSON text of arrays, written without an object per number (state §1.3).

Rule 1: numbers are shortest round-trip float64; a whole number has no fraction, zero no sign, and what is not
finite is null.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt
import orjson

from flowtime_domain.evaluation.derived_metrics import COLORS, Codes
from flowtime_domain.model.grid import Grid, utc_text

Numbers: TypeAlias = npt.NDArray[np.float64]
# Beyond it the digits of an integer are no longer the shortest that read back to the same number.
_LARGEST_WHOLE: Final = 2.0**53
_POINT, _ZERO = b".0"
# As many as have a text that stays in fast memory while it is worked on.
_NUMBERS_AT_ONCE: Final = 2**15
_SECONDS_TEXT: Final = "S19"
_COLOR_TEXTS: Final = tuple((b"%d" % code, b'"%s"' % color.encode()) for code, color in enumerate(COLORS))


def json_text(value: object) -> bytes:
    """JSON of dicts, lists, texts, numbers and arrays."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


def number_rows(rows: Numbers) -> list[bytes]:
    """The texts of the numbers of each row, with commas between them.

    Parameters
    ----------
    rows
        shape (rows, bins); any unit, any float64, NaN where missing.

    Examples
    --------
    >>> number_rows(np.array([[10.0, -0.0], [0.5, 2.0], [np.nan, 1e16]]))
    [b'10,0', b'0.5,2', b'null,1e+16']
    """
    at_once = max(1, _NUMBERS_AT_ONCE // rows.shape[1])
    return [text for first in range(0, len(rows), at_once) for text in _texts(rows[first : first + at_once])]


def _texts(rows: Numbers) -> Iterator[bytes]:
    """The text of each row of shape (rows, bins), any unit."""
    is_whole = rows == np.rint(rows)
    holds_whole, is_integer = is_whole.any(axis=1), is_whole.all(axis=1)
    is_integer[is_integer] = (np.abs(rows[is_integer]) <= _LARGEST_WHOLE).all(axis=1)
    integers = _cut(json_text(rows[is_integer].astype(np.int64)))
    # Zero is whole, so that no other row has one with a sign.
    mixed = _cut(_without_fractions_of_zero(json_text(rows[holds_whole & ~is_integer] + 0.0)))
    broken = _cut(json_text(rows[~holds_whole]))
    for integer, whole in zip(is_integer.tolist(), holds_whole.tolist(), strict=True):
        yield next(integers if integer else mixed if whole else broken)


def _cut(text: bytes) -> Iterator[bytes]:
    """What stands between the brackets of each row of rows."""
    begin = len(b"[[")
    while begin < len(text):
        end = text.index(b"]", begin)
        yield text[begin:end]
        begin = end + len(b"],[")


def number_texts(values: Numbers) -> list[bytes]:
    """The text of each number.

    Parameters
    ----------
    values
        shape (values,); any unit, any float64, NaN where missing.

    Examples
    --------
    >>> number_texts(np.array([10.0, np.nan, 0.25]))
    [b'10', b'null', b'0.25']
    """
    text = _without_fractions_of_zero(json_text(values + 0.0))
    return text[1:-1].split(b",") if len(values) else []


def color_rows(codes: Codes) -> list[bytes]:
    """The names of the colors of each row in quotes, with commas between them.

    Parameters
    ----------
    codes
        shape (rows, bins); no unit, indices of `COLORS`.

    Examples
    --------
    >>> color_rows(np.array([[1, 0]], dtype=np.int8))
    [b'"green","gray"']
    """
    text = json_text(codes)
    for code, color in _COLOR_TEXTS:
        text = text.replace(code, color)
    return [*_cut(text)]


def _without_fractions_of_zero(text: bytes) -> bytes:
    """Arrays of numbers of which the whole ones have lost their ``.0``."""
    characters = np.frombuffer(text, np.uint8)
    # Digits alone are below 10 here, since what stands before them wraps around.
    is_told = characters[2:] - _ZERO < 10
    is_told |= characters[:-2] != _POINT
    is_told |= characters[1:-1] != _ZERO
    is_kept = np.ones(len(characters), dtype=np.bool_)
    is_kept[:-2] = is_told
    is_kept[1:-1] &= is_told
    return characters[is_kept].tobytes()


@final
class BinStarts:
    """The beginnings of the bins of a grid as JSON texts, each as long as every other.

    Parameters
    ----------
    grid
        A grid that has a start.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> BinStarts(Grid(3, 5, "minutes", datetime(2025, 1, 1, tzinfo=UTC))).array(1, 2)
    b'["2025-01-01T00:05:00Z","2025-01-01T00:10:00Z"]'
    """

    def __init__(self, grid: Grid) -> None:
        assert grid.start is not None, "only a grid with a start has times"
        whole = np.datetime64(grid.start.replace(tzinfo=None), "s")
        seconds = np.arange(grid.bins, dtype=np.int64) * grid.bin_seconds
        starts = np.datetime_as_string(whole + seconds.astype("m8[s]")).astype(_SECONDS_TEXT)
        # Bins are whole seconds long, so all of them have the fraction of the first.
        ending = utc_text(grid.start).encode()[19:] + b'",'
        self._width = 1 + 19 + len(ending)
        self._text = b"".join(b'"%b%b' % (start, ending) for start in starts.tolist())

    def array(self, first_bin: int, bin_count: int) -> bytes:
        """The JSON array of some bins that follow each other."""
        begin, end = first_bin * self._width, (first_bin + bin_count) * self._width
        return b"[%b]" % self._text[begin : end - 1]
