"""Answers about one run and its documents (api §8.1, §8.4-§8.6)."""

from collections.abc import Callable
from typing import Any, final

from litestar import Request, Response

from flowtime_domain.runs.encoding.json_text import compact_json
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.use_cases.fetch_run import FetchRun
from flowtime_entrypoints import bodies
from flowtime_entrypoints.http.answers import CSV, JSON
from flowtime_entrypoints.http.query import refuse_query
from flowtime_entrypoints.http.run_reading import Finding, RunReading


@final
class RunAnswers:
    """Answers questions about runs.

    Parameters
    ----------
    reading
        Answers questions about runs of all kinds.
    fetch
        Opens runs.
    runs_root_name
        Name of the directory of runs.
    """

    def __init__(self, reading: RunReading, fetch: FetchRun, runs_root_name: str) -> None:
        self._reading = reading
        self._fetch = fetch
        self._runs_root_name = runs_root_name

    async def detail(self, request: Request[Any, Any, Any], run_id: str) -> Response[bytes]:
        """What a run is."""

        def finding(run: StoredRun) -> Finding:
            return Finding(run, lambda: compact_json(bodies.run_detail(run, self._runs_root_name)))

        return await self._answer(request, run_id, finding, JSON)

    async def document(
        self, request: Request[Any, Any, Any], run_id: str, path: str, media_type: str
    ) -> Response[bytes]:
        """The bytes of a document of the bundle."""
        return await self._answer(
            request, run_id, lambda run: Finding(run, lambda: run.document(path)), media_type
        )

    async def series(self, request: Request[Any, Any, Any], run_id: str, series_id: str) -> Response[bytes]:
        """The CSV of a series."""

        def finding(run: StoredRun) -> Finding:
            row = run.index.entry(series_id).row
            return Finding(run, lambda: run.series_csv(row), values=run.index.grid.bins)

        return await self._answer(request, run_id, finding, CSV)

    async def _answer(
        self,
        request: Request[Any, Any, Any],
        run_id: str,
        finding: Callable[[StoredRun], Finding],
        media_type: str,
    ) -> Response[bytes]:
        def find() -> Finding:
            refuse_query(request)
            return finding(self._fetch(run_id))

        return await self._reading.answer(request, run_id, find, media_type)
