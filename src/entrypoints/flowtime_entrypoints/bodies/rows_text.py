"""Rows of values as text, out of which any bins can be cut."""

import sys
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
    >>> RowsText([b"1,2.5,3", b"4,null,6"], range(10, 13)).cut(range(11, 13))
    [b'2.5,3', b'null,6']
    """

    def __init__(self, rows: Sequence[bytes], bins: range) -> None:
        self.bins = bins
        self._rows = rows
        self.memory = (
            sum(map(sys.getsizeof, rows)) + len(rows) * (len(bins) + 1) * np.dtype(np.int32).itemsize
        )

    def cut(self, bins: range) -> list[bytes]:
        """The values of each row in some of its bins."""
        begins = (self._commas[:, bins.start - self.bins.start] + 1).tolist()
        ends = self._commas[:, bins.stop - self.bins.start].tolist()
        return [row[begin:end] for row, begin, end in zip(self._rows, begins, ends, strict=True)]

    @cached_property
    def _commas(self) -> npt.NDArray[np.int32]:
        """Where the comma before each bin stands: shape (rows, bins + 1), positions in the row.

        The first would stand before the row, the last behind it.
        """
        text = b",".join([*self._rows, b""])
        commas = np.flatnonzero(np.frombuffer(text, np.uint8) == _COMMA).reshape(len(self._rows), -1)
        found = np.full((len(self._rows), len(self.bins) + 1), -1, dtype=np.int32)
        found[0, 1:] = commas[0]
        found[1:, 1:] = commas[1:] - commas[:-1, -1:] - 1
        return found
