"""How failures come back as new attempts.

Rule 1: a kernel never brings back more than failed; one that would is scaled to a sum of 1.
Rule 2: this file knows numbers only; it never sees a node, a model or a name.
"""

from collections.abc import Sequence
from typing import Final

DEFAULT_RETRY_KERNEL: Final = (0.0, 0.6, 0.3, 0.1)
LARGEST_KERNEL_SUM: Final = 1 + 1e-9


def kernel_sum(kernel: Sequence[float]) -> float:
    """The share of failures that comes back over all bins, added from left to right.

    Examples
    --------
    >>> kernel_sum((0.0, 0.5, 0.25))
    0.75
    """
    total = 0.0
    for coefficient in kernel:
        total += coefficient
    return total


def brings_back_too_much(kernel: Sequence[float]) -> bool:
    """Whether a kernel would bring back more than failed (engine §9.1)."""
    return kernel_sum(kernel) > LARGEST_KERNEL_SUM


def retry_kernel(authored: Sequence[float] | None) -> tuple[float, ...]:
    """The kernel that is used: the default, the authored one, or the authored one scaled (engine §9.1).

    Parameters
    ----------
    authored
        Coefficient i is the share of failures that is tried again i bins later; each at least 0. None
        stands for the default.

    Examples
    --------
    >>> retry_kernel((0.0, 1.0, 1.0))
    (0.0, 0.5, 0.5)
    """
    kernel = DEFAULT_RETRY_KERNEL if authored is None else tuple(authored)
    if not brings_back_too_much(kernel):
        return kernel
    total = kernel_sum(kernel)
    return tuple(coefficient / total for coefficient in kernel)
