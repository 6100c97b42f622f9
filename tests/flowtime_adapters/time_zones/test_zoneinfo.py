"""The time zones of the machine."""

from contracts.time_zones import TimeZonesContract
from fakes.time_zones import FixedTimeZones
from flowtime_adapters.time_zones.zoneinfo import ZoneInfoTimeZones


class TestZoneInfoTimeZones(TimeZonesContract):
    def zones(self) -> ZoneInfoTimeZones:
        return ZoneInfoTimeZones()

    def test_names_are_those_of_iana(self) -> None:
        """Any zone of IANA may be named (telemetry §6.1)."""
        assert {"America/New_York", "Asia/Kolkata", "Pacific/Apia"} <= self.zones().names()


class TestFixedTimeZones(TimeZonesContract):
    def zones(self) -> FixedTimeZones:
        return FixedTimeZones()
