"""Simulation mode: every number comes from the model itself (runs §5.3).

Rule 1: no telemetry is read; the `source` of a const series is ignored.
"""

from dataclasses import dataclass
from typing import ClassVar, final

from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.mode_rules import SIMULATION_RULES
from flowtime_domain.modes.abstract_mode import AbstractMode, PreparedRun
from flowtime_domain.modes.model_source import ModelSource
from flowtime_domain.runs.run_request import RunRequest


@final
@dataclass(frozen=True, slots=True)
class SimulationMode(AbstractMode):
    """Prepares runs of templates and inline models."""

    name: ClassVar[str] = "simulation"

    source: ModelSource
    limits: ModelLimits

    def prepare(self, request: RunRequest) -> PreparedRun:
        """Load, substitute and read the model of a request under the rules of simulation.

        Raises
        ------
        TemplateNotFoundError, TemplateInvalidError, ParametersInvalidError, ModelInvalidError
            The template, its parameters or the model are not right.
        """
        written = self.source.written(request.template_id, request.model, request.parameters)
        sourced = written.read(SIMULATION_RULES, self.limits, request.seed)
        return PreparedRun(
            mode=self.name,
            origin=sourced.origin,
            model=sourced.model,
            parameters=sourced.parameters,
            seed=sourced.seed,
        )
