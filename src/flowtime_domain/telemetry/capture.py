"""From observed series to the files and the manifest of a capture (telemetry §3.1, §4, §5).

Rule 1: captures of runs and imports are put together here, whatever their values come from.
Rule 2: for the same input the files are byte-identical; in the manifest only `capturedAtUtc` differs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

import numpy as np

from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.model.grid import Grid, utc_text
from flowtime_domain.ports.capture_store import CaptureBundle
from flowtime_domain.runs import artifact_documents as documents
from flowtime_domain.runs.capture_key import CaptureKey
from flowtime_domain.runs.encoding.series_csv import SeriesCsv
from flowtime_domain.runs.identity import prefixed_hash
from flowtime_domain.telemetry.gap_intervals import GapList, gap_list
from flowtime_domain.telemetry.gaps import Column, GapTreatment, NamedSeries, ObservedSeries

CAPTURE_HEADER: Final = "bin_index,value"


@final
@dataclass(frozen=True, slots=True, eq=False)
class ObservedMetric:
    """One series on its way into a capture.

    Attributes
    ----------
    node_id, metric
        Topology node, and name of the metric as manifests write it.
    series_id
        Series id in the run that it comes from, None for imports.
    unit
        Of its values, None if a run of an earlier version does not say.
    path
        Name of its file.
    series
        What was observed.
    """

    node_id: str
    metric: str
    series_id: str | None
    unit: str | None
    path: str
    series: ObservedSeries


@final
@dataclass(frozen=True, slots=True)
class MetricFinding:
    """A warning of a capture, and the metric whose series it is about, None if it is about no series."""

    metric: str | None
    finding: Finding


@final
@dataclass(frozen=True, slots=True, eq=False)
class Capture:
    """A capture that is ready to be published.

    Attributes
    ----------
    bundle
        Its files and its manifest.
    grid
        The grid of all its series.
    findings
        Its warnings, in the order of the manifest.
    gaps
        Where nothing was observed, before filling.
    """

    bundle: CaptureBundle
    grid: Grid
    findings: tuple[MetricFinding, ...]
    gaps: GapList


@final
@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CaptureDraft:
    """What a capture is made of.

    Attributes
    ----------
    key
        Names it.
    grid
        The grid of all its series.
    metrics
        Its series, in the order of the manifest.
    treatment
        What becomes of gaps.
    source
        Where the values come from.
    provenance
        Run, writer and moment.
    row_findings
        Warnings about rows of a source, which follow those about bins.
    """

    key: CaptureKey
    grid: Grid
    metrics: Sequence[ObservedMetric]
    treatment: GapTreatment
    source: documents.TelemetryOrigin
    provenance: documents.TelemetryProvenance
    row_findings: Sequence[MetricFinding] = ()

    def finished(self) -> Capture:
        """The capture, its gaps treated."""
        csv = SeriesCsv(self.grid.bins, CAPTURE_HEADER)
        files: dict[str, bytes] = {}
        entries: list[documents.CapturedSeries] = []
        findings: list[MetricFinding] = []
        for each in self.metrics:
            treated = self.treatment.treated(each.series)
            files[each.path] = csv.text(treated, each.series.is_observed)
            entries.append(_entry(each, treated, files[each.path]))
            named = NamedSeries(each.node_id, each.metric, self._moment)
            found = self.treatment.findings(each.series, treated, named)
            findings.extend(MetricFinding(each.metric, finding) for finding in found)
        findings.extend(self.row_findings)
        gaps = gap_list(self.grid, ((each.node_id, each.metric, each.series.gaps) for each in self.metrics))
        bundle = CaptureBundle(self.key, files, self._manifest(entries, findings))
        return Capture(bundle, self.grid, tuple(findings), gaps)

    def _moment(self, bin_index: int) -> str:
        time = self.grid.time_of(bin_index)
        return f"bin {bin_index}" if time is None else utc_text(time)

    def _manifest(
        self, entries: Sequence[documents.CapturedSeries], findings: Sequence[MetricFinding]
    ) -> documents.TelemetryManifestDocument:
        grid = self.grid
        return documents.TelemetryManifestDocument(
            schema_version=2,
            window=documents.TelemetryWindow(
                start_time_utc=None if grid.start is None else utc_text(grid.start),
                duration_minutes=grid.bins * grid.bin_seconds / 60,
            ),
            grid=documents.TelemetryGrid(bins=grid.bins, bin_size=grid.bin_size, bin_unit=grid.bin_unit),
            files=tuple(entries),
            gaps=documents.GapTreatment(mode=self.treatment.mode, fill_nan=self.treatment.fill_nan),
            source=self.source,
            warnings=tuple(documents.WarningDocument.of(each.finding) for each in findings),
            provenance=self.provenance,
        )


def _entry(each: ObservedMetric, treated: Column, content: bytes) -> documents.CapturedSeries:
    return documents.CapturedSeries(
        node_id=each.node_id,
        metric=each.metric,
        series_id=each.series_id,
        path=each.path,
        hash=prefixed_hash(content),
        points=treated.size,
        missing=int(np.count_nonzero(~np.isfinite(treated))),
        unit=each.unit,
    )
