"""When bins begin, as a person reads it; programs ask for ``--json``."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, final

from flowtime_domain.model.grid import SECONDS_PER_UNIT
from flowtime_domain.runs.artifact_documents import GridDocument

_DAY_SECONDS: Final = 86_400


@final
@dataclass(frozen=True, slots=True)
class BinTimes:
    """When the bins of a grid begin, as short as the grid allows; times are in UTC."""

    grid: GridDocument

    def text(self, bin_index: int) -> str:
        """The beginning of a bin; its number if the grid has no start."""
        if self.grid.start is None:
            return f"bin {bin_index}"
        start = datetime.fromisoformat(self.grid.start).astimezone(UTC)
        return (start + timedelta(seconds=bin_index * self._seconds)).strftime(self._form(start))

    @property
    def length(self) -> str:
        """The length of a bin in words."""
        unit = self.grid.bin_unit
        return f"1 {unit.removesuffix('s')}" if self.grid.bin_size == 1 else f"{self.grid.bin_size} {unit}"

    @property
    def _seconds(self) -> int:
        return self.grid.bin_size * SECONDS_PER_UNIT[self.grid.bin_unit]

    def _form(self, start: datetime) -> str:
        last = start + timedelta(seconds=(self.grid.bins - 1) * self._seconds)
        has_seconds = bool(self._seconds % 60 or start.second or start.microsecond)
        clock = "%H:%M:%S" if has_seconds else "%H:%M"
        is_midnight = (start.hour, start.minute, start.second, start.microsecond) == (0, 0, 0, 0)
        if self._seconds % _DAY_SECONDS == 0 and is_midnight:
            return "%Y-%m-%d"
        if start.date() == last.date():
            return clock
        return f"%m-%d {clock}" if start.year == last.year else f"%Y-%m-%d {clock}"
