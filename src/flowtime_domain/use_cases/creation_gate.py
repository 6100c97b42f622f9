"""How much may be created at the same time, and whether anything new may begin (api §4.1, operations §5.2).

Rule 1: a place is taken before the use case is called, cells once the size of the model is known.
Rule 2: what was taken is given back however the work ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final, final

from flowtime_domain.errors import ShuttingDownError, TooManyCreationsError

CREATIONS_SETTING: Final = "FLOWTIME_MAX_CONCURRENT_CREATIONS"
CELLS_SETTING: Final = "FLOWTIME_MAX_RUNNING_CELLS"


@final
class CreationGate:
    """Counts running creations and the cells of their matrices.

    Parameters
    ----------
    max_creations
        Creations and analysing validations that may run at the same time.
    max_cells
        Cells (series times bins) that all of them together may fill.

    Examples
    --------
    >>> gate = CreationGate(max_creations=1, max_cells=100)
    >>> with gate.place(), gate.cells(60):
    ...     gate.in_progress
    1
    """

    def __init__(self, max_creations: int, max_cells: int) -> None:
        self._max_creations = max_creations
        self._max_cells = max_cells
        self._lock = Lock()
        self._creations = 0
        self._cells = 0
        self._is_open = True
        self._is_abandoned = False

    @property
    def in_progress(self) -> int:
        """Creations that hold a place now."""
        return self._creations

    @property
    def is_open(self) -> bool:
        """Whether new creations may begin."""
        return self._is_open

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for one creation.

        Raises
        ------
        ShuttingDownError
            The gate is closed.
        TooManyCreationsError
            All places are taken.
        """
        with self._lock:
            if not self._is_open:
                raise ShuttingDownError
            if self._creations >= self._max_creations:
                raise TooManyCreationsError(self._max_creations, CREATIONS_SETTING, self._creations + 1)
            self._creations += 1
        try:
            yield
        finally:
            with self._lock:
                self._creations -= 1

    @contextmanager
    def cells(self, count: int) -> Iterator[None]:
        """Room for a matrix of `count` cells.

        Raises
        ------
        TooManyCreationsError
            The matrices of all creations together would be too large.
        """
        with self._lock:
            if self._cells + count > self._max_cells:
                raise TooManyCreationsError(self._max_cells, CELLS_SETTING, self._cells + count)
            self._cells += count
        try:
            yield
        finally:
            with self._lock:
                self._cells -= count

    def close(self) -> None:
        """Let nothing new begin; what runs may finish."""
        self._is_open = False

    def abandon(self) -> None:
        """Let nothing new begin, and stop what runs at its next stage or file."""
        self._is_open = False
        self._is_abandoned = True

    def check_stop(self) -> None:
        """Asked by running creations between stages and files.

        Raises
        ------
        ShuttingDownError
            Running work was abandoned.
        """
        if self._is_abandoned:
            raise ShuttingDownError
