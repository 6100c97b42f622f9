"""Bodies that were sent."""

import threading

import anyio

from flowtime_entrypoints.http.kept_bodies import ENTRY_BYTES, KeptBodies

MAKERS = 2


def test_bodies_that_nobody_asks_for_make_room():
    """All bodies together never take more than allowed; those asked for last stay (api §4.3)."""
    kept = KeptBodies(most_bytes=10 + 2 * ENTRY_BYTES)
    kept.keep("a", b"1234")
    kept.keep("b", b"1234")
    assert kept.get("a") == b"1234"
    kept.keep("c", b"12345")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (b"1234", None, b"12345")


def test_body_that_is_larger_than_all_together():
    """A body for which there is no room leaves the others where they are (api §4.3)."""
    kept = KeptBodies(most_bytes=10 + ENTRY_BYTES)
    kept.keep("a", b"1234")
    kept.keep("b", b"12345678901")
    assert (kept.get("a"), kept.get("b")) == (b"1234", None)


class Makers:
    """Makes bodies, and remembers how many were made, in which threads and how many at a time."""

    def __init__(self):
        self.threads = []
        self.most_at_a_time = 0
        self._now = 0
        self._lock = threading.Lock()
        self._pause = threading.Event()

    def __call__(self):
        with self._lock:
            self.threads.append(threading.current_thread())
            self._now += 1
            self.most_at_a_time = max(self.most_at_a_time, self._now)
        self._pause.wait(0.02)
        with self._lock:
            self._now -= 1
        return b"body"


def bodies_for(tags):
    """What callers get who ask at once, and how it was made."""
    kept, make, bodies = KeptBodies(), Makers(), []
    makers = anyio.CapacityLimiter(MAKERS)

    async def ask(tag):
        bodies.append(await kept.get_or_make(tag, make, makers))

    async def ask_all():
        async with anyio.create_task_group() as group:
            for tag in tags:
                group.start_soon(ask, tag)

    anyio.run(ask_all)
    assert bodies == [b"body"] * len(tags)
    return make


def test_bodies_are_made_a_few_at_a_time():
    """However many ask, few bodies are in the making, and none of them on the event loop (api §4.2)."""
    make = bodies_for([f"{number}" for number in range(8)])
    assert len(make.threads) == 8
    assert make.most_at_a_time == MAKERS
    assert threading.main_thread() not in make.threads


def test_body_is_made_once_for_all_who_wait():
    """Callers who ask at once for the same share what was made for the first of them (api §4.3)."""
    assert len(bodies_for(["same"] * 8).threads) <= MAKERS
