"""When bins begin, as an array."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from flowtime_domain.model.grid import SECONDS_PER_UNIT
from flowtime_domain.runs.artifact_documents import GridDocument

Times: TypeAlias = npt.NDArray[np.datetime64]


def bin_starts(grid: GridDocument, first_bin: int, bin_count: int) -> Times | None:
    """The beginnings of bins that follow each other.

    Returns
    -------
    Times or None
        shape (bins,); no unit but UTC in microseconds, read-only; None without grid start.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from flowtime_domain.model.grid import Grid
    >>> grid = GridDocument.of(Grid(3, 5, "minutes", datetime(2025, 1, 1, tzinfo=UTC)))
    >>> bin_starts(grid, 1, 2)
    array(['2025-01-01T00:05:00.000000', '2025-01-01T00:10:00.000000'],
          dtype='datetime64[us]')
    """
    if grid.start is None:
        return None
    start = np.datetime64(grid.start.removesuffix("Z"), "us")
    length = np.timedelta64(grid.bin_size * SECONDS_PER_UNIT[grid.bin_unit], "s")
    starts = start + np.arange(first_bin, first_bin + bin_count) * length
    starts.setflags(write=False)
    return starts
