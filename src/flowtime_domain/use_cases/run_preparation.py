"""What creating a run and planning one have in common: everything before evaluation (runs §5.1).

Rule 1: a dry run takes this path and no other, so it fails exactly where the real run would (runs §5.5).
Rule 2: nothing is written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, final

from flowtime_domain.catalogue.template_catalogue import TemplateCatalogue
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.plan import Plan
from flowtime_domain.errors import (
    FlowTimeError,
    ModeUnknownError,
    RunCorruptError,
    RunExistsError,
    RunIdInvalidError,
    RunNotFoundError,
    TemplateInvalidError,
)
from flowtime_domain.model.document import Value
from flowtime_domain.model.grid import utc_text
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.modes.abstract_mode import AbstractMode, PreparedRun
from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.ports.clock import Clock
from flowtime_domain.ports.id_source import IdSource
from flowtime_domain.ports.run_observer import (
    INLINE_LABEL,
    UNKNOWN_LABEL,
    RunObserver,
    RunSubject,
    RunValidated,
)
from flowtime_domain.runs.identity import RunId, deterministic_run_id, random_run_id, scenario_hash
from flowtime_domain.runs.run_request import RunOptions, RunRequest
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.use_cases.run_report import RunReport

MAXIMUM_LOGGED_ID: Final = 128
_RANDOM_DIGITS: Final = 8


@final
@dataclass(frozen=True, slots=True)
class IdentifiedRun:
    """A run that could be evaluated, and what it would be called.

    Attributes
    ----------
    prepared, plan
        What the mode prepared, and its compiled model.
    normal_form
        The model's normal form.
    scenario_hash
        As runs §3.2 says.
    run_id
        Explicit, deterministic or drawn; None for the plan of a run whose id would be drawn.
    """

    prepared: PreparedRun
    plan: Plan
    normal_form: Mapping[str, Value]
    scenario_hash: str
    run_id: RunId | None

    @property
    def cells(self) -> int:
        """Number of values in the matrix of the run."""
        return len(self.prepared.model.series) * self.prepared.model.grid.bins


@final
@dataclass(frozen=True, slots=True)
class RunPreparation:
    """The stages start, validation and lookup."""

    modes: Mapping[str, AbstractMode]
    catalogue: TemplateCatalogue
    store: ArtifactStore
    observer: RunObserver
    clock: Clock
    id_source: IdSource
    model_limits: ModelLimits

    def report(self, request: RunRequest) -> RunReport:
        """The report of one call, with what the request itself tells about the run."""
        mode = self.modes.get(request.mode.lower())
        template_id = request.template_id
        subject = RunSubject(
            run_id=_well_formed(request.options.run_id),
            template_id=template_id and template_id[:MAXIMUM_LOGGED_ID],
            mode=mode.name if mode else None,
            template_label=INLINE_LABEL if template_id is None else UNKNOWN_LABEL,
            mode_label=mode.name if mode else UNKNOWN_LABEL,
        )
        return RunReport(self.observer, self.clock, request, subject, lambda: self._template_label(request))

    def identify(self, request: RunRequest, report: RunReport) -> IdentifiedRun:
        """Prepare, compile and name the run.

        Raises
        ------
        ModeUnknownError, RunIdInvalidError
            The request names no mode, or an id that is not well formed.
        FlowTimeError
            What the mode and the compiler say about template, parameters and model.
        """
        mode = self._mode_of(request)
        if request.options.run_id is not None:
            RunId(request.options.run_id)
        report.stage = "validation"
        prepared = mode.prepare(request)
        plan = compile_model(prepared.model, self.model_limits, prepared.captured_values)
        normal = normal_form(prepared.model)
        telemetry = prepared.telemetry
        scenario = scenario_hash(mode.name, normal, prepared.parameters, prepared.seed, telemetry)
        run_id = self._run_id(request.options, scenario)
        identified = IdentifiedRun(prepared, plan, normal, scenario, run_id)
        report.subject = _known_subject(report.subject, identified, request)
        report.tell(_validated(report.subject, identified))
        return identified

    def look_up(self, identified: IdentifiedRun, options: RunOptions) -> StoredRun | None:
        """The existing run that answers the request, None if one is to be made (runs §4.1).

        Raises
        ------
        RunExistsError, RunCorruptError
            Something else stands under the id, and overwriting was not asked for.
        """
        if identified.run_id is None:
            return None
        try:
            found = self.store.open_run(identified.run_id)
        except RunNotFoundError:
            return None
        except RunCorruptError:
            if options.overwrite_existing:
                return None
            raise
        if found.is_same(identified.scenario_hash):
            return found
        if options.overwrite_existing:
            return None
        raise RunExistsError(str(identified.run_id))

    def _mode_of(self, request: RunRequest) -> AbstractMode:
        mode = self.modes.get(request.mode.lower())
        if mode is None:
            raise ModeUnknownError(request.mode, self.modes)
        return mode

    def _run_id(self, options: RunOptions, scenario: str) -> RunId | None:
        if options.run_id is not None:
            return RunId(options.run_id)
        if options.deterministic_run_id:
            return deterministic_run_id(scenario)
        drawn = self._unused_id()
        return None if options.dry_run else drawn

    def _unused_id(self) -> RunId:
        """A drawn id under which nothing stands (runs §3.5)."""
        while True:
            run_id = random_run_id(self.clock.now(), self.id_source.hex_digits(_RANDOM_DIGITS))
            try:
                self.store.open_run(run_id)
            except RunNotFoundError:
                return run_id
            except RunCorruptError:
                continue

    def _template_label(self, request: RunRequest) -> str:
        """The label of a failed call: an id only if a template of the catalogue, right or broken, has it."""
        assert request.template_id is not None, "inline models have a label from the start"
        try:
            self.catalogue.load(request.template_id)
        except TemplateInvalidError:
            return request.template_id
        except FlowTimeError:
            return UNKNOWN_LABEL
        return request.template_id


def _well_formed(run_id: str | None) -> str | None:
    try:
        return run_id and str(RunId(run_id))
    except RunIdInvalidError:
        return None


def _known_subject(subject: RunSubject, identified: IdentifiedRun, request: RunRequest) -> RunSubject:
    template_id = identified.prepared.origin.template_id
    return replace(
        subject,
        run_id=None if identified.run_id is None else str(identified.run_id),
        template_id=template_id[:MAXIMUM_LOGGED_ID],
        template_label=INLINE_LABEL if request.template_id is None else template_id,
    )


def _validated(subject: RunSubject, identified: IdentifiedRun) -> RunValidated:
    prepared = identified.prepared
    start = prepared.model.grid.start
    return RunValidated(
        subject=subject,
        scenario_hash=identified.scenario_hash,
        window_start=None if start is None else utc_text(start),
        bins=prepared.model.grid.bins,
        node_count=len(prepared.model.topology.nodes),
        series_count=len(prepared.model.series),
        capture_files=len(prepared.captured_files),
        warning_count=len(prepared.findings),
    )
