"""What a caller asks for who imports timestamped data (telemetry §6.1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias, final

from flowtime_domain.model.grid import BinUnit
from flowtime_domain.ports.import_source import Content
from flowtime_domain.telemetry.aggregates import Aggregate
from flowtime_domain.telemetry.gaps import GapTreatment
from flowtime_domain.telemetry.local_times import Ambiguous
from flowtime_domain.telemetry.timestamps import TimestampFormat

Alignment: TypeAlias = Literal["bin", "data", "hour", "day", "week"]
SourceFormat: TypeAlias = Literal["csv", "parquet"]
ALIGNMENTS: Final[tuple[Alignment, ...]] = ("bin", "data", "hour", "day", "week")
BAD_ROW_WORDS: Final = ("fail", "skip")


@final
@dataclass(frozen=True, slots=True)
class ImportedSource:
    """The table that is read."""

    content: Content
    format: SourceFormat
    delimiter: str


@final
@dataclass(frozen=True, slots=True)
class TimestampOptions:
    """How timestamps are found and understood; `timezone` is the name of a zone that there is."""

    column: str
    format: TimestampFormat
    timezone: str
    ambiguous: Ambiguous


@final
@dataclass(frozen=True, slots=True)
class SeriesColumn:
    """A column whose values belong to one metric of one topology node; the last two are None by default."""

    column: str
    node_id: str
    metric: str
    aggregate: Aggregate | None
    unit: str | None


@final
@dataclass(frozen=True, slots=True)
class LongForm:
    """Columns that say, row by row, to whom a value belongs; exactly one of the metrics is given."""

    node_column: str
    metric_column: str | None
    metric: str | None
    value_column: str


Form: TypeAlias = tuple[SeriesColumn, ...] | LongForm


@final
@dataclass(frozen=True, slots=True)
class GridOptions:
    """The grid as far as the caller has fixed it."""

    bin_size: int
    bin_unit: BinUnit
    start: datetime | None
    bins: int | None
    align: Alignment


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """An import.

    Attributes
    ----------
    source, timestamps, form, grid
        What is read, and how.
    aggregate
        For all series that have none of their own; None leaves it to the metric.
    skips_bad_rows
        Whether bad rows are left out rather than failing the import.
    treatment
        What becomes of gaps.
    key
        As the caller wrote it.
    overwrite, dry_run
        Whether a capture of the key may be replaced; whether nothing is written.
    """

    source: ImportedSource
    timestamps: TimestampOptions
    form: Form
    grid: GridOptions
    aggregate: Aggregate | None
    skips_bad_rows: bool
    treatment: GapTreatment
    key: str
    overwrite: bool
    dry_run: bool
