"""Rows of values as one text, out of which any bins can be cut."""

from collections.abc import Sequence
from functools import cached_property
from typing import Final, final

import numpy as np
import numpy.typing as npt

_COMMA: Final = ord(",")


@final
class RowsText:
    """The values of some rows over bins that follow each other.

    Parameters
    ----------
    rows
        The values of each row with commas between them; none of the values holds one.
    bins
        The bins.

    Attributes
    ----------
    bins
        The bins.
    memory
        How many bytes it takes when something was cut out of it.

    Examples
    --------
    >>> RowsText([b"1,2.5,3", b"4,null,6"], range(10, 13)).cut(range(11, 13), with_comma=False)
    [b'2.5,3', b'null,6']
    """

    def __init__(self, rows: Sequence[bytes], bins: range) -> None:
        self.bins = bins
        self._text = b",".join([*rows, b""])
        self._shape = len(rows), len(bins)
        self.memory = len(self._text) + len(rows) * (len(bins) + 1) * np.dtype(np.int32).itemsize

    def cut(self, bins: range, *, with_comma: bool) -> list[bytes]:
        """The values of each row in some of its bins; with a comma after the last, if more shall follow."""
        begins = (self._ends[:, bins.start - self.bins.start] + 1).tolist()
        ends = (self._ends[:, bins.stop - self.bins.start] + with_comma).tolist()
        return [self._text[begin:end] for begin, end in zip(begins, ends, strict=True)]

    @cached_property
    def _ends(self) -> npt.NDArray[np.int32]:
        """Where the value before each bin ends: shape (rows, bins + 1), positions of commas in the text."""
        rows, bins = self._shape
        ends = np.empty((rows, bins + 1), dtype=np.int32)
        commas = np.flatnonzero(np.frombuffer(self._text, np.uint8) == _COMMA)
        ends[:, 1:] = commas.reshape(self._shape)
        ends[0, 0] = -1
        ends[1:, 0] = ends[:-1, -1]
        return ends
