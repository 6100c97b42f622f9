"""Reading the structure of the model that a run was evaluated from."""

from typing import final

from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.ports.document_reader import DocumentReader
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.graph_view import GraphView, graph_view, older_graph_view
from flowtime_domain.state.made_once import MadeOnce
from flowtime_domain.state.stored_model import read_stored_model


@final
class FetchGraph:
    """Finds the structure of a run, worked out once for as long as the run is open (state §7).

    Parameters
    ----------
    store
        Where runs lie.
    reader
        Reads stored models, whatever their size.
    """

    def __init__(self, store: ArtifactStore, reader: DocumentReader) -> None:
        def made(run: StoredRun) -> GraphView:
            if run.older is not None:
                return older_graph_view(run.older)
            return graph_view(read_stored_model(run, reader))

        self._store = store
        self._graphs = MadeOnce(made)

    def find(self, run_id: RunId) -> StoredRun:
        """The run.

        Raises
        ------
        RunNotFoundError, RunCorruptError
            There is no such run, or it does not verify.
        ProvenanceMismatchError
            The documents of an older bundle are about different models.
        """
        run = self._store.open_run(run_id)
        if run.older is not None:
            run.older.check_provenance()
        return run

    def __call__(self, run: StoredRun) -> GraphView:
        """The structure of a run that was found."""
        return self._graphs(run)
