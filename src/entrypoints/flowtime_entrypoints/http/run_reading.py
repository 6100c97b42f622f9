"""Answers about runs, made on the event loop where that is quicker than handing work to a thread (api §4.2).

Rule 1: on the event loop nothing is done for the first time: no verifying, no reading of models.
Rule 2: nor is any body written there that has many numbers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar, final
from weakref import WeakKeyDictionary

import anyio
from litestar import Request, Response

from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.use_cases.fetch_run import FetchRun
from flowtime_entrypoints.http.conditional import CACHE_CONTROL, entity_tag, matching_tag

T = TypeVar("T")
# Writing so many takes about as long as a thread needs to be woken and to answer.
QUICK_VALUES: Final = 4096


@final
@dataclass(frozen=True, slots=True)
class Finding:
    """What a question about a run has led to, the question being checked.

    Attributes
    ----------
    run
        The run.
    content
        Makes the body; called only if it is sent.
    values
        How many numbers must be written for it.
    """

    run: StoredRun
    content: Callable[[], bytes]
    values: int = 0


@final
class RunReading:
    """Answers questions about runs; used by one event loop.

    Parameters
    ----------
    fetch
        Knows which runs are open.
    engine_version
        Version of the distribution that answers.
    """

    def __init__(self, fetch: FetchRun, engine_version: str) -> None:
        self._fetch = fetch
        self._engine_version = engine_version
        self._done: WeakKeyDictionary[StoredRun, set[str]] = WeakKeyDictionary()

    async def answer(
        self,
        request: Request[Any, Any, Any],
        run_id: RunId,
        find: Callable[[], Finding],
        media_type: str,
        query: Mapping[str, str] | None = None,
    ) -> Response[bytes]:
        """What is known of a run, or 304 if the caller has it."""
        run, route = self._fetch.opened(run_id), request.scope["path_template"]
        done = set() if run is None else self._done.setdefault(run, set())
        finding = await _result(find, is_quick=route in done)
        tag = entity_tag(finding.run.manifest_hash, request.scope["path"], query or {}, self._engine_version)
        headers = {"ETag": tag, "Cache-Control": CACHE_CONTROL}
        known = matching_tag(", ".join(request.headers.getall("if-none-match", [])), tag)
        if known is not None:
            return Response(b"", status_code=304, media_type=media_type, headers={**headers, "ETag": known})
        is_quick = route in done and finding.values <= QUICK_VALUES
        content = await _result(finding.content, is_quick=is_quick)
        self._done.setdefault(finding.run, set()).add(route)
        return Response(content, media_type=media_type, headers=headers)


async def _result(work: Callable[[], T], *, is_quick: bool) -> T:
    return work() if is_quick else await anyio.to_thread.run_sync(work)
