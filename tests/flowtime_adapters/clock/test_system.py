"""The clock of the machine."""

from datetime import UTC, datetime, timedelta

from contracts.clock import ClockContract
from fakes.clock import FixedClock
from flowtime_adapters.clock.system import SystemClock


class TestSystemClock(ClockContract):
    def clock(self) -> SystemClock:
        return SystemClock()

    def test_it_shows_the_present(self) -> None:
        """Stamps are taken from wall time (runs §1.3)."""
        assert abs(self.clock().now() - datetime.now(UTC)) < timedelta(minutes=1)


class TestFixedClock(ClockContract):
    def clock(self) -> FixedClock:
        return FixedClock()
