"""Where the grid of an import begins and ends (telemetry §6.6, §6.7)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, final

from flowtime_domain.compilation.compiler import CELLS_SETTING
from flowtime_domain.errors import DocumentError, ImportFailedError
from flowtime_domain.model.grid import SECONDS_PER_UNIT, Grid
from flowtime_domain.model.grid_reading import BINS_SETTING
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.telemetry.import_request import GridOptions

GIVEN_START: Final = "start"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_SECOND: Final = 1_000_000
_HOUR: Final = 3600 * _SECOND
_DAY: Final = 24 * _HOUR
_FIRST_MONDAY: Final = 4 * _DAY
_LAST: Final = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
_FIRST: Final = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND


def instant_of(moment: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_at(instant: int) -> datetime:
    """The moment of an instant, in UTC."""
    return _EPOCH + instant * _MICROSECOND


@final
@dataclass(frozen=True, slots=True)
class ImportGrid:
    """The grid of an import as far as it is fixed.

    Attributes
    ----------
    options
        What the caller has fixed.
    limits
        How large it may be.
    file
        What errors call the source.
    """

    options: GridOptions
    limits: ModelLimits
    file: str

    @property
    def length(self) -> int:
        """Of a bin, in microseconds."""
        return self.options.bin_size * SECONDS_PER_UNIT[self.options.bin_unit] * _SECOND

    @property
    def alignment(self) -> str:
        """What fixes the start, in the words of the manifest."""
        return self.options.align if self.options.start is None else GIVEN_START

    def start_of(self, earliest: int) -> int:
        """Where bin 0 begins if this is the earliest instant, in microseconds.

        Examples
        --------
        >>> grid = ImportGrid(GridOptions(2, "hours", None, None, "hour"), ModelLimits(), "visits.csv")
        >>> moment_at(grid.start_of(instant_of(datetime(2025, 3, 3, 9, 20, tzinfo=UTC)))).isoformat()
        '2025-03-03T09:00:00+00:00'
        """
        if self.options.start is not None:
            return instant_of(self.options.start)
        if self.options.align == "data":
            return earliest
        if self.options.align == "bin":
            origin = _FIRST_MONDAY if self.options.bin_unit == "weeks" else 0
            return earliest - (earliest - origin) % self.length
        if self.options.align == "week":
            return earliest - (earliest - _FIRST_MONDAY) % (7 * _DAY)
        return earliest - earliest % (_HOUR if self.options.align == "hour" else _DAY)

    def check_asked_bins(self) -> None:
        """Refuse more bins than there may be, before anything is read.

        Raises
        ------
        ImportFailedError
            The caller asks for too many.
        """
        if self.options.bins is not None and self.options.bins > self.limits.max_bins:
            raise self.too_many_bins(self.options.bins)

    def grid(self, start: int, latest: int) -> Grid:
        """The whole grid, from where it begins to the bin of the latest instant, or as the caller says.

        Raises
        ------
        ImportFailedError
            It has too many bins, or leaves the years 1 to 9999.
        """
        bins = self.options.bins or max(1, (latest - start) // self.length + 1)
        if bins > self.limits.max_bins:
            raise self.too_many_bins(bins)
        if not _FIRST <= start <= start + bins * self.length <= _LAST:
            raise self._too_large("The grid must lie in the years 1 to 9999; give it fewer or shorter bins.")
        return Grid(bins, self.options.bin_size, self.options.bin_unit, moment_at(start))

    def too_many_bins(self, bins: int) -> ImportFailedError:
        """More bins than there may be."""
        limit = self.limits.max_bins
        message = f"The grid would have {bins:,} bins; the limit is {limit:,} ({BINS_SETTING})."
        return self._too_large(message, limit=limit, requested=bins, setting=BINS_SETTING)

    def too_many_cells(self) -> ImportFailedError:
        """More bins of all series than there may be."""
        limit = self.limits.max_cells
        message = f"All series together would have more than {limit:,} bins ({CELLS_SETTING})."
        return self._too_large(message, limit=limit, setting=CELLS_SETTING)

    def _too_large(
        self, message: str, limit: int | None = None, requested: int | None = None, setting: str | None = None
    ) -> ImportFailedError:
        return ImportFailedError(
            [
                DocumentError(
                    code="grid_too_large",
                    message=message,
                    pointer="",
                    file=self.file,
                    limit=limit,
                    requested=requested,
                    setting=setting,
                )
            ]
        )
