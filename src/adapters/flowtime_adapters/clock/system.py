"""The clock of the machine."""

import time
from datetime import UTC, datetime
from typing import final


@final
class SystemClock:
    """Wall time and monotonic time as the operating system gives them."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC, with microseconds."""
        return datetime.now(UTC)

    def elapsed_ms(self) -> float:
        """Milliseconds since an arbitrary moment, never going back."""
        return time.perf_counter_ns() / 1e6
