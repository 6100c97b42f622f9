"""The CSVs of an older bundle, row by row in one matrix."""

from collections.abc import Sequence
from typing import final

import numpy as np
import numpy.typing as npt

from flowtime_domain.runs.older.series_text import read_series_text
from flowtime_domain.runs.verification import BundleFiles


@final
class SeriesRows:
    """Reads CSVs into rows; each row has all the names that lead to it.

    Parameters
    ----------
    files
        What lies in the run directory.
    bins
        Number of bins of every row.

    Attributes
    ----------
    row_of
        Name -> row; of several rows with one name the first.
    too_long
        Rows whose CSV has values beyond the last bin.
    """

    def __init__(self, files: BundleFiles, bins: int) -> None:
        self._files = files
        self._bins = bins
        self._values: list[npt.NDArray[np.float64]] = []
        self._row_of_path: dict[str, int] = {}
        self.row_of: dict[str, int] = {}
        self.too_long: set[int] = set()

    def add(self, path: str, names: Sequence[str]) -> int:
        """The row of the CSV at a path, which is read if it has not been read yet.

        Raises
        ------
        ValueError
            There is no such file, or it cannot be read.
        """
        if path not in self._files.sizes:
            raise ValueError("there is no such file")
        if path not in self._row_of_path:
            self._read(path)
        row = self._row_of_path[path]
        for name in names:
            self.row_of.setdefault(name, row)
        return row

    def _read(self, path: str) -> None:
        text = read_series_text(bytes(self._files.content(path)), self._bins)
        row = len(self._values)
        self._row_of_path[path] = row
        self._values.append(text.values)
        if text.count > self._bins:
            self.too_long.add(row)

    def matrix(self) -> npt.NDArray[np.float64]:
        """All rows.

        Returns
        -------
        numpy.ndarray
            shape (rows, bins), units of the series, NaN where missing; read-only.
        """
        matrix = np.array(self._values, dtype=np.float64).reshape(len(self._values), self._bins)
        matrix.setflags(write=False)
        return matrix
