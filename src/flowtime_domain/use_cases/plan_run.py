"""Saying what a run would be, without making it (runs §5.5).

Rule 1: nothing is written and nothing is evaluated.
"""

from dataclasses import dataclass
from typing import final

from flowtime_domain.modes.abstract_mode import PreparedRun
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_request import RunRequest
from flowtime_domain.use_cases.run_preparation import RunPreparation


@final
@dataclass(frozen=True, slots=True)
class RunPlan:
    """What creating a run would do.

    Attributes
    ----------
    request, prepared
        What was asked for, and what the mode made of it.
    run_id
        The id that the run would get, None if it would be drawn.
    scenario_hash
        As runs §3.2 says.
    would_reuse
        Whether an equal run stands under the id.
    """

    request: RunRequest
    prepared: PreparedRun
    run_id: RunId | None
    scenario_hash: str
    would_reuse: bool


@final
@dataclass(frozen=True, slots=True)
class PlanRun:
    """Plans the run that a request describes; fails exactly where creating it would before evaluation."""

    preparation: RunPreparation

    def __call__(self, request: RunRequest) -> RunPlan:
        """Plan a run.

        Raises
        ------
        FlowTimeError
            Creating the run would fail before evaluation.
        """
        with self.preparation.report(request) as report:
            identified = self.preparation.identify(request, report)
            report.stage = "lookup"
            found = self.preparation.look_up(identified, request.options)
            report.complete(
                "planned",
                scenario_hash=identified.scenario_hash,
                warning_count=len(identified.prepared.findings),
                duration_metric=identified.prepared.duration_metric,
            )
            return RunPlan(
                request=request,
                prepared=identified.prepared,
                run_id=identified.run_id,
                scenario_hash=identified.scenario_hash,
                would_reuse=found is not None,
            )
