"""Time zones of the operating system, or of the package `tzdata`."""

from collections.abc import Set
from datetime import UTC, tzinfo
from typing import Final, final
from zoneinfo import ZoneInfo, available_timezones

_UTC: Final = "UTC"


@final
class ZoneInfoTimeZones:
    """Time zones as Python's `zoneinfo` knows them; UTC needs no files."""

    def names(self) -> Set[str]:
        """All names that there are on this machine."""
        return available_timezones() | {_UTC}

    def zone(self, name: str) -> tzinfo:
        """A time zone by its name."""
        return UTC if name == _UTC else ZoneInfo(name)
