"""What time it is."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Wall time for stamps, monotonic time for durations."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC, with microseconds."""

    def elapsed_ms(self) -> float:
        """Milliseconds of a clock that never goes back; only differences mean anything."""
