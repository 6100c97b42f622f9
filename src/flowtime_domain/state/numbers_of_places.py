"""The numbers of some topology nodes over some bins of a run.

Rule 1: nothing is read before it is asked for, and nothing but the bins and nodes that are asked for.
Rule 2: every step is one operation over all nodes; there is no loop over nodes or bins.
"""

from collections.abc import Sequence
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.derived_metrics import Codes, DerivedMetrics
from flowtime_domain.evaluation.metric_operands import Operands
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

    Attributes
    ----------
    view
        The view of the chosen nodes.
    """

    def __init__(self, view: RunView, matrix: Block, places: Indices, first_bin: int, bin_count: int) -> None:
        self.view = view.of(places)
        self._shape = (len(places), bin_count)
        # Kept apart from this object, which else would be part of a circle and outlive its last user.
        self._reported = _ReportedNumbers(self.view, matrix[:, first_bin : first_bin + bin_count])
        operands = Operands(self._reported.values_of, self.view.has.__getitem__, self.view.traits)
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

    def values_of_each(self, metrics: Sequence[str]) -> Block:
        """Several metrics of `NUMBERS` in their order, at once.

        Returns
        -------
        Block
            shape (metrics, places, bins); what `values_of` says of each.
        """
        derived = [metric for metric in metrics if metric not in REPORTED_METRICS]
        first_derived = len(metrics) - len(derived)
        found = np.empty((len(metrics), *self._shape))
        for values, metric in zip(found, metrics[:first_derived], strict=False):
            values[...] = self._reported.values_of(metric)
        self._derived.write(derived, found[first_derived:])
        return found

    def color_codes(self) -> Codes:
        """The color of each node in each bin: shape (places, bins), no unit, indices of `COLORS`."""
        return self._derived.color_codes()


@final
class _ReportedNumbers:
    """What the series of the nodes report, each metric read when it is first asked for."""

    def __init__(self, view: RunView, bins: Block) -> None:
        self._view = view
        self._bins = bins
        self._known: dict[str, Block] = {}

    def values_of(self, metric: str) -> Block:
        """A metric of `REPORTED_METRICS`: shape (places, bins), in its unit, NaN where null."""
        if metric not in self._known:
            values = self._read(metric)
            if metric == "parallelism":
                numbers = self._view.parallelism[:, None]
                values = np.where(np.isnan(numbers), values, numbers)
            self._known[metric] = values
        return self._known[metric]

    def _read(self, metric: str) -> Block:
        """What series tell of a metric, shape (places, bins), in its unit; NaN where there is none."""
        rows = self._view.rows[METRIC_INDEX[metric]]
        has = self._view.has[metric]
        shape = (len(rows), self._bins.shape[1])
        if has is False:
            return np.broadcast_to(_NOTHING, shape)
        if has is True and metric != "parallelism":
            values: Block = self._bins[rows]
            return values
        exists = rows != NO_ROW
        values = np.full(shape, np.nan)
        values[exists] = self._bins[rows[exists]]
        return values
