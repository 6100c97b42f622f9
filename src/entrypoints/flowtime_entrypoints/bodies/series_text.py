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
Row: TypeAlias = Numbers | npt.NDArray[np.int64] | orjson.Fragment
# Beyond it the digits of an integer are no longer the shortest that read back to the same number.
_LARGEST_WHOLE: Final = 2.0**53
_POINT, _ZERO = b".0"
# As many as have a text that stays in fast memory while it is worked on.
_NUMBERS_AT_ONCE: Final = 4096
_SECONDS_TEXT: Final = "S19"
_COLOR_TEXTS: Final = tuple((b"%d" % code, b'"%s"' % color.encode()) for code, color in enumerate(COLORS))


def json_text(value: object) -> bytes:
    """JSON of dicts, lists, texts, numbers, and the rows of this module."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


def number_rows(rows: Numbers) -> list[Row]:
    """What `json_text` writes as one array for each row.

    Parameters
    ----------
    rows
        shape (rows, bins); any unit, any float64, NaN where missing.

    Examples
    --------
    >>> json_text(number_rows(np.array([[10.0, -0.0], [0.5, 2.0], [np.nan, 1e16]])))
    b'[[10,0],[0.5,2],[null,1e+16]]'
    """
    is_whole = rows == np.rint(rows)
    if is_whole.all() and np.abs(rows).max() <= _LARGEST_WHOLE:
        return [*rows.astype(np.int64)]
    holds_whole, is_integer = is_whole.any(axis=1), is_whole.all(axis=1)
    is_integer[is_integer] = (np.abs(rows[is_integer]) <= _LARGEST_WHOLE).all(axis=1)
    integers = iter(rows[is_integer].astype(np.int64))
    # Zero is whole, so that no other row has one with a sign.
    mixed = _mixed_texts(rows[holds_whole & ~is_integer] + 0.0)
    return [
        next(integers) if integer else orjson.Fragment(next(mixed)) if whole else row
        for row, integer, whole in zip(
            np.ascontiguousarray(rows), is_integer.tolist(), holds_whole.tolist(), strict=True
        )
    ]


def _mixed_texts(rows: Numbers) -> Iterator[bytes]:
    """One JSON array for each row of shape (rows, bins), any unit, without a zero that has a sign."""
    at_once = max(1, _NUMBERS_AT_ONCE // rows.shape[1])
    for first in range(0, len(rows), at_once):
        block = rows[first : first + at_once]
        text, begin = _without_fractions_of_zero(json_text(block)), 1
        for _ in block:
            end = text.index(b"]", begin) + 1
            yield text[begin:end]
            begin = end + 1


def written(row: Row | None) -> orjson.Fragment:
    """A row that stands in more than one place, as its text."""
    return row if isinstance(row, orjson.Fragment) else orjson.Fragment(json_text(row))


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


def color_rows(codes: Codes) -> list[Row]:
    """What `json_text` writes as one array of names of colors for each row.

    Parameters
    ----------
    codes
        shape (rows, bins); no unit, indices of `COLORS`.

    Examples
    --------
    >>> json_text(color_rows(np.array([[1, 0]], dtype=np.int8)))
    b'[["green","gray"]]'
    """
    return [orjson.Fragment(_colored(json_text(row))) for row in codes]


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


def _colored(text: bytes) -> bytes:
    for code, color in _COLOR_TEXTS:
        text = text.replace(code, color)
    return text


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
