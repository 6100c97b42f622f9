"""Stored runs of small models, in memory, and how their state is read."""

from collections.abc import Mapping
from typing import Any, Final

from examples.older_bundles import RUN_ID, Contents
from examples.workbench import Workbench
from fakes.artifact_store import InMemoryArtifactStore
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.run_view import RunView
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.stored_model import STORED_DOCUMENT_LIMITS

READER: Final = YamlOrJsonDocumentReader(STORED_DOCUMENT_LIMITS)


def stored_run(model: Mapping[str, Any], run_id: str = "a", seed: int | None = None) -> StoredRun:
    """The run of an inline model, published and opened."""
    rng = None if seed is None else {"seed": seed}
    return Workbench().create(model=dict(model), rng=rng, options={"runId": run_id}).run


def older_run(contents: Contents) -> StoredRun:
    """The run of an older bundle, opened."""
    store = InMemoryArtifactStore(models=READER)
    store.runs[RUN_ID] = contents
    return store.open_run(RUN_ID)


def view_of(run: StoredRun) -> RunView:
    """Where the numbers of a run are."""
    return RunViews(READER)(run)
