"""How a request becomes an evaluable model: the family of run modes.

Rule 1: a mode says where demand comes from and nothing else; what all modes share stands in `CreateRun`.
Rule 2: a mode keeps no state between calls and does not know its siblings.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias, final

from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.model.document import Value
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.runs.replayed_capture import CapturedFile, ReplayedCapture
from flowtime_domain.runs.run_origin import RunOrigin
from flowtime_domain.runs.run_request import RunRequest

DurationMetric: TypeAlias = Literal["simulation_evaluation_duration_ms", "telemetry_bundle_duration_ms"]


@final
@dataclass(frozen=True, slots=True)
class PreparedRun:
    """A run ready to be evaluated (runs §5.1).

    Attributes
    ----------
    mode
        Registered name of the mode.
    origin
        Template or inline model.
    model
        The model after substitution and binding.
    parameters
        Effective parameters, typed, by name.
    seed
        Effective seed, or None.
    findings
        What preparation has to say.
    capture
        The capture that the run replays, bound to the model: its gaps are then allowed. None in simulation
        mode, where a series that is not finite fails the run.
    duration_metric
        Which histogram the run's duration counts in.
    """

    mode: str
    origin: RunOrigin
    model: FlowModel
    parameters: Mapping[str, Value]
    seed: int | None
    findings: tuple[Finding, ...] = ()
    capture: ReplayedCapture | None = None
    duration_metric: DurationMetric = "simulation_evaluation_duration_ms"

    @property
    def captured_files(self) -> tuple[CapturedFile, ...]:
        """The files of the capture in the order of its manifest; none without one."""
        return () if self.capture is None else self.capture.files

    @property
    def captured_values(self) -> Mapping[str, Sequence[float]] | None:
        """The values of const nodes that a file backs, as `compile_model` wants them."""
        return None if self.capture is None else self.capture.values

    @property
    def telemetry(self) -> tuple[Mapping[str, Value], ...]:
        """Path and hash of every captured file, as the scenario hash wants them (runs §3.2)."""
        return () if self.capture is None else tuple(each.members() for each in self.capture.references)


class AbstractMode(ABC):
    """A way to make a run."""

    name: ClassVar[str]

    @abstractmethod
    def prepare(self, request: RunRequest) -> PreparedRun:
        """Turn a request into a model that can be evaluated, with its provenance.

        Raises
        ------
        FlowTimeError
            The template, its parameters, the model or the capture is not right.
        """
