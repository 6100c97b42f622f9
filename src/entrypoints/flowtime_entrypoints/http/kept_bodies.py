"""Bodies that were sent, for callers who ask the same (api §4.3).

Rule 1: whatever a body could depend on is part of its key, so what is kept is never out of date.
Rule 2: only so many are made at a time as gain by it; more would wait for each other and fill the memory.
"""

from collections.abc import Callable, Hashable
from typing import Final, final

import anyio
from cachetools import LRUCache

MOST_BYTES: Final = 64 * 2**20
# About what a key and its place take.
ENTRY_BYTES: Final = 512


def _size(body: bytes) -> int:
    return len(body) + ENTRY_BYTES


@final
class KeptBodies:
    """The bodies that were asked for last; used by one event loop.

    Parameters
    ----------
    most_bytes
        How large all of them may be together, keys included.

    Examples
    --------
    >>> kept = KeptBodies(most_bytes=1000)
    >>> kept.keep("a", b"body")
    >>> kept.get("a"), kept.get("b")
    (b'body', None)
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._bodies: LRUCache[Hashable, bytes] = LRUCache(most_bytes, getsizeof=_size)

    def get(self, key: Hashable) -> bytes | None:
        """The body of a key, None if it is not kept."""
        return self._bodies.get(key)

    def keep(self, key: Hashable, body: bytes) -> None:
        """Keep a body in place of those that nobody has asked for longest, unless there is no room for it."""
        if _size(body) <= self._bodies.maxsize:
            self._bodies[key] = body

    async def get_or_make(
        self, key: Hashable, make: Callable[[], bytes], makers: anyio.CapacityLimiter
    ) -> bytes:
        """The body of a key, made in one of so many threads if it is not kept."""
        body = self.get(key)
        if body is None:
            async with makers:
                # Several may have asked for the same at once.
                body = self.get(key)
                if body is None:
                    body = await anyio.to_thread.run_sync(make)
                    self.keep(key, body)
        return body
