"""The layout of series/matrix.npy: NPY format 1.0 with the values at byte 128 (runs §6.6).

Rule 1: there is one layout; a file that differs from it in any byte before the values is not read.

References
----------
NumPy, "NEP 1: A Simple File Format for NumPy Arrays": magic, version, header and padding.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

DATA_OFFSET: Final = 128
_MAGIC: Final = b"\x93NUMPY\x01\x00"


def matrix_header(series: int, bins: int) -> bytes:
    """The 128 bytes before the values of a matrix of shape (series, bins).

    Examples
    --------
    >>> len(matrix_header(4, 3))
    128
    """
    text = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({series}, {bins}), }}"
    length = DATA_OFFSET - len(_MAGIC) - 2
    return _MAGIC + length.to_bytes(2, "little") + text.ljust(length - 1).encode() + b"\n"


def matrix_values(content: bytes | memoryview, series: int, bins: int) -> npt.NDArray[np.float64] | None:
    """The values in a matrix file, without a copy.

    Parameters
    ----------
    content
        The whole file.
    series, bins
        The expected shape.

    Returns
    -------
    numpy.ndarray or None
        shape (series, bins), units of the series, NaN where missing; None if the file has another shape.
    """
    if content[:DATA_OFFSET] != matrix_header(series, bins):
        return None
    if len(content) != DATA_OFFSET + 8 * series * bins:
        return None
    values = np.frombuffer(content, dtype="<f8", offset=DATA_OFFSET)
    return values.reshape(series, bins)
