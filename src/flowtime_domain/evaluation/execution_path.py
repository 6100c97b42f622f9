"""On which of two ways a plan becomes numbers: by NumPy, or by machine code.

Rule 1: both ways give the same bits, so nobody needs to know which one was taken (engine §1.2).
Rule 2: machine code is made only for work that pays for it.
"""

from typing import Final, Literal, TypeAlias

from flowtime_domain.kernels.compiled import MACHINE_CODE, Run

Path: TypeAlias = Literal["numpy", "compiled"]

NUMBERS_THAT_PAY_FOR_LOADING: Final = 100_000
"""Repeated a few times, so many take NumPy longer than it takes to load machine code from disk."""
NUMBERS_THAT_PAY: Final = 2_000
"""Once machine code is there, so many take NumPy longer than it takes to translate their formulas."""


def machine_code_for(numbers: int, path: Path | None = None) -> Run | None:
    """What runs programs, if the work pays for it; None if NumPy shall do it.

    Parameters
    ----------
    numbers
        How many numbers will be computed, over all evaluations.
    path
        The way that is taken whatever it costs; None leaves the choice.
    """
    pays = NUMBERS_THAT_PAY if MACHINE_CODE.is_loaded else NUMBERS_THAT_PAY_FOR_LOADING
    if path == "numpy" or (path is None and numbers < pays):
        return None
    return MACHINE_CODE.run()
