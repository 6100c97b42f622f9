"""Work done by threads, and its results in the order of the work.

Rule 1: no more than a few tasks per thread are under way or wait to be fetched.
Rule 2: whoever stops fetching stops the threads: each ends with the piece that it is at.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from threading import Event
from typing import Final, Generic, TypeAlias, TypeVar, final

Piece = TypeVar("Piece")
Result = TypeVar("Result")
_Done: TypeAlias = tuple[list[Result], BaseException | None]

_AHEAD_PER_WORKER: Final = 4


def ordered_results(
    work: Callable[[Piece], Result], pieces: Iterable[Piece], workers: int, pieces_per_task: int = 1
) -> Generator[Result, None, None]:
    """The results of some work, one for each piece, in the order of the pieces.

    Parameters
    ----------
    work
        What is done with a piece; called by several threads at once. What it raises ends the results, after
        those of the pieces before.
    pieces
        Fetched by the caller's thread, a few tasks more than there are results.
    workers
        Number of threads, at least 1. One means the caller's own thread, which works while it fetches.
    pieces_per_task
        How many a thread takes at once: handing them over takes as long as a small piece of work.

    Examples
    --------
    >>> list(ordered_results(abs, [-3, 2, -1], workers=2))
    [3, 2, 1]
    """
    if workers == 1:
        yield from map(work, pieces)
        return
    unread = iter(pieces)
    tasks = iter(lambda: list(islice(unread, pieces_per_task)), [])
    waiting: deque[Future[_Done[Result]]] = deque()
    crew = _Crew(work)
    executor = ThreadPoolExecutor(workers, thread_name_prefix="flowtime-scenarios")
    try:
        waiting.extend(
            executor.submit(crew.done, task) for task in islice(tasks, workers * _AHEAD_PER_WORKER)
        )
        while waiting:
            results, failure = waiting.popleft().result()
            waiting.extend(executor.submit(crew.done, task) for task in islice(tasks, 1))
            yield from results
            if failure is not None:
                raise failure
    finally:
        crew.is_over.set()
        executor.shutdown(wait=True, cancel_futures=True)


@final
@dataclass(frozen=True, slots=True)
class _Crew(Generic[Piece, Result]):
    """What threads do with their tasks, until it is over."""

    work: Callable[[Piece], Result]
    is_over: Event = field(default_factory=Event)

    def done(self, task: Sequence[Piece]) -> _Done[Result]:
        """The results of a task up to what its work raises, and that."""
        results: list[Result] = []
        for piece in task:
            if self.is_over.is_set():
                break
            try:
                results.append(self.work(piece))
            except BaseException as failure:  # Raised again in its turn, by the thread that fetches.
                return results, failure
        return results, None
