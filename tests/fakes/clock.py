"""A clock that shows what a test wants."""

from datetime import UTC, datetime
from typing import Final

CLINIC_DESK_CREATED: Final = datetime(2025, 11, 4, 8, 15, 3, 221045, tzinfo=UTC)


class FixedClock:
    """Always the same moment; the monotonic clock moves on by one step whenever it is read."""

    def __init__(self, now: datetime = CLINIC_DESK_CREATED, step_ms: float = 1.0) -> None:
        self.moment = now
        self.step_ms = step_ms
        self._elapsed_ms = 0.0

    def now(self) -> datetime:
        return self.moment

    def elapsed_ms(self) -> float:
        self._elapsed_ms += self.step_ms
        return self._elapsed_ms
