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


def machine_code_for(numbers: int, path: Path | None = None, *, is_once: bool = False) -> Run | None:
    """What runs programs, if the work pays for it; None if NumPy shall do it.

    Parameters
    ----------
    numbers
        How many numbers will be computed, over all evaluations.
    path
        The way that is taken whatever it costs; None leaves the choice.
    is_once
        Whether the work is done once and never again: then nothing is loaded for it, since NumPy is done
        with the largest models that a run may have before a compiler is.
    """
    if path is None and not _pays(numbers, is_once):
        return None
    return None if path == "numpy" else MACHINE_CODE.run()


def _pays(numbers: int, is_once: bool) -> bool:
    if MACHINE_CODE.is_loaded:
        return numbers >= NUMBERS_THAT_PAY
    return not is_once and numbers >= NUMBERS_THAT_PAY_FOR_LOADING
