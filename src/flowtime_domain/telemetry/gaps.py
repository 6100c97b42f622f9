"""What becomes of bins without a value (telemetry §5).

Rule 1: a missing value becomes a number only by a mode that the caller chose (telemetry §1.2).
Rule 2: an explicit NaN or infinity is not a gap: it is dealt with first, and is never an observed neighbour.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.finding import MAXIMUM_LISTED_BINS, Finding

Column: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
GapMode: TypeAlias = Literal["ignore", "warn", "fill_zero", "fill_previous", "interpolate"]

_MESSAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nan_detected": "{series}: {count} of {bins} bins hold NaN or infinity",
        "nan_fill": "{series}: {count} of {bins} bins held NaN or infinity and were set to 0",
        "data_gap": "{series}: {count} of {bins} bins {have} no data",
        "data_gap_unfilled": "{series}: {count} of {bins} bins {have} no neighbour to be filled from",
    }
)


@final
@dataclass(frozen=True, slots=True, eq=False)
class ObservedSeries:
    """What was observed of one metric of one topology node.

    Attributes
    ----------
    values
        shape (bins,), unit of the metric; NaN where nothing was observed, and what was observed elsewhere,
        NaN and infinities included.
    is_observed
        shape (bins,), true or false; false where nothing was observed.
    """

    values: Column
    is_observed: Flags

    @property
    def gaps(self) -> npt.NDArray[np.intp]:
        """Where there is no value: shape (gaps,), indices of bins, rising."""
        return np.flatnonzero(~self.is_observed)


@final
@dataclass(frozen=True, slots=True)
class NamedSeries:
    """How messages speak of a series; `moment` gives the words for the start of a bin."""

    node_id: str
    metric: str
    moment: Callable[[int], str]


@final
@dataclass(frozen=True, slots=True)
class GapTreatment:
    """How gaps and explicit values that are not finite are treated.

    Examples
    --------
    >>> values = np.array([np.nan, 4.0, np.nan, np.nan, 10.0, 7.0, np.nan])
    >>> GapTreatment("interpolate").treated(ObservedSeries(values, ~np.isnan(values))).tolist()
    [nan, 4.0, 6.0, 8.0, 10.0, 7.0, nan]
    """

    mode: GapMode = "warn"
    fill_nan: bool = False

    def treated(self, series: ObservedSeries) -> Column:
        """The values that are written.

        Returns
        -------
        Column
            shape (bins,), unit of the metric; NaN where a value is missing.
        """
        values = series.values.copy()
        if self.fill_nan:
            values[_explicitly_non_finite(series)] = 0.0
        gaps = series.gaps
        values[gaps] = np.nan
        if self.mode == "fill_zero":
            values[gaps] = 0.0
        elif self.mode in _FILLINGS:
            values[gaps] = _FILLINGS[self.mode](values, gaps, self._neighbours(series))
        return values

    def findings(self, series: ObservedSeries, treated: Column, named: NamedSeries) -> Iterator[Finding]:
        """What is to be said of one file, in the order of telemetry §5.3.

        Parameters
        ----------
        series
            What was observed.
        treated
            What is written, shape (bins,), unit of the metric.
        named
            How messages speak of the series.
        """
        explicit = np.flatnonzero(_explicitly_non_finite(series))
        yield from _finding("nan_fill" if self.fill_nan else "nan_detected", explicit, series, named)
        if self.mode == "ignore":
            return
        gaps = series.gaps
        yield from _finding("data_gap", gaps, series, named)
        if self.mode in _FILLINGS:
            unfilled = gaps[np.isnan(treated[gaps])]
            yield from _finding("data_gap_unfilled", unfilled, series, named)

    def _neighbours(self, series: ObservedSeries) -> npt.NDArray[np.intp]:
        """Bins from which others are filled, in rising order; what was set to 0 counts as observed."""
        usable = series.is_observed if self.fill_nan else series.is_observed & np.isfinite(series.values)
        return np.flatnonzero(usable)


def _explicitly_non_finite(series: ObservedSeries) -> Flags:
    return series.is_observed & ~np.isfinite(series.values)


def _previous(values: Column, gaps: npt.NDArray[np.intp], neighbours: npt.NDArray[np.intp]) -> Column:
    """The nearest earlier observed value of each gap, NaN where there is none; shape (gaps,)."""
    before = np.searchsorted(neighbours, gaps) - 1
    filled = np.full(len(gaps), np.nan)
    has_one = before >= 0
    filled[has_one] = values[neighbours[before[has_one]]]
    return filled


@np.errstate(over="ignore", invalid="ignore")
def _interpolated(values: Column, gaps: npt.NDArray[np.intp], neighbours: npt.NDArray[np.intp]) -> Column:
    """The value of each gap on the line between its observed neighbours, NaN without both; shape (gaps,)."""
    after = np.searchsorted(neighbours, gaps)
    filled = np.full(len(gaps), np.nan)
    has_both = (after > 0) & (after < len(neighbours))
    left, right = neighbours[after[has_both] - 1], neighbours[after[has_both]]
    rise = values[right] - values[left]
    filled[has_both] = values[left] + (rise * (gaps[has_both] - left)) / (right - left)
    return filled


_FILLINGS: Final = MappingProxyType({"fill_previous": _previous, "interpolate": _interpolated})


def _finding(
    code: str, bins: npt.NDArray[np.intp], series: ObservedSeries, named: NamedSeries
) -> Iterator[Finding]:
    if bins.size == 0:
        return
    message = _MESSAGES[code].format(
        series=f"{named.node_id} {named.metric}",
        count=bins.size,
        bins=series.values.size,
        have="has" if bins.size == 1 else "have",
    )
    listed = tuple(bins[:MAXIMUM_LISTED_BINS].tolist())
    message = f"{message}; first {named.moment(listed[0])}"
    yield Finding(code, "warning", message, named.node_id, listed, int(bins.size))
