"""How many requests a client may send in a minute (api §4.1)."""

import math
from collections import Counter
from typing import Final, final

from flowtime_domain.errors import RateLimitedError
from flowtime_domain.ports.clock import Clock

_MINUTE_MS: Final = 60_000.0


@final
class RateLimit:
    """Counts the requests of each client, minute by minute; used by one thread.

    Parameters
    ----------
    per_minute
        Requests allowed; None allows all.
    clock
        Its monotonic time decides when a minute is over.
    """

    def __init__(self, per_minute: int | None, clock: Clock) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._minute_began = clock.elapsed_ms()
        self._counts: Counter[str] = Counter()

    def admit(self, client: str) -> None:
        """Count a request.

        Raises
        ------
        RateLimitedError
            The client has sent as many as allowed; the error says when the next may come.
        """
        if self._per_minute is None:
            return
        now = self._clock.elapsed_ms()
        if now - self._minute_began >= _MINUTE_MS:
            self._minute_began = now
            self._counts.clear()
        self._counts[client] += 1
        if self._counts[client] > self._per_minute:
            remaining_ms = self._minute_began + _MINUTE_MS - now
            raise RateLimitedError(self._per_minute, max(1, math.ceil(remaining_ms / 1000)))
