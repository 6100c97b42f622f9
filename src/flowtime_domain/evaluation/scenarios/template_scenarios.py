"""Scenarios that give values to the parameters of a template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, final

from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.errors import DocumentError, ModelInvalidError, ParametersInvalidError
from flowtime_domain.evaluation.calculation import Column
from flowtime_domain.evaluation.evaluator import evaluate_plan
from flowtime_domain.evaluation.scenarios.chosen_series import ChosenSeries
from flowtime_domain.model.document import Value
from flowtime_domain.model.limits import MAPPING_LIMITS
from flowtime_domain.model.mode_rules import SIMULATION_RULES
from flowtime_domain.model.object_document import object_document
from flowtime_domain.model.tree import mapping_in
from flowtime_domain.templates.parameters import effective_parameters
from flowtime_domain.templates.template import Template
from flowtime_domain.templates.template_model import template_model


@final
class TemplateScenarios:
    """Evaluates the models that a template gives; each is read and compiled by itself.

    Attributes
    ----------
    scenarios_per_task
        How many a thread takes at once: one is work enough.
    """

    scenarios_per_task: ClassVar[int] = 1

    def __init__(self, template: Template, outputs: Sequence[str], seed: int | None) -> None:
        self._template = template
        self._outputs = tuple(outputs)
        self._seed = seed

    def errors(self, scenario: Mapping[str, Any]) -> Iterator[DocumentError]:
        """Everything that is wrong with the values of a scenario; the model they give is not looked at."""
        try:
            self._values(scenario)
        except (ParametersInvalidError, ModelInvalidError) as error:
            for finding in error.errors:
                yield replace(finding, pointer=finding.pointer.removeprefix("/parameters"))

    def prepare(self, _: int | None) -> None:
        """Nothing is common to the models of a template."""

    def series(self, scenario: Mapping[str, Any]) -> Mapping[str, Column]:
        """The chosen series of a scenario without errors.

        Returns
        -------
        Mapping
            Name -> shape (bins,), read-only; items per bin for flows, items for stocks.

        Raises
        ------
        ModelInvalidError
            What the template gives with these values is no right model.
        TemplateInvalidError
            The template breaks a rule for templates.
        NonFiniteSeriesError
            A number is NaN or infinite, whether or not it is among the chosen series.
        RequestInvalidError
            The model does not publish a chosen series.
        """
        values = self._values(scenario)
        template, limits = self._template, self._template.limits
        plan = compile_model(template_model(template, values, SIMULATION_RULES, limits, self._seed))
        outputs = ChosenSeries.of(plan, self._outputs)
        return outputs.copied(evaluate_plan(plan, self._seed).matrix)

    def _values(self, scenario: Mapping[str, Any]) -> dict[str, Value]:
        """A value for every parameter; NumPy's arrays and scalars may stand for lists and values."""
        given = object_document({"parameters": scenario}, MAPPING_LIMITS).root
        return effective_parameters(self._template, mapping_in(given, "parameters"))
