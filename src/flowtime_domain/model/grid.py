"""The time grid: how many bins, how long each, and when the first begins.

Rule 1: all times are UTC without leap seconds (model §4.2).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Literal, TypeAlias, final

from pydantic import Field

from flowtime_domain.model.element import Element

BinUnit: TypeAlias = Literal["seconds", "minutes", "hours", "days", "weeks"]
SECONDS_PER_UNIT: Final[dict[str, int]] = {
    "seconds": 1,
    "minutes": 60,
    "hours": 3600,
    "days": 86_400,
    "weeks": 604_800,
}


@final
class WrittenGrid(Element):
    """A grid in the normal form of a document (model §4.1)."""

    bins: Annotated[int, Field(ge=1)]
    bin_size: Annotated[int, Field(ge=1)]
    bin_unit: BinUnit
    start: str | None = None


@final
@dataclass(frozen=True, slots=True)
class Grid:
    """Equal bins that follow each other without gaps (model §4).

    Attributes
    ----------
    bins
        Number of bins, at least 1.
    bin_size, bin_unit
        Length of one bin, for example 5 and ``minutes``.
    start
        Beginning of bin 0 in UTC, or None: then bins have no times.
    """

    bins: int
    bin_size: int
    bin_unit: BinUnit
    start: datetime | None = None

    @property
    def bin_seconds(self) -> int:
        """Length of one bin in seconds."""
        return self.bin_size * SECONDS_PER_UNIT[self.bin_unit]

    @property
    def bin_minutes(self) -> float:
        """Length of one bin in minutes."""
        return self.bin_seconds / 60

    def time_of(self, bin_index: int) -> datetime | None:
        """Beginning of a bin in UTC; `bins` itself gives the exclusive end of the grid."""
        if self.start is None:
            return None
        return self.start + timedelta(seconds=bin_index * self.bin_seconds)

    @property
    def end(self) -> datetime | None:
        """Exclusive end of the last bin in UTC."""
        return self.time_of(self.bins)


def utc_text(moment: datetime) -> str:
    """A bin time as text: whole seconds, or up to six fraction digits without trailing zeros (runs §1.3).

    Examples
    --------
    >>> utc_text(datetime(2025, 3, 3, 8, 0, tzinfo=UTC))
    '2025-03-03T08:00:00Z'
    >>> utc_text(datetime(2025, 3, 3, 8, 0, 0, 250_000, tzinfo=UTC))
    '2025-03-03T08:00:00.25Z'
    """
    whole = moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    fraction = f".{moment.microsecond:06d}".rstrip("0") if moment.microsecond else ""
    return f"{whole}{fraction}Z"
