"""Time zones that need no files."""

from collections.abc import Set
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

_HOUR: Final = timedelta(hours=1)
_FORWARD: Final = datetime(2025, 3, 30, 2)
_BACK: Final = datetime(2025, 10, 26, 3)


class Berlin(tzinfo):
    """Berlin in 2025: clocks go forward at 02:00 on 30 March and back at 03:00 on 26 October."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        assert moment is not None
        local = moment.replace(tzinfo=None, fold=0)
        if _FORWARD <= local < _FORWARD + _HOUR:
            return _HOUR if moment.fold == 0 else 2 * _HOUR
        if _BACK - _HOUR <= local < _BACK:
            return 2 * _HOUR if moment.fold == 0 else _HOUR
        return 2 * _HOUR if _FORWARD <= local < _BACK else _HOUR

    def dst(self, moment: datetime | None) -> timedelta:
        return self.utcoffset(moment) - _HOUR

    def tzname(self, moment: datetime | None) -> str:
        return "Berlin"


class FixedTimeZones:
    """UTC and one zone with daylight saving, in one year."""

    def names(self) -> Set[str]:
        return {"UTC", "Europe/Berlin"}

    def zone(self, name: str) -> tzinfo:
        return UTC if name == "UTC" else Berlin()
