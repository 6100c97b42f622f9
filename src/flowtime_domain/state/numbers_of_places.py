"""The numbers of some topology nodes over some bins of a run.

Rule 1: nothing is read before it is asked for, and nothing but the bins and nodes that are asked for.
Rule 2: every step is one operation over all nodes; there is no loop over nodes or bins.
"""

from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.derived_metrics import Codes, DerivedMetrics, Operands, PlaceTraits
from flowtime_domain.evaluation.reported_series import REPORTED_METRICS
from flowtime_domain.state.run_view import METRIC_INDEX, NO_ROW, Indices, RunView

Block: TypeAlias = npt.NDArray[np.float64]
_NOTHING: Final = np.full((1, 1), np.nan)


@final
class NumbersOfPlaces:
    """The numbers of chosen nodes in a range of bins.

    Parameters
    ----------
    view
        Says where the numbers are.
    matrix
        shape (series, bins of the run), units of the series, NaN where missing.
    places
        shape (places,); no unit, indices of nodes in the view.
    first_bin, bin_count
        The range of bins.
    """

    def __init__(self, view: RunView, matrix: Block, places: Indices, first_bin: int, bin_count: int) -> None:
        # Kept apart from this object, which else would be part of a circle and outlive its last user.
        self._reported = _ReportedNumbers(view, matrix[:, first_bin : first_bin + bin_count], places)
        operands = Operands(self._reported.values_of, self._reported.has, _chosen(view.traits, places))
        self._derived = DerivedMetrics(operands, view.grid)

    def values_of(self, metric: str) -> Block:
        """A metric of `NUMBERS`.

        Returns
        -------
        Block
            shape (places, bins); in the unit of the metric (state §2), NaN where null.
        """
        source = self._reported if metric in REPORTED_METRICS else self._derived
        return source.values_of(metric)

    def color_codes(self) -> Codes:
        """The color of each node in each bin: shape (places, bins), no unit, indices of `COLORS`."""
        return self._derived.color_codes()


@final
class _ReportedNumbers:
    """What the series of the nodes report, each metric read when it is first asked for."""

    def __init__(self, view: RunView, bins: Block, places: Indices) -> None:
        self._view = view
        self._bins = bins
        self._places = places
        self._nothing = np.broadcast_to(_NOTHING, (len(places), bins.shape[1]))
        self._known: dict[str, Block] = {}

    def has(self, metric: str) -> npt.NDArray[np.bool_]:
        """Whether a node has a series of a metric: shape (places, 1), no unit, true or false."""
        return self._view.defined[METRIC_INDEX[metric], self._places, None]

    def values_of(self, metric: str) -> Block:
        """A metric of `REPORTED_METRICS`: shape (places, bins), in its unit, NaN where null."""
        if metric not in self._known:
            values = self._read(self._view.rows[METRIC_INDEX[metric], self._places])
            if metric == "parallelism":
                numbers = self._view.parallelism[self._places, None]
                values = np.where(np.isnan(numbers), values, numbers)
            self._known[metric] = values
        return self._known[metric]

    def _read(self, rows: Indices) -> Block:
        """Rows of the matrix, shape (places, bins), each in its unit; NaN where there is no row."""
        exists = rows != NO_ROW
        if exists.all():
            return self._bins[rows]
        if not exists.any():
            return self._nothing
        values = np.full(self._nothing.shape, np.nan)
        values[exists] = self._bins[rows[exists]]
        return values


def _chosen(traits: PlaceTraits, places: Indices) -> PlaceTraits:
    return PlaceTraits(
        is_queue_like=traits.is_queue_like[places],
        is_queue=traits.is_queue[places],
        is_dlq=traits.is_dlq[places],
        sla_minutes=traits.sla_minutes[places],
        arrival_variation=traits.arrival_variation[places],
        service_variation=traits.service_variation[places],
    )
