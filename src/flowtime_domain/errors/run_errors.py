"""Errors of evaluating, finding and publishing runs."""

from collections.abc import Iterable, Sequence
from typing import final

from flowtime_domain.errors.document_error import DocumentError, Place
from flowtime_domain.errors.flow_time_error import FlowTimeError
from flowtime_domain.errors.nearest_name import did_you_mean


class EvaluationError(FlowTimeError):
    """A valid model gave numbers that cannot be published."""


@final
class NonFiniteSeriesError(EvaluationError):
    """A published series became NaN or infinite in simulation mode (engine §13.1)."""

    code = "non_finite_series"

    def __init__(self, series: str, bin_index: int, pointer: str, place: Place | None = None) -> None:
        message = (
            f"Series '{series}' is not finite in bin {bin_index}; "
            "look for a square root, logarithm or power outside its domain."
        )
        super().__init__(
            message, [DocumentError(code=self.code, message=message, pointer=pointer, place=place)]
        )
        self.series = series
        self.bin_index = bin_index


@final
class WipLimitInvalidError(EvaluationError):
    """A limit of work in progress that is a series became negative, NaN or infinite (engine §7.1, §13.2)."""

    code = "wip_limit_invalid"

    def __init__(
        self, node_id: str, series: str, bin_index: int, pointer: str, place: Place | None = None
    ) -> None:
        message = (
            f"The limit on work in progress of '{node_id}', series '{series}', is negative or not finite "
            f"in bin {bin_index}; a limit is a finite number of at least 0."
        )
        super().__init__(
            message, [DocumentError(code=self.code, message=message, pointer=pointer, place=place)]
        )
        self.node_id = node_id
        self.bin_index = bin_index


class NotFoundError(FlowTimeError):
    """A name leads nowhere; the nearest known names are given."""


@final
class TemplateNotFoundError(NotFoundError):
    """No template of the catalogue has this id."""

    code = "template_not_found"

    def __init__(self, template_id: str, known: Iterable[str]) -> None:
        hint = did_you_mean(template_id, known) or "; 'flowtime templates list' shows all."
        super().__init__(f"There is no template '{template_id[:128]}'{hint}")


@final
class RunNotFoundError(NotFoundError):
    """No run has this id."""

    code = "run_not_found"

    def __init__(self, run_id: str) -> None:
        super().__init__(f"There is no run '{run_id}'.")
        self.run_id = run_id


@final
class SeriesNotFoundError(NotFoundError):
    """A run has no series of this id or name."""

    code = "series_not_found"

    def __init__(self, series: str, known: Iterable[str]) -> None:
        super().__init__(f"The run has no series '{series[:160]}'{did_you_mean(series, known) or '.'}")


class RunConflictError(FlowTimeError):
    """What stands under a run id is not what the caller expects."""


@final
class RunExistsError(RunConflictError):
    """The run id is taken by another scenario and overwriting was not asked for."""

    code = "run_exists"

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"Run '{run_id}' exists and holds another scenario; choose another id or ask for overwriting."
        )
        self.run_id = run_id


@final
class RunCorruptError(RunConflictError):
    """A bundle does not verify (runs §9.1); the findings are in `errors`."""

    code = "run_corrupt"

    def __init__(self, run_id: str, findings: Sequence[DocumentError]) -> None:
        codes = ", ".join(sorted({finding.code for finding in findings}))
        super().__init__(
            f"Run '{run_id}' does not verify ({codes}); restore it, delete it or overwrite it.", findings
        )
        self.run_id = run_id


@final
class ProvenanceMismatchError(RunConflictError):
    """The documents of an older bundle are about different models (state §9.1)."""

    code = "provenance_mismatch"

    def __init__(self, run_id: str, hash_of_run: str, hash_of_metadata: str) -> None:
        super().__init__(
            f"run.json of run '{run_id}' names the model {hash_of_run[:80]}, model/metadata.json names "
            f"{hash_of_metadata[:80]}; restore the file that was changed."
        )
        self.run_id = run_id
