"""What is made from an object once."""

import gc
from threading import Barrier, Thread
from weakref import ref

from flowtime_domain.state.made_once import MadeOnce


class Source:
    """An object that can be forgotten."""


def test_it_is_made_once():
    """The same object gives the same thing, another object another one (runs §10.1)."""
    made = MadeOnce(lambda source: [id(source)])
    first, second = Source(), Source()
    assert made(first) is made(first)
    assert made(first) is not made(second)


def test_it_is_forgotten_with_its_object():
    """What was made lives no longer than the object that it was made from (runs §10.1)."""
    made = MadeOnce(lambda _: Source())
    source = Source()
    kept = ref(made(source))
    del source
    gc.collect()
    assert kept() is None


def test_threads_that_ask_at_once_share_it():
    """However many threads ask first, all get the same thing (api §4.3)."""
    barrier = Barrier(4)

    def make(_: Source) -> Source:
        barrier.wait()
        return Source()

    made, source, found = MadeOnce(make), Source(), []
    threads = [Thread(target=lambda: found.append(made(source))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(each) for each in found}) == 1
