"""Runs of small models as the library opens them, in memory, and some that have no times or no nodes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from examples import order_support
from examples.stored_runs import READER, stored_run
from fakes.artifact_store import InMemoryArtifactStore
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.use_cases.fetch_graph import FetchGraph
from flowtime_entrypoints.library.opened_run import OpenedRun

WITHOUT_START: Final = {**order_support.MODEL, "grid": {"bins": 4, "binSize": 5, "binUnit": "minutes"}}
WITHOUT_TOPOLOGY: Final = {
    "grid": order_support.MODEL["grid"],
    "nodes": [{"id": "visits", "kind": "const", "values": [1, 2, 3, 4]}],
}


def opened_run(
    model: Mapping[str, Any] = order_support.MODEL, run_id: str = order_support.RUN_ID
) -> OpenedRun:
    """The run of an inline model, published and opened."""
    run = stored_run(model, run_id)
    graphs = FetchGraph(InMemoryArtifactStore(), READER)
    return OpenedRun(run, Path("/data/runs", run_id), RunViews(READER), graphs)
