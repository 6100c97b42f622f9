"""How a request becomes an evaluable model: the family of run modes.

Rule 1: a mode says where demand comes from and nothing else; what all modes share stands in `CreateRun`.
Rule 2: a mode keeps no state between calls and does not know its siblings.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias, final

from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.model.document import Value
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.runs.run_origin import RunOrigin as RunOrigin
from flowtime_domain.runs.run_request import RunRequest

DurationMetric: TypeAlias = Literal["simulation_evaluation_duration_ms", "telemetry_bundle_duration_ms"]


@final
@dataclass(frozen=True, slots=True)
class CapturedFile:
    """One file of a capture; `path` is relative to the capture, `sha256` 64 digits."""

    path: str
    sha256: str
    content: bytes
    node_id: str
    metric: str


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
    non_finite
        What a non-finite published value means: the run fails, or the bin is a gap.
    captured_files, capture_manifest
        What telemetry mode copies into the bundle; empty and None in simulation mode.
    node_sources
        Series name -> captured file that backs it.
    telemetry_sources_resolved
        Whether the run can be replayed from what it holds (runs §10.5).
    duration_metric
        Which histogram the run's duration counts in.
    """

    mode: str
    origin: RunOrigin
    model: FlowModel
    parameters: Mapping[str, Value]
    seed: int | None
    findings: tuple[Finding, ...] = ()
    non_finite: Literal["fails", "gap"] = "fails"
    captured_files: tuple[CapturedFile, ...] = ()
    capture_manifest: bytes | None = None
    node_sources: Mapping[str, str] = field(default_factory=dict)
    telemetry_sources_resolved: bool = True
    duration_metric: DurationMetric = "simulation_evaluation_duration_ms"


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
