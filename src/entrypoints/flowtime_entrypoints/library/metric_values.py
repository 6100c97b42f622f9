"""The numbers of nodes as read-only arrays, one for each metric."""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.errors import did_you_mean
from flowtime_domain.evaluation.derived_metrics import COLOR, COLORS
from flowtime_domain.state.state_slice import StateSlice

Values: TypeAlias = npt.NDArray[np.float64] | npt.NDArray[np.str_]
_COLOR_TEXTS: Final = np.array(COLORS)


def values_of(found: StateSlice, metric: str) -> Values:
    """A metric of the nodes that were found.

    Returns
    -------
    Values
        shape (nodes, bins); in the unit of the metric, NaN where null, read-only; colors are texts.
    """
    values: Values
    if metric == COLOR:
        values = _COLOR_TEXTS[found.numbers.color_codes()]
    else:
        numbers = found.numbers.values_of(metric)
        values = np.where(np.isfinite(numbers), numbers, np.nan)
    values.setflags(write=False)
    return values


@final
class MetricValues(Mapping[str, Values]):
    """Each metric that one of the nodes has -> `values_of` it, computed when it is first asked for."""

    def __init__(self, found: StateSlice) -> None:
        has_series = found.has_series
        self._metrics = [name for index, name in enumerate(found.metrics) if has_series[:, index].any()]
        self._found = found
        self._known: dict[str, Values] = {}

    def __getitem__(self, metric: str) -> Values:
        if metric not in self._metrics:
            raise KeyError(f"There is no '{metric}' here{did_you_mean(metric, self._metrics) or '.'}")
        if metric not in self._known:
            self._known[metric] = values_of(self._found, metric)
        return self._known[metric]

    def __iter__(self) -> Iterator[str]:
        return iter(self._metrics)

    def __len__(self) -> int:
        return len(self._metrics)
