"""Errors of asking a run for its state: the question is well formed, and this run has no answer to it."""

from collections.abc import Sequence
from typing import Final, final

from flowtime_domain.errors.document_error import DocumentError
from flowtime_domain.errors.document_errors import MAXIMUM_REPORTED_ERRORS
from flowtime_domain.errors.flow_time_error import FlowTimeError

WINDOW_POINTS_SETTING: Final = "FLOWTIME_MAX_WINDOW_POINTS"


class StateError(FlowTimeError):
    """A run cannot say what it is asked for."""


class NamedStateError(StateError):
    """Parts of a question about the state of a run lead nowhere; `errors` holds one finding for each."""

    def __init__(self, findings: Sequence[DocumentError]) -> None:
        super().__init__(findings[0].message, findings[:MAXIMUM_REPORTED_ERRORS])


@final
class BinOutOfRangeError(NamedStateError):
    """A bin lies outside the run, or a window ends before it begins."""

    code = "bin_out_of_range"


@final
class UnknownNodeError(NamedStateError):
    """The model of the run has no topology node of a name."""

    code = "unknown_node"


@final
class UnknownMetricError(NamedStateError):
    """There is no metric of a name."""

    code = "unknown_metric"


@final
class TopologyMissingError(StateError):
    """The model of the run has no topology nodes, so there is no state."""

    code = "topology_missing"

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"The model of run '{run_id}' has no topology nodes, so it has no state; look at its series."
        )


@final
class WindowTooLargeError(StateError):
    """A window has more numbers than one answer may have."""

    code = "window_too_large"

    def __init__(self, points: int, limit: int) -> None:
        message = (
            f"The window has {points} numbers, more than the {limit} allowed; "
            f"ask for fewer bins, nodes or metrics ({WINDOW_POINTS_SETTING} sets the limit)."
        )
        finding = DocumentError(
            code=self.code,
            message=message,
            pointer="",
            limit=limit,
            requested=points,
            setting=WINDOW_POINTS_SETTING,
        )
        super().__init__(message, [finding])


@final
class ModeValidationFailedError(StateError):
    """A run of an earlier version holds numbers that no simulation gives (state §9.1)."""

    code = "mode_validation_failed"

    def __init__(self, node_id: str, series: str, bin_index: int) -> None:
        message = (
            f"Node '{node_id}' needs series '{series}' to have one finite number for each bin; "
            f"bin {bin_index} is the first that breaks this. Make the run again."
        )
        super().__init__(message, [DocumentError(code=self.code, message=message, pointer="")])
        self.node_id = node_id


@final
class MissingNodeDataError(StateError):
    """Nothing that a topology node of an older run names can be read (state §9.1)."""

    code = "missing_node_data"

    def __init__(self, node_id: str) -> None:
        message = (
            f"The bundle has none of the series that node '{node_id}' names; restore the files, "
            "or make the run again."
        )
        super().__init__(message, [DocumentError(code=self.code, message=message, pointer="")])
        self.node_id = node_id


@final
class GridsDifferError(StateError):
    """Two runs that are to be compared have different bins (state §8.1)."""

    code = "grids_differ"

    def __init__(self, run_ids: Sequence[str], bins: Sequence[int], bin_minutes: Sequence[float]) -> None:
        grids = zip(run_ids, bins, bin_minutes, strict=True)
        told = [f"run '{run_id}' has {count} of {minutes:g} minutes" for run_id, count, minutes in grids]
        super().__init__(f"Only runs with equal bins can be compared: {', '.join(told)}.")
