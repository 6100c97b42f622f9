"""What every clock keeps to."""

from abc import ABC, abstractmethod
from datetime import UTC

from flowtime_domain.ports.clock import Clock


class ClockContract(ABC):
    @abstractmethod
    def clock(self) -> Clock: ...

    def test_now_is_aware_and_utc(self) -> None:
        """Moments carry their time zone, and it is UTC (runs §1.3)."""
        assert self.clock().now().tzinfo is UTC

    def test_elapsed_time_never_goes_back(self) -> None:
        """Durations are never negative (operations §2.4)."""
        clock = self.clock()
        readings = [clock.elapsed_ms() for _ in range(100)]
        assert readings == sorted(readings)
