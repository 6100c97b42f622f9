"""Whether the numbers of an older bundle are what its mode asks for (state §9.1).

Rule 1: a semantic that is absent, or names nothing that can be read, never fails a read (state §9.2).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.finding import MAXIMUM_LISTED_BINS, Finding
from flowtime_domain.evaluation.reported_series import named_series
from flowtime_domain.model.topology import TopologyNode
from flowtime_domain.runs.older.file_references import FILE_PREFIX

Reported: TypeAlias = Mapping[str, str | float]
# Metric -> the kind of topology node that needs it, None for every kind.
_NEEDED: Final[Mapping[str, str | None]] = {"arrivals": None, "served": "service", "queue": "queue"}


@final
@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with a topology node.

    Attributes
    ----------
    node_id
        The node.
    series
        What its semantics name and is unusable; None if nothing that they name can be read.
    bins
        Where the series is missing or not finite, in rising order; a bin after the last one if the series
        has more values than there are bins.
    """

    node_id: str
    series: str | None
    bins: tuple[int, ...] = ()


@final
@dataclass(frozen=True, slots=True, eq=False)
class ReadNumbers:
    """The numbers of an older bundle, and what they tell.

    Attributes
    ----------
    places
        The topology nodes.
    reported
        For each of them: metric -> the series that tells it, as far as it can be read.
    row_of
        Series id, series name or text that names a file -> row of the matrix.
    matrix
        shape (series, bins), units of the series, NaN where missing.
    too_long
        Rows whose CSV has values beyond the last bin.
    """

    places: Sequence[TopologyNode]
    reported: Sequence[Reported]
    row_of: Mapping[str, int]
    matrix: npt.NDArray[np.float64]
    too_long: frozenset[int]

    def violations(self) -> Iterator[Violation]:
        """What a simulation run must not have, in the order of the nodes."""
        for place, tells in zip(self.places, self.reported, strict=True):
            if texts_in(named_series(place)) and not texts_in(tells):
                yield Violation(place.id, None)
            for metric, source in texts_in(tells).items():
                bins = self._unusable_bins(self.row_of[source]) if _is_needed(place, metric) else ()
                if bins:
                    yield Violation(place.id, source, bins)

    def _unusable_bins(self, row: int) -> tuple[int, ...]:
        missing = np.flatnonzero(np.isnan(self.matrix[row])).tolist()
        return (*missing, self.matrix.shape[1]) if row in self.too_long else tuple(missing)

    def findings(self, mode: str, *, is_backed: bool) -> Iterator[Finding]:
        """The warnings of a run: about files that lead nowhere, in telemetry mode about all violations.

        Parameters
        ----------
        mode
            Mode of the run.
        is_backed
            Whether a file stands behind some series.
        """
        if mode == "telemetry" and not is_backed:
            yield Finding("telemetry_sources_missing", "warning", "No series of the run is backed by a file.")
        violations = list(self.violations()) if mode == "telemetry" else []
        for place, tells in zip(self.places, self.reported, strict=True):
            own = [violation for violation in violations if violation.node_id == place.id]
            yield from _unresolved(place, tells, is_unreadable=any(each.series is None for each in own))
            yield from _invalid(place, [each for each in own if each.series is not None])


def texts_in(sources: Reported) -> dict[str, str]:
    """The sources that are series and no numbers."""
    return {metric: source for metric, source in sources.items() if isinstance(source, str)}


def _is_needed(place: TopologyNode, metric: str) -> bool:
    return metric in _NEEDED and _NEEDED[metric] in (None, place.kind)


def _unresolved(place: TopologyNode, tells: Reported, *, is_unreadable: bool) -> Iterator[Finding]:
    unread = [text for metric, text in texts_in(named_series(place)).items() if metric not in tells]
    listed = dict.fromkeys(text for text in unread if is_unreadable or text.startswith(FILE_PREFIX))
    if listed:
        message = f"{place.id}: nothing can be read from {', '.join(listed)}"
        yield Finding("telemetry_sources_unresolved", "warning", message, place.id)


def _invalid(place: TopologyNode, violations: Sequence[Violation]) -> Iterator[Finding]:
    if violations:
        bins = sorted({bin_index for violation in violations for bin_index in violation.bins})
        names = ", ".join(str(violation.series) for violation in violations)
        message = f"{place.id}: {names} cannot be used in {len(bins)} bins, first in bin {bins[0]}"
        listed = tuple(bins[:MAXIMUM_LISTED_BINS])
        yield Finding("telemetry_series_invalid", "warning", message, place.id, listed, len(bins))
