"""Opening runs from Python."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from flowtime_domain.errors import DocumentError, RequestInvalidError
from flowtime_entrypoints.library.runs import AnyPath, Unobserved, settings_of

if TYPE_CHECKING:
    from flowtime_domain.runs.identity import RunId
    from flowtime_entrypoints.container import Container
    from flowtime_entrypoints.library.opened_run import OpenedRun


def open_run(run: AnyPath, data_dir: AnyPath | None = None) -> OpenedRun:
    """Open a run that exists; it is verified first (runs §9.2).

    Nothing needs to be closed: the numbers stay mapped from the disk for as long as somebody uses them, even
    if the run is deleted meanwhile.

    Parameters
    ----------
    run
        Id of a run in the data root; or a path to the directory of a run anywhere: a `Path`, or a text with a
        separator, such as ``./my-run``.
    data_dir
        Data root for an id; else ``FLOWTIME_DATA_DIR``, else ``./data``.

    Raises
    ------
    RunIdInvalidError
        The id, or the name of the directory, is no run id.
    RunNotFoundError, RunCorruptError
        There is no such run, or it does not verify; `errors` says what was found.
    RequestInvalidError
        Both a path and `data_dir` are given.
    """
    from flowtime_entrypoints.library.opened_run import OpenedRun

    container, run_id = place_of(run, data_dir)
    opened = OpenedRun(
        container.fetch_run()(str(run_id)),
        container.runs_root() / str(run_id),
        container.run_views(),
        container.fetch_graph(),
    )
    # The parts of a container know each other: files would stay open until such circles are looked for.
    container.reset_singletons()
    return opened


def place_of(run: AnyPath, data_dir: AnyPath | None) -> tuple[Container, RunId]:
    """The parts of a process that has a run in its directory of runs, and the id of the run.

    Raises
    ------
    RunIdInvalidError
        The id, or the name of the directory, is no run id.
    RequestInvalidError
        Both a path and `data_dir` are given.
    """
    from flowtime_domain.runs.identity import RunId
    from flowtime_entrypoints.container import build_container

    directory = _directory(run)
    if directory is not None and data_dir is not None:
        message = "Give either the path of a run, or its id with 'data_dir'."
        raise RequestInvalidError(
            [DocumentError(code="conflicting_members", message=message, pointer="/data_dir")]
        )
    run_id = RunId(os.fspath(run) if directory is None else directory.name)
    runs_root = None if directory is None else directory.parent
    return build_container(settings_of(data_dir), runs_root=runs_root, observer=Unobserved()), run_id


def _directory(run: AnyPath) -> Path | None:
    """The directory that a path leads to; None for an id."""
    if isinstance(run, str) and os.sep not in run:
        return None
    return Path(os.path.realpath(run))
