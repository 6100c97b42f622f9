"""Answers about runs, made on the event loop where that is quicker than handing work to a thread (api §4.2).

Rule 1: on the event loop nothing is done for the first time: no verifying, no reading of models.
Rule 2: nor is any body written there that has many numbers.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, TypeVar, final
from weakref import WeakKeyDictionary

import anyio
from litestar import Request, Response

from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.use_cases.fetch_run import FetchRun
from flowtime_entrypoints.http.conditional import CACHE_CONTROL, entity_tag, matching_tag
from flowtime_entrypoints.http.header_lists import header_list
from flowtime_entrypoints.http.kept_bodies import KeptBodies

T = TypeVar("T")
# Writing so many takes about as long as a thread needs to be woken and to answer.
QUICK_VALUES: Final = 4096
# Tags that are remembered of one run; more are forgotten together.
MOST_TAGS: Final = 1024
# Longer questions are rare; remembering them would take memory, and checking them takes time.
SHORT_QUERY: Final = 512
# Python writes one body at a time; two writers would only take turns.
WRITERS: Final = 1


def _nothing() -> None:
    """Tell nobody."""


@final
@dataclass(frozen=True, slots=True)
class Finding:
    """What a question about a run has led to, the question being checked.

    Attributes
    ----------
    run
        The run.
    content
        Makes the body; called only if it is sent and not kept.
    tell
        Tells that the body is sent.
    query
        The query parameters of the question.
    values
        At most so many numbers must be written for the body.
    """

    run: StoredRun
    content: Callable[[], bytes]
    tell: Callable[[], None] = _nothing
    query: Mapping[str, str] = field(default_factory=dict)
    values: int = 0


@final
class _Memory:
    """What was done with a run: which routes have answered, and with which tags which questions."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.routes: set[str] = set()
        self.tags: dict[tuple[str, bytes], str] = {}

    def note(self, question: tuple[str, bytes], tag: str) -> None:
        if len(question[1]) > SHORT_QUERY:
            return
        if len(self.tags) >= MOST_TAGS:
            self.tags.clear()
        self.tags[question] = tag


@final
class RunReading:
    """Answers questions about runs; used by one event loop.

    Parameters
    ----------
    fetch
        Knows which runs are open.
    engine_version
        Version of the distribution that answers.
    kept
        Bodies that were sent.
    """

    def __init__(self, fetch: FetchRun, engine_version: str, kept: KeptBodies) -> None:
        self._fetch = fetch
        self._engine_version = engine_version
        self._kept = kept
        self._writers = anyio.CapacityLimiter(WRITERS)
        self._memories: WeakKeyDictionary[StoredRun, _Memory] = WeakKeyDictionary()
        self._numbers = count()

    async def answer(
        self, request: Request[Any, Any, Any], run_id: str, find: Callable[[], Finding], media_type: str
    ) -> Response[bytes]:
        """What is known of a run, or 304 if the caller has it; `find` checks the question."""
        path, route = request.scope["path"], request.scope["path_template"]
        question = (path, request.scope["query_string"])
        given = header_list(request.scope, b"if-none-match")
        memory = self._memory(self._fetch.opened(run_id))
        known = matching_tag(given, memory.tags.get(question))
        if known is not None:
            return _not_modified(known, media_type)
        has_answered = route in memory.routes
        is_quick = has_answered and len(question[1]) <= SHORT_QUERY
        finding = await _result(find, is_quick=is_quick)
        tag = entity_tag(finding.run.manifest_hash, path, finding.query, self._engine_version)
        memory = self._memory(finding.run)
        memory.note(question, tag)
        known = matching_tag(given, tag)
        if known is not None:
            return _not_modified(known, media_type)

        def large() -> bytes:
            # Others may have had their turn first: what was changed meanwhile is found before it is read.
            if self._fetch.opened(run_id) is not finding.run:
                find()
            return finding.content()

        # Not by the tag alone: that of an older bundle tells nothing of its numbers.
        key = memory.number, tag
        if finding.values > QUICK_VALUES:
            content = await self._kept.get_or_make(key, large, self._writers)
        else:
            content = await self._small(key, finding.content, is_quick=has_answered)
        finding.tell()
        memory.routes.add(route)
        return Response(content, media_type=media_type, headers=_headers(tag))

    async def _small(self, key: Hashable, make: Callable[[], bytes], *, is_quick: bool) -> bytes:
        """The body of a key that takes no long time, and so waits for no other."""
        content = self._kept.get(key)
        if content is None:
            content = await _result(make, is_quick=is_quick)
            self._kept.keep(key, content)
        return content

    def _memory(self, run: StoredRun | None) -> _Memory:
        known = None if run is None else self._memories.get(run)
        if known is None:
            known = _Memory(next(self._numbers))
            if run is not None:
                self._memories[run] = known
        return known


async def _result(work: Callable[[], T], *, is_quick: bool) -> T:
    return work() if is_quick else await anyio.to_thread.run_sync(work)


def _not_modified(tag: str, media_type: str) -> Response[bytes]:
    return Response(b"", status_code=304, media_type=media_type, headers=_headers(tag))


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": CACHE_CONTROL}
