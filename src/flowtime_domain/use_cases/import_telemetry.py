"""Importing timestamped data: the rows of a table become a capture (telemetry §6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final, Literal, final

from flowtime_domain.errors import DocumentError, ImportFailedError
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.ports.capture_store import CaptureStore
from flowtime_domain.ports.clock import Clock
from flowtime_domain.ports.import_source import ImportSource, ImportTable, Upload
from flowtime_domain.ports.run_observer import CaptureStarted, RunObserver
from flowtime_domain.ports.time_zones import TimeZones
from flowtime_domain.runs import artifact_documents as documents
from flowtime_domain.runs.capture_key import CaptureKey
from flowtime_domain.runs.documents.run_document import created_text
from flowtime_domain.telemetry.binning import Binning, window_of
from flowtime_domain.telemetry.capture import CaptureDraft, ObservedMetric
from flowtime_domain.telemetry.capture_names import CaptureNames
from flowtime_domain.telemetry.capture_result import CaptureResult, RowCounts
from flowtime_domain.telemetry.import_columns import columns_of
from flowtime_domain.telemetry.import_grid import ImportGrid, moment_at
from flowtime_domain.telemetry.import_pass import ImportPass
from flowtime_domain.telemetry.import_request import ImportRequest
from flowtime_domain.telemetry.imported_series import possible_aggregates
from flowtime_domain.telemetry.row_findings import row_findings
from flowtime_domain.use_cases.capture_report import CaptureReport
from flowtime_domain.use_cases.creation_gate import CreationGate

_LONGEST_LOGGED_KEY: Final = 128
_LONGEST_NAMED_NODE: Final = 128


@final
@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """A table that was read to its end."""

    rows: ImportPass
    binning: Binning
    digest: str


@final
@dataclass(frozen=True, slots=True)
class ImportTelemetry:
    """Imports tables of timestamped rows.

    Attributes
    ----------
    sources
        Opens tables, by format.
    captures
        Where captures lie.
    zones
        The time zones that there are.
    gate
        The wish to stop.
    observer, clock
        Who is told, and what measures time.
    limits
        How large a grid may be.
    engine_version
        Version of the distribution, named in the manifest.
    """

    sources: Mapping[str, ImportSource]
    captures: CaptureStore
    zones: TimeZones
    gate: CreationGate
    observer: RunObserver
    clock: Clock
    limits: ModelLimits
    engine_version: str

    def __call__(
        self, request: ImportRequest, advance: Callable[[int], None] = lambda rows: None
    ) -> CaptureResult:
        """Import a table, or, as a dry run, do everything but writing.

        Parameters
        ----------
        request
            What is imported, and how.
        advance
            Is told now and then how many rows were read.

        Raises
        ------
        CaptureKeyInvalidError
            The key is not well formed.
        CaptureExistsError
            It is taken and overwriting was not asked for.
        PathNotAllowedError, CaptureArtifactMissingError
            The source may not be read or is not there.
        ImportFailedError
            The source cannot be imported.
        StoreUnavailableError, StorageFullError, ShuttingDownError
            Nothing was published.
        """
        key_text = request.key[:_LONGEST_LOGGED_KEY]
        started = CaptureStarted(key_text, _source_type(request), None, request.dry_run)
        with CaptureReport(self.observer, self.clock, started) as report:
            key = CaptureKey(request.key)
            directory = self.captures.destination(key, overwrite=request.overwrite)
            grid = ImportGrid(request.grid, self.limits, request.source.content.name)
            grid.check_asked_bins()
            source = self.sources[request.source.format]
            with source.open(request.source.content, request.source.delimiter) as table:
                reading = self._read(table, request, grid, advance)
            result = self._result(reading, request, grid, key, directory)
            report.made(result.capture)
            if not request.dry_run:
                self.gate.check_stop()
                self.captures.publish(result.capture.bundle, overwrite=request.overwrite)
            return report.complete(result)

    def _read(
        self, table: ImportTable, request: ImportRequest, grid: ImportGrid, advance: Callable[[int], None]
    ) -> _Reading:
        """Read a table; once more if its earliest row, come late, moves the edges of bins."""
        zone = self.zones.zone(request.timestamps.timezone)
        reading = self._one_pass(table, request, grid, zone, None, advance)
        earliest, anchor = reading.binning.earliest, reading.binning.anchor
        if earliest is None or anchor is None or (grid.start_of(earliest) - anchor) % grid.length == 0:
            return reading
        return self._one_pass(table, request, grid, zone, grid.start_of(earliest), advance)

    def _one_pass(
        self,
        table: ImportTable,
        request: ImportRequest,
        grid: ImportGrid,
        zone: tzinfo,
        anchor: int | None,
        advance: Callable[[int], None],
    ) -> _Reading:
        columns = columns_of(table.header, request)
        window = window_of(
            possible_aggregates(request),
            grid.options.bins or self.limits.max_bins,
            self.limits.max_cells,
            is_fixed=grid.options.start is not None,
        )
        binning = Binning(grid.start_of, grid.length, window, anchor)
        rows = ImportPass(request, columns, zone, binning)
        for chunk in table.chunks(columns.indices):
            self.gate.check_stop()
            rows.take(chunk)
            advance(rows.read)
        if rows.bad.total and not request.skips_bad_rows:
            raise rows.bad.failure()
        return _Reading(rows, binning, table.digest())

    def _result(
        self, reading: _Reading, request: ImportRequest, grid: ImportGrid, key: CaptureKey, directory: str
    ) -> CaptureResult:
        binning, rows = reading.binning, reading.rows
        earliest, latest, anchor = binning.earliest, binning.latest, binning.anchor
        if earliest is None or latest is None or anchor is None:
            raise _no_rows(request, "it has no good row with a value")
        start = grid.start_of(earliest)
        whole = grid.grid(start, latest)
        if binning.window.is_full:
            raise grid.too_many_cells()
        first = (start - anchor) // grid.length
        counts = _counts(rows, binning, first, whole.bins)
        if not counts.used:
            raise _no_rows(request, "no good row lies in the grid")
        draft = CaptureDraft(
            key=key,
            grid=whole,
            metrics=_observed(rows, binning, first, whole.bins),
            treatment=request.treatment,
            source=_origin(reading, request, grid),
            provenance=self._provenance(),
            row_findings=list(row_findings(rows.series, binning, rows.bad, first, whole.bins)),
        )
        return CaptureResult(
            capture=draft.finished(),
            directory=directory,
            dry_run=request.dry_run,
            alignment=grid.alignment,
            rows=counts,
            first_timestamp=moment_at(earliest),
            last_timestamp=moment_at(latest),
        )

    def _provenance(self) -> documents.TelemetryProvenance:
        return documents.TelemetryProvenance(
            run_id=None,
            scenario_hash=None,
            model_hash=None,
            generator=f"flowtime/{self.engine_version}",
            captured_at_utc=created_text(self.clock.now()),
        )


def _counts(rows: ImportPass, binning: Binning, first: int, bins: int) -> RowCounts:
    """What became of the rows; of the wide form a row counts if it holds for one of its series."""
    indices = range(len(rows.series)) if rows.rows_index is None else (rows.rows_index,)
    tallies = [binning.tallies[index] for index in indices]
    used = sum(binning.rows_inside(index, first, bins) for index in indices)
    return RowCounts(
        read=rows.read,
        used=used,
        outside=sum(tally.present for tally in tallies) - used,
        skipped=rows.bad.total,
        values_missing=rows.missing,
        duplicates=sum(tally.duplicates for tally in tallies),
        out_of_order=sum(tally.out_of_order for tally in tallies),
    )


def _observed(rows: ImportPass, binning: Binning, first: int, bins: int) -> list[ObservedMetric]:
    names = CaptureNames(())
    return [
        ObservedMetric(
            node_id=series.node_id,
            metric=series.metric,
            series_id=None,
            unit=series.unit,
            path=names.name_of(series.node_id[:_LONGEST_NAMED_NODE], series.metric, ""),
            series=binning.observed(index, first, bins),
        )
        for index, series in enumerate(rows.series)
    ]


def _origin(reading: _Reading, request: ImportRequest, grid: ImportGrid) -> documents.ImportSource:
    rows, timestamps = reading.rows, request.timestamps
    return documents.ImportSource(
        type=_source_type(request),
        name=request.source.content.name,
        format=request.source.format,
        sha256=reading.digest,
        rows=rows.read,
        timestamp_column=timestamps.column,
        timestamp_format=timestamps.format if rows.reader is None else rows.reader.sort,
        timezone=timestamps.timezone,
        alignment=grid.alignment,
        aggregates=tuple(str(series.aggregate) for series in rows.series),
    )


def _source_type(request: ImportRequest) -> Literal["file", "upload"]:
    return "upload" if isinstance(request.source.content, Upload) else "file"


def _no_rows(request: ImportRequest, reason: str) -> ImportFailedError:
    name = request.source.content.name
    message = f"'{name}' gives no rows: {reason}."
    return ImportFailedError([DocumentError(code="no_rows", message=message, pointer="", file=name)])
