"""A run whose numbers are known and whose files are not written yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import final

from flowtime_domain.evaluation.evaluation import Evaluation
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.model.document import Value
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.runs.documents.run_document import created_text
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.replayed_capture import ReplayedCapture
from flowtime_domain.runs.run_origin import RunOrigin


@final
@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class EvaluatedRun:
    """All that a run is made of.

    Attributes
    ----------
    run_id, created, engine_version
        Id of the run, moment of its creation in UTC, version of the distribution.
    mode, origin, parameters, seed
        As the mode prepared them: registered name, source, effective parameters and seed.
    model, normal_form
        The model and its normal form (model §3.5).
    scenario_hash
        As runs §3.2 says.
    evaluation
        The numbers, one row for each of `model.series`.
    findings
        Those of preparation, then those of evaluation.
    capture
        The capture that it replays, None in simulation mode.
    """

    run_id: RunId
    created: datetime
    engine_version: str
    mode: str
    origin: RunOrigin
    parameters: Mapping[str, Value]
    seed: int | None
    model: FlowModel
    normal_form: Mapping[str, Value]
    scenario_hash: str
    evaluation: Evaluation
    findings: Sequence[Finding]
    capture: ReplayedCapture | None = None

    @property
    def generator(self) -> str:
        """What wrote the run."""
        return f"flowtime/{self.engine_version}"

    @property
    def created_utc(self) -> str:
        """The moment of creation with six fraction digits (runs §1.3)."""
        return created_text(self.created)
