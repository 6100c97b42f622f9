"""Reproducible random numbers: one stream for each node, on every machine the same.

Rule 1: a stream depends on the seed and the node's name only, never on other nodes or their order.
Rule 2: this file knows numbers and names only; it never sees a node or a model.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

MULTIPLIER: Final = 6364136223846793005
INCREMENT: Final = 1442695040888963407
_MODULUS: Final = 1 << 64
_LOW_32_BITS: Final = np.uint64(0xFFFFFFFF)


def stream_seed(seed: int, name: str) -> int:
    """The seed of a node's own stream, 0..2^63-1 (engine §4.4).

    Examples
    --------
    >>> stream_seed(42, "dice")
    4236114900347584948
    """
    digest = hashlib.sha256(f"{seed}:{name}".encode("ascii")).digest()
    return int.from_bytes(digest[:8], "big") & ~(1 << 63)


def pcg32(seed: int, count: int) -> npt.NDArray[np.uint64]:
    """The first outputs of a generator PCG-XSH-RR 64/32 after its creation (engine §4.3).

    Parameters
    ----------
    seed
        0..2^64-1; the state at creation, of which the first output is dropped.
    count
        How many outputs.

    Returns
    -------
    npt.NDArray[np.uint64]
        shape (count,); no unit; 0..2^32-1.

    References
    ----------
    M. E. O'Neill (2014), "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
    Random Number Generation": the output function; F. B. Brown (1994), "Random Number Generation with
    Arbitrary Strides": jumping ahead by doubling.

    Examples
    --------
    >>> pcg32(42, 2).tolist()
    [1971522493, 242089394]
    """
    old = _states(seed, count + 1)[1:]
    mixed = (((old >> np.uint64(18)) ^ old) >> np.uint64(27)) & _LOW_32_BITS
    turn = old >> np.uint64(59)
    return ((mixed >> turn) | (mixed << (np.uint64(32) - turn))) & _LOW_32_BITS


def _states(seed: int, count: int) -> npt.NDArray[np.uint64]:
    """The states from creation on; the part already known, moved ahead by its own length, gives the next."""
    states = np.empty(count, dtype=np.uint64)
    states[0] = seed
    known, multiplier, increment = 1, MULTIPLIER, INCREMENT
    while known < count:
        fresh = min(known, count - known)
        states[known : known + fresh] = states[:fresh] * np.uint64(multiplier) + np.uint64(increment)
        increment = (multiplier + 1) * increment % _MODULUS
        multiplier = multiplier * multiplier % _MODULUS
        known += fresh
    return states


def draws(
    values: Sequence[float], probabilities: Sequence[float], seed: int, count: int
) -> npt.NDArray[np.float64]:
    """Independent draws from a discrete distribution (engine §4.4).

    Parameters
    ----------
    values, probabilities
        Of equal length; each probability at least 0, one above 0.
    seed
        Seed of the stream.
    count
        How many draws.

    Returns
    -------
    npt.NDArray[np.float64]
        shape (count,); unit of `values`; each one of `values`.

    Examples
    --------
    >>> draws((1.0, 2.0, 3.0), (0.2, 0.5, 0.3), stream_seed(42, "dice"), 5).tolist()
    [2.0, 2.0, 2.0, 1.0, 2.0]
    """
    uniform = pcg32(seed, count) / 2.0**32
    running_sums = np.cumsum(np.array(probabilities))
    chosen = np.searchsorted(running_sums, uniform * running_sums[-1], side="right")
    drawn: npt.NDArray[np.float64] = np.array(values)[chosen]
    return drawn
