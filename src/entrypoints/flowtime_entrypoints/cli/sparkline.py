"""A series in one line of characters."""

from typing import Final

import numpy as np
import numpy.typing as npt

LONGEST: Final = 60
BLOCKS: Final = "▁▂▃▄▅▆▇█"
ASCII: Final = "_.-:=+*#"
_MISSING: Final = " "


def sparkline(values: npt.NDArray[np.float64], width: int, levels: str) -> str:
    """Bars from left to right, each as high as the largest value of its bins (operations §4.5).

    Parameters
    ----------
    values
        shape (bins,); any unit, any finite value, NaN where missing; at least one bin.
    width
        Most characters, at least 1.
    levels
        Characters from lowest to highest; the lowest stands for zero, or for the least value below it.

    Returns
    -------
    str
        One character for each bin if there are at most `width`, else `width` of them; a blank where all
        values are missing.

    Examples
    --------
    >>> sparkline(np.array([0.0, 1.0, 4.0, 7.0]), 60, BLOCKS)
    '▁▂▅█'
    """
    count = min(width, len(values))
    starts = np.arange(count) * len(values) // count
    highest = np.fmax.reduceat(values, starts)
    seen = highest[~np.isnan(highest)]
    if len(seen) == 0:
        return _MISSING * count
    lowest, top = min(0.0, float(seen.min())), max(0.0, float(seen.max()))
    span = (top / 2 - lowest / 2) or 1.0
    heights = np.ceil((highest / 2 - lowest / 2) / span * (len(levels) - 1))
    return "".join(_MISSING if np.isnan(height) else levels[int(height)] for height in heights)
