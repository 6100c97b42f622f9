"""Work done by threads, and its results in the order of the work.

Rule 1: no more than a few pieces of work per thread are under way or wait to be fetched.
Rule 2: whoever stops fetching stops the threads: each ends with the piece that it is at.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Final, TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")

_AHEAD_PER_WORKER: Final = 4


def ordered_results(
    work: Callable[[Piece], Result], pieces: Iterable[Piece], workers: int
) -> Generator[Result, None, None]:
    """The results of some work, one for each piece, in the order of the pieces.

    Parameters
    ----------
    work
        What is done with a piece; called by several threads at once. What it raises ends the results, after
        those of the pieces before.
    pieces
        Fetched by the caller's thread, a few more than there are results.
    workers
        Number of threads, at least 1. One means the caller's own thread, which works while it fetches.

    Examples
    --------
    >>> list(ordered_results(abs, [-3, 2, -1], workers=2))
    [3, 2, 1]
    """
    if workers == 1:
        yield from map(work, pieces)
        return
    unread = iter(pieces)
    waiting: deque[Future[Result]] = deque()
    executor = ThreadPoolExecutor(workers, thread_name_prefix="flowtime-scenarios")
    try:
        waiting.extend(executor.submit(work, piece) for piece in islice(unread, workers * _AHEAD_PER_WORKER))
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(executor.submit(work, piece) for piece in islice(unread, 1))
            yield result
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
