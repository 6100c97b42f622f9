"""Making a run: from a request to a published bundle (runs §5).

Rule 1: every call reports its start first and its end last; what fails leaves nothing behind.
Rule 2: the mode has spoken in `RunPreparation`; nothing here depends on which one it was.
"""

from dataclasses import dataclass
from typing import Literal, final

from flowtime_domain.evaluation.evaluation import Evaluation
from flowtime_domain.evaluation.evaluator import evaluate_plan
from flowtime_domain.ports.artifact_store import StagedRun
from flowtime_domain.ports.run_observer import (
    ArtifactsBegan,
    ArtifactsEnded,
    EvaluationBegan,
    EvaluationEnded,
)
from flowtime_domain.runs.bundle import run_bundle
from flowtime_domain.runs.evaluated_run import EvaluatedRun
from flowtime_domain.runs.run_request import RunRequest
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.use_cases.catalog_upkeep import CatalogUpkeep
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_domain.use_cases.run_preparation import IdentifiedRun, RunPreparation
from flowtime_domain.use_cases.run_report import RunReport


@final
@dataclass(frozen=True, slots=True)
class RunOutcome:
    """The run that answers a request, and whether it was made for it."""

    outcome: Literal["created", "reused"]
    run: StoredRun


@final
@dataclass(frozen=True, slots=True)
class CreateRun:
    """Creates the run that a request describes, or finds the equal one that exists.

    Attributes
    ----------
    preparation
        The stages before evaluation, shared with the dry run.
    gate
        Room for matrices, and the wish to stop.
    catalog
        Gets a row for each run that was published.
    engine_version
        Version of the distribution, stored in the run.
    """

    preparation: RunPreparation
    gate: CreationGate
    catalog: CatalogUpkeep
    engine_version: str

    def __call__(self, request: RunRequest) -> RunOutcome:
        """Create or reuse a run.

        Raises
        ------
        FlowTimeError
            Nothing was published (runs §5.6).
        """
        with self.preparation.report(request) as report:
            identified = self.preparation.identify(request, report)
            report.stage = "lookup"
            found = self.preparation.look_up(identified, request.options)
            if found is not None:
                return _answer(RunOutcome("reused", found), identified, report)
            with self.gate.cells(identified.cells):
                evaluation = self._evaluate(identified, report)
                return self._store(self._evaluated_run(identified, evaluation), identified, request, report)

    def _evaluate(self, identified: IdentifiedRun, report: RunReport) -> Evaluation:
        report.stage = "evaluation"
        self.gate.check_stop()
        prepared, model = identified.prepared, identified.prepared.model
        facts = (model.grid.bins, model.grid.bin_size, model.grid.bin_unit, len(model.series))
        report.tell(EvaluationBegan(report.subject, *facts))
        began = report.elapsed_ms()
        evaluation = evaluate_plan(identified.plan, prepared.seed, is_once=True)
        elapsed_ms = report.elapsed_ms() - began
        warnings = len(prepared.findings) + len(evaluation.warnings)
        metric = prepared.duration_metric
        report.tell(EvaluationEnded(report.subject, *facts, elapsed_ms, warnings, metric))
        return evaluation

    def _evaluated_run(self, identified: IdentifiedRun, evaluation: Evaluation) -> EvaluatedRun:
        prepared = identified.prepared
        assert identified.run_id is not None, "only plans have no id"
        return EvaluatedRun(
            run_id=identified.run_id,
            created=self.preparation.clock.now(),
            engine_version=self.engine_version,
            mode=prepared.mode,
            origin=prepared.origin,
            parameters=prepared.parameters,
            seed=prepared.seed,
            model=prepared.model,
            normal_form=identified.normal_form,
            scenario_hash=identified.scenario_hash,
            evaluation=evaluation,
            findings=(*prepared.findings, *evaluation.warnings),
            capture=prepared.capture,
        )

    def _store(
        self, run: EvaluatedRun, identified: IdentifiedRun, request: RunRequest, report: RunReport
    ) -> RunOutcome:
        report.stage = "artifacts"
        self.gate.check_stop()
        report.tell(ArtifactsBegan(report.subject))
        began = report.elapsed_ms()
        with self.preparation.store.stage(run_bundle(run), self.gate.check_stop) as staged:
            size, elapsed_ms = staged.bytes, report.elapsed_ms() - began
            report.tell(ArtifactsEnded(report.subject, staged.file_count, size, elapsed_ms))
            report.stage = "publication"
            self.gate.check_stop()
            winner = self._publish(staged, identified, request)
        if winner is not None:
            return _answer(RunOutcome("reused", winner), identified, report)
        self.catalog.record(staged.summary, report.subject)
        return _answer(RunOutcome("created", staged.run), identified, report, size)

    def _publish(self, staged: StagedRun, identified: IdentifiedRun, request: RunRequest) -> StoredRun | None:
        """Publish, or find the run of a faster creator that answers as well (runs §4.2)."""
        overwrite = False
        while not staged.publish(overwrite=overwrite):
            winner = self.preparation.look_up(identified, request.options)
            if winner is not None:
                return winner
            overwrite = request.options.overwrite_existing
        return None


def _answer(
    outcome: RunOutcome, identified: IdentifiedRun, report: RunReport, published_bytes: int = 0
) -> RunOutcome:
    report.complete(
        outcome.outcome,
        scenario_hash=identified.scenario_hash,
        warning_count=len(outcome.run.run.warnings),
        duration_metric=identified.prepared.duration_metric,
        published_bytes=published_bytes,
    )
    return outcome
