"""Checking a model or a template without making a run (api §10).

Rule 1: nothing is written.
Rule 2: what is wrong with template, parameters, model or numbers is the answer, not a failure.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import final

from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.errors import (
    DocumentError,
    EvaluationError,
    ModelInvalidError,
    ModeUnknownError,
    ParametersInvalidError,
    TemplateInvalidError,
)
from flowtime_domain.evaluation.evaluator import evaluate_plan
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.grid import Grid
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.mode_rules import MODE_RULES, ModeRules
from flowtime_domain.model.nodes import ConstNode
from flowtime_domain.model.reading import check_shapes
from flowtime_domain.modes.model_source import ModelSource
from flowtime_domain.modes.written_model import AbstractWrittenModel
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_domain.use_cases.validation_request import Tier, ValidationRequest


@final
@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What a check has found.

    Attributes
    ----------
    tier, mode
        How far the check went, and whose rules held.
    errors
        Everything wrong; empty for a valid document.
    warnings
        Findings of evaluation; tier `analyse` only.
    grid, series
        Grid and names of the published series of a valid model; None in tier `schema`.
    """

    tier: Tier
    mode: str
    errors: tuple[DocumentError, ...] = ()
    warnings: tuple[Finding, ...] = ()
    grid: Grid | None = None
    series: tuple[str, ...] | None = None

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors


@final
@dataclass(frozen=True, slots=True)
class ValidateModel:
    """Checks a document as far as a tier asks for."""

    source: ModelSource
    limits: ModelLimits
    gate: CreationGate

    def __call__(self, request: ValidationRequest) -> ValidationReport:
        """Check the document of a request.

        Raises
        ------
        ModeUnknownError, TemplateNotFoundError
            The request names a mode or a template that does not exist.
        TooManyCreationsError
            There is no room now for the numbers of the model.
        """
        rules = MODE_RULES.get(request.mode.lower())
        if rules is None:
            raise ModeUnknownError(request.mode, MODE_RULES)
        try:
            return self._report(request, rules)
        except (
            TemplateInvalidError,
            ParametersInvalidError,
            ModelInvalidError,
            EvaluationError,
        ) as error:
            return ValidationReport(request.tier, rules.mode, error.errors)

    def _report(self, request: ValidationRequest, rules: ModeRules) -> ValidationReport:
        written = self._written(request)
        if request.tier == "schema":
            errors = check_shapes(written.document(), rules, self.limits)
            return ValidationReport("schema", rules.mode, errors)
        sourced = written.read(rules, self.limits, request.seed)
        model = sourced.model
        plan = compile_model(model, self.limits, _missing_values(model, rules))
        warnings: tuple[Finding, ...] = ()
        if request.tier == "analyse":
            with self.gate.cells(len(model.series) * model.grid.bins):
                warnings = evaluate_plan(plan, sourced.seed, is_once=True).warnings
        names = tuple(series.name for series in model.series)
        return ValidationReport(request.tier, rules.mode, (), warnings, model.grid, names)

    def _written(self, request: ValidationRequest) -> AbstractWrittenModel:
        if request.file is not None:
            return self.source.in_file(request.file, request.parameters)
        return self.source.written(request.template_id, request.model, request.parameters)


def _missing_values(model: FlowModel, rules: ModeRules) -> Mapping[str, Sequence[float]] | None:
    """The values of a capture in which all are missing, to which every source is bound (api §10.1)."""
    if not rules.allows_unbound_sources:
        return None
    return {node.id: (math.nan,) for node in model.nodes if isinstance(node, ConstNode) and node.source}
