"""What every set of time zones keeps to."""

from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta

import pytest

from flowtime_domain.ports.time_zones import TimeZones


class TimeZonesContract(ABC):
    @abstractmethod
    def zones(self) -> TimeZones: ...

    def test_utc_is_there(self) -> None:
        """UTC is always known (telemetry §6.1)."""
        assert "UTC" in self.zones().names()
        assert datetime(2025, 1, 1, tzinfo=self.zones().zone("UTC")).utcoffset() == timedelta(0)
        assert self.zones().zone("UTC") is UTC

    @pytest.mark.parametrize(
        ("moment", "offsets"),
        [
            (datetime(2025, 1, 15, 12), (1, 1)),
            (datetime(2025, 7, 15, 12), (2, 2)),
            (datetime(2025, 3, 30, 2, 30), (1, 2)),
            (datetime(2025, 10, 26, 2, 30), (2, 1)),
        ],
    )
    def test_offsets_tell_folds_and_gaps(self, moment: datetime, offsets: tuple[int, int]) -> None:
        """A local time that occurs twice or never has two offsets, by fold (telemetry §6.4)."""
        assert "Europe/Berlin" in self.zones().names()
        zone = self.zones().zone("Europe/Berlin")
        found = [zone.utcoffset(moment.replace(fold=fold)) for fold in (0, 1)]
        assert found == [timedelta(hours=hours) for hours in offsets]
