"""Comparing runs from Python (state §8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from flowtime_entrypoints.library.opening import place_of
from flowtime_entrypoints.library.runs import AnyPath, settings_of

if TYPE_CHECKING:
    from flowtime_domain.state.comparison import ComparedRun
    from flowtime_domain.state.tolerance import Tolerance


@final
@dataclass(frozen=True, slots=True, eq=False)
class RunComparison:
    """How two runs differ.

    Attributes
    ----------
    body
        The body that the HTTP API answers (state §8.1).
    """

    body: Mapping[str, Any]

    def __repr__(self) -> str:
        """What a notebook shows: the runs, and whether they differ by more than they may."""
        left, right = (self.body[side]["runId"] for side in ("left", "right"))
        return f"RunComparison(left={left!r}, right={right!r}, passed={self.passed})"

    @property
    def parameters(self) -> Sequence[Mapping[str, Any]]:
        """Parameters that differ, each with `name`, `left` and `right`."""
        parameters: Sequence[Mapping[str, Any]] = self.body["parameters"]
        return parameters

    @property
    def only_left(self) -> Sequence[str]:
        """Ids of topology nodes that the left run alone has."""
        nodes: Sequence[str] = self.body["onlyLeft"]
        return nodes

    @property
    def only_right(self) -> Sequence[str]:
        """Ids of topology nodes that the right run alone has."""
        nodes: Sequence[str] = self.body["onlyRight"]
        return nodes

    @property
    def metrics(self) -> Sequence[Mapping[str, Any]]:
        """A row for each metric of a node: `nodeId`, `metric`, `left`, `right`, `maxDifference` and more."""
        metrics: Sequence[Mapping[str, Any]] = self.body["metrics"]
        return metrics

    @property
    def identical(self) -> bool:
        """Whether nothing differs that is compared."""
        return bool(self.body["identical"])

    @property
    def passed(self) -> bool:
        """Whether both runs have the same nodes, and every row is within tolerance."""
        return bool(self.body["passed"])


def compare_runs(
    left: AnyPath,
    right: AnyPath,
    tolerance: AnyPath | Mapping[str, Any] | None = None,
    data_dir: AnyPath | None = None,
) -> RunComparison:
    """Compare two runs that exist, metric by metric (state §8).

    Parameters
    ----------
    left, right
        Ids of runs in the data root, or paths to the directories of runs anywhere, as for `open_run`.
    tolerance
        What the runs may differ by: the path of a tolerance file, or a mapping with the same keys (`default`,
        `rules`); nothing, if not given.
    data_dir
        Data root for ids; else ``FLOWTIME_DATA_DIR``, else ``./data``.

    Raises
    ------
    RequestInvalidError
        The tolerance is not right; `errors` says what and where. Or a path and `data_dir` are given.
    RunIdInvalidError, RunNotFoundError, RunCorruptError
        There is no such run, or it does not verify.
    GridsDifferError
        The runs have not the same bins.
    ProvenanceMismatchError, ModeValidationFailedError, MissingNodeDataError
        A run is of an earlier version, and contradicts itself or has no useful numbers.
    """
    from flowtime_domain.state.comparison import compare
    from flowtime_entrypoints.bodies.comparison import comparison_answer

    allowed = _tolerance(tolerance, data_dir)
    (on_left, left_root), (on_right, right_root) = (_opened(run, data_dir) for run in (left, right))
    return RunComparison(comparison_answer(compare(on_left, on_right, allowed), left_root, right_root))


def _opened(run: AnyPath, data_dir: AnyPath | None) -> tuple[ComparedRun, str]:
    """A run, and the name of the directory that it lies in."""
    container, run_id = place_of(run, data_dir)
    opened = container.compare_runs().open(run_id)
    # The parts of a container know each other: files would stay open until such circles are looked for.
    container.reset_singletons()
    return opened, container.runs_root().name


def _tolerance(given: AnyPath | Mapping[str, Any] | None, data_dir: AnyPath | None) -> Tolerance:
    from flowtime_domain.model.object_document import object_document
    from flowtime_domain.state.tolerance import Tolerance, read_tolerance
    from flowtime_entrypoints.container import build_container

    if given is None:
        return Tolerance()
    settings = settings_of(data_dir)
    if isinstance(given, Mapping):
        return read_tolerance(lambda: object_document(given, settings.document_limits))
    reader, content = build_container(settings).document_reader(), Path(given).read_bytes()
    return read_tolerance(lambda: reader.read(content), f"The tolerance file '{given}'")
