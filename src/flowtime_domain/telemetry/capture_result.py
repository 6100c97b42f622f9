"""What a capture of a run or an import has come to (telemetry §6.11)."""

from dataclasses import dataclass
from datetime import datetime
from typing import final

from flowtime_domain.telemetry.capture import Capture


@final
@dataclass(frozen=True, slots=True)
class RowCounts:
    """What became of the rows of a source.

    Attributes
    ----------
    read, used
        All rows, and those whose values went into a bin.
    outside
        Rows before the first bin or after the last one.
    skipped
        Bad rows that were left out.
    values_missing
        Rows with a blank value.
    duplicates, out_of_order
        Rows at the time of the row of the same series before them, and rows before it.
    """

    read: int
    used: int
    outside: int
    skipped: int
    values_missing: int
    duplicates: int
    out_of_order: int


@final
@dataclass(frozen=True, slots=True, eq=False)
class CaptureResult:
    """A capture that was made, or, on a dry run, would be.

    Attributes
    ----------
    capture
        What was, or would be, published.
    directory
        Where: relative to the data root, or the last part of a directory elsewhere.
    dry_run
        Whether nothing was written.
    alignment, rows, first_timestamp, last_timestamp
        Of imports; None for a run.
    """

    capture: Capture
    directory: str
    dry_run: bool
    alignment: str | None = None
    rows: RowCounts | None = None
    first_timestamp: datetime | None = None
    last_timestamp: datetime | None = None
