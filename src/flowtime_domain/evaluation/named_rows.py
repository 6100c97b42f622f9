"""Rows of a matrix by their names."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, final

from flowtime_domain.evaluation.calculation import Column, Matrix


@final
class NamedRows(Mapping[str, Column]):
    """Rows of a matrix that nobody can write, each looked up when it is asked for.

    It can be sent to another process, and is read-only there, too.

    Parameters
    ----------
    row_of
        Name -> row, in the order in which they are listed.
    matrix
        shape (rows, bins), in the units of the series; read-only from now on.

    Examples
    --------
    >>> import numpy as np
    >>> rows = NamedRows({"visits": 1, "doctors": 0}, np.array([[2.0, 2.0], [18.0, 26.0]]))
    >>> list(rows), rows["visits"].tolist()
    (['visits', 'doctors'], [18.0, 26.0])
    """

    __slots__ = ("_matrix", "_row_of")

    def __init__(self, row_of: Mapping[str, int], matrix: Matrix) -> None:
        matrix.flags.writeable = False
        self._row_of = row_of
        self._matrix = matrix

    def __getitem__(self, name: str) -> Column:
        """The row of a name: shape (bins,), in the unit of the series."""
        row: Column = self._matrix[self._row_of[name]]
        return row

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._row_of)

    def __len__(self) -> int:
        """How many names there are."""
        return len(self._row_of)

    def __repr__(self) -> str:
        """What a notebook shows: names instead of numbers."""
        return f"NamedRows({', '.join(self._row_of)})"

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """How it passes from one process to another: arrays by themselves would come out writable."""
        return NamedRows, (dict(self._row_of), self._matrix)
