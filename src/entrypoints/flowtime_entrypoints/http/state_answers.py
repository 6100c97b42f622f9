"""Answers about the state and the structure of runs (api §8.3, state).

Rule 1: a snapshot or a window is told of when its body is sent, not when the caller has it already.
"""

from typing import Any, Final, final

from litestar import Request, Response

from flowtime_domain.runs.encoding.json_text import compact_json
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.state_query import read_snapshot_query, read_window_query
from flowtime_domain.use_cases.fetch_graph import FetchGraph
from flowtime_domain.use_cases.fetch_state import FetchState
from flowtime_domain.use_cases.fetch_window import FetchWindow
from flowtime_entrypoints.bodies.graph import graph_answer
from flowtime_entrypoints.bodies.state import StateBodies
from flowtime_entrypoints.http.answers import JSON
from flowtime_entrypoints.http.query import query_pairs, refuse_query
from flowtime_entrypoints.http.run_reading import Finding, RunReading

# About so many are written of each in a graph.
_MEMBERS_OF_SERIES: Final = 16


@final
class StateAnswers:
    """Answers questions about the state of runs.

    Parameters
    ----------
    reading
        Answers questions about runs of all kinds.
    fetch_state, fetch_window, fetch_graph
        Find what the answers say.
    bodies
        Writes it.
    """

    def __init__(
        self,
        reading: RunReading,
        fetch_state: FetchState,
        fetch_window: FetchWindow,
        fetch_graph: FetchGraph,
        bodies: StateBodies,
    ) -> None:
        self._reading = reading
        self._fetch_state = fetch_state
        self._fetch_window = fetch_window
        self._fetch_graph = fetch_graph
        self._bodies = bodies

    async def snapshot(self, request: Request[Any, Any, Any], run_id: str) -> Response[bytes]:
        """What the nodes looked like in one bin."""

        def find() -> Finding:
            identifier, pairs = RunId(run_id), query_pairs(request)
            found = self._fetch_state.find(identifier, read_snapshot_query(pairs))
            return Finding(
                run=found.run,
                content=lambda: self._bodies.snapshot(found),
                tell=lambda: self._fetch_state.tell(found),
                query=dict(pairs),
                values=len(found.places) * len(found.metrics),
            )

        return await self._reading.answer(request, run_id, find, JSON)

    async def window(self, request: Request[Any, Any, Any], run_id: str) -> Response[bytes]:
        """What the nodes looked like, bin by bin."""

        def find() -> Finding:
            identifier, pairs = RunId(run_id), query_pairs(request)
            found = self._fetch_window.find(identifier, read_window_query(pairs))
            return Finding(
                run=found.run,
                content=lambda: self._bodies.window(found),
                tell=lambda: self._fetch_window.tell(found),
                query=dict(pairs),
                values=found.points,
            )

        return await self._reading.answer(request, run_id, find, JSON)

    async def graph(self, request: Request[Any, Any, Any], run_id: str) -> Response[bytes]:
        """The structure of the model that a run was evaluated from."""

        def find() -> Finding:
            identifier = RunId(run_id)
            refuse_query(request)
            run = self._fetch_graph.find(identifier)
            return Finding(
                run=run,
                content=lambda: compact_json(graph_answer(run, self._fetch_graph(run))),
                values=_MEMBERS_OF_SERIES * len(run.index.series),
            )

        return await self._reading.answer(request, run_id, find, JSON)
