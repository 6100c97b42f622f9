"""The views of opened runs, each made once."""

from typing import final

from flowtime_domain.ports.document_reader import DocumentReader
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.made_once import MadeOnce
from flowtime_domain.state.run_view import RunView, older_run_view, run_view
from flowtime_domain.state.stored_model import read_stored_model


@final
class RunViews:
    """Gives the view of a run, made when it is first asked for and kept as long as the run is open.

    Parameters
    ----------
    reader
        Reads stored models, under `STORED_DOCUMENT_LIMITS`.
    """

    def __init__(self, reader: DocumentReader) -> None:
        def made(run: StoredRun) -> RunView:
            if run.older is not None:
                return older_run_view(run, run.older)
            return run_view(run, read_stored_model(run, reader))

        self._views = MadeOnce(made)

    def __call__(self, run: StoredRun) -> RunView:
        """The view of a run.

        Raises
        ------
        ModelInvalidError
            The stored model asks for what this version does not know.
        """
        return self._views(run)
