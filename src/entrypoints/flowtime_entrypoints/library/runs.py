"""Making runs from Python (runs §1.2).

Rule 1: a call builds the same request as HTTP and the command line, and goes through the same use case.
Rule 2: a library does not write to the log of its caller's process: whoever wants the events about a run
passes an observer.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, final

from flowtime_entrypoints.settings import Settings, read_settings

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from flowtime_domain.ports.run_observer import RunObserver
    from flowtime_domain.runs.stored_run import StoredRun

AnyPath: TypeAlias = "str | os.PathLike[str]"


@final
@dataclass(frozen=True, slots=True, eq=False)
class RunResult:
    """The answer to a creation.

    Attributes
    ----------
    body
        The body that the HTTP API answers (api §6.3): `metadata`, `plan`, `grid`, `warnings` and more.
    path
        Directory of the run; None for a dry run.
    series
        Series name -> its values: shape (bins,), items per bin for flows, items for stocks, ms for
        times, read-only; empty for a dry run.
    """

    body: Mapping[str, Any]
    path: Path | None
    series: Mapping[str, npt.NDArray[np.float64]]

    def __repr__(self) -> str:
        """What a notebook shows: the id and where the run lies."""
        path = None if self.path is None else str(self.path)
        return f"RunResult(run_id={self.run_id!r}, path={path!r}, warnings={len(self.warnings)})"

    @property
    def run_id(self) -> str | None:
        """Id of the run; for a dry run the id it would get, None if that would be drawn."""
        part = self.body["plan"] if self.is_dry_run else self.body["metadata"]
        run_id: str | None = part["runId"]
        return run_id

    @property
    def is_dry_run(self) -> bool:
        """Whether nothing was made."""
        return bool(self.body["isDryRun"])

    @property
    def was_reused(self) -> bool:
        """Whether an equal run that existed answers."""
        return bool(self.body["wasReused"])

    @property
    def metadata(self) -> Mapping[str, Any] | None:
        """What every answer about the run says of it (api §6.4); None for a dry run."""
        metadata: Mapping[str, Any] | None = self.body["metadata"]
        return metadata

    @property
    def plan(self) -> Mapping[str, Any] | None:
        """What a dry run would do (api §6.6); None for a run."""
        plan: Mapping[str, Any] | None = self.body["plan"]
        return plan

    @property
    def grid(self) -> Mapping[str, Any]:
        """`bins`, `binSize`, `binUnit`, `start` and `end` (exclusive) as texts in UTC or None."""
        grid: Mapping[str, Any] = self.body["grid"]
        return grid

    @property
    def warnings(self) -> Sequence[Mapping[str, Any]]:
        """Findings, each with `code`, `severity`, `message`, `nodeId`, `bins` and `count`."""
        warnings: Sequence[Mapping[str, Any]] = self.body["warnings"]
        return warnings


def create_run(
    template_id: str | None = None,
    *,
    model: str | Mapping[str, Any] | None = None,
    mode: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    telemetry: Mapping[str, Any] | None = None,
    seed: int | None = None,
    deterministic_run_id: bool = False,
    run_id: str | None = None,
    overwrite: bool = False,
    dry_run: bool = False,
    data_dir: AnyPath | None = None,
    templates_dirs: Sequence[AnyPath] = (),
    observer: RunObserver | None = None,
) -> RunResult:
    """Make a run, or find the equal one that exists (runs §2, §4).

    Parameters
    ----------
    template_id
        Template of the catalogue; exactly one of `template_id` and `model` is given.
    model
        An inline model: its YAML or JSON text, or a mapping.
    mode
        How the run is made; if not given ``telemetry`` with `telemetry`, else ``simulation``.
    parameters
        Values for the parameters of the template, by name: numbers, texts, booleans, lists or arrays.
    telemetry
        The capture that is replayed: ``captureDirectory``, and under ``bindings`` the files that parameters
        name, by name of the parameter.
    seed
        Where random draws start, 0..2^63-1; else the seed of the model.
    deterministic_run_id
        Name the run after its scenario, so that the same call finds it again.
    run_id
        Name the run so; not together with `deterministic_run_id`.
    overwrite
        Replace what stands under the id, if it is not the same run.
    dry_run
        Only say what would be made.
    data_dir
        Data root; else ``FLOWTIME_DATA_DIR``, else ``./data``.
    templates_dirs
        Directories of own templates; else those of ``FLOWTIME_TEMPLATES_DIR``.
    observer
        Is told every event about the run.

    Raises
    ------
    FlowTimeError
        The request, the template or the model is not right, or the run could not be published; nothing
        is left behind.
    """
    members = {
        "templateId": template_id,
        "model": model,
        "mode": mode,
        "parameters": _plain_members(parameters) if isinstance(parameters, Mapping) else parameters,
        "telemetry": _plain_members(telemetry) if isinstance(telemetry, Mapping) else telemetry,
        "rng": {"seed": _plain(seed)},
        "options": {
            "deterministicRunId": deterministic_run_id,
            "runId": run_id,
            "dryRun": dry_run,
            "overwriteExisting": overwrite,
        },
    }
    return _answer(members, settings_of(data_dir, templates_dirs), observer)


def _plain_members(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name): _plain(value) for name, value in mapping.items()}


def _plain(value: Any) -> Any:
    """A value without NumPy's types and types of paths, as JSON would hold it."""
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    return value.tolist() if hasattr(value, "tolist") else value


def settings_of(data_dir: AnyPath | None, templates_dirs: Sequence[AnyPath] = ()) -> Settings:
    """The settings of a call: what it says, else what the environment says."""
    flags = {
        "FLOWTIME_DATA_DIR": None if data_dir is None else os.fspath(data_dir),
        "FLOWTIME_TEMPLATES_DIR": tuple(os.fspath(each) for each in templates_dirs) or None,
    }
    return read_settings(os.environ, flags)


def _answer(members: Mapping[str, Any], settings: Settings, observer: RunObserver | None) -> RunResult:
    from flowtime_domain.runs.request_reading import read_run_request
    from flowtime_entrypoints import bodies
    from flowtime_entrypoints.container import build_container

    request = read_run_request(members)
    container = build_container(settings, observer=observer or Unobserved())
    root = container.runs_root()
    if request.options.dry_run:
        return RunResult(bodies.plan_answer(container.plan_run()(request), root.name), None, {})
    outcome = container.create_run()(request)
    return RunResult(
        bodies.run_answer(outcome, root.name), root / str(outcome.run.run_id), series_by_name(outcome.run)
    )


def series_by_name(run: StoredRun) -> dict[str, npt.NDArray[np.float64]]:
    """Series name -> its values: shape (bins,), unit of the series, NaN where missing, read-only."""
    return {entry.name: run.values(entry.row) for entry in run.index.series}


@final
class Unobserved:
    """Nobody watches."""

    def observe(self, event: object) -> None:
        """Let the event pass."""
