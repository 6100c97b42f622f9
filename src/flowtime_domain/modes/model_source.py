"""From what a request names, a template or a model, to a model that has been read.

Rule 1: whoever needs the model of a request gets it here, so validating, rendering and running agree.
Rule 2: the rules of reading come from outside; this file knows no mode.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.catalogue.catalogue import TemplateCatalogue
from flowtime_domain.model.document import Value
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import DocumentLimits, ModelLimits
from flowtime_domain.model.mode_rules import ModeRules
from flowtime_domain.ports.document_reader import DocumentReader
from flowtime_domain.runs.run_origin import RunOrigin
from flowtime_domain.templates.parameters import effective_parameters
from flowtime_domain.templates.substitution import substitute
from flowtime_domain.templates.template import Template

INLINE_ID: Final = "adhoc-model"
INLINE_VERSION: Final = "0.0.0"


@final
@dataclass(frozen=True, slots=True)
class SourcedModel:
    """A model with its origin; `parameters` are the effective ones, `seed` the effective seed."""

    origin: RunOrigin
    parameters: Mapping[str, Value]
    model: FlowModel
    seed: int | None


@final
@dataclass(frozen=True, slots=True)
class ModelSource:
    """Finds and reads the model that a request means."""

    catalogue: TemplateCatalogue
    reader: DocumentReader
    document_limits: DocumentLimits
    model_limits: ModelLimits

    def from_catalogue(
        self, template_id: str, given: Mapping[str, Value], rules: ModeRules, seed: int | None
    ) -> SourcedModel:
        """The model that a template of the catalogue gives with these parameter values.

        Raises
        ------
        TemplateNotFoundError, TemplateInvalidError, ParametersInvalidError, ModelInvalidError
            There is no such template; its file, the values or the model they give are not right.
        """
        return self.from_template(self.catalogue.load(template_id), given, rules, seed)

    def from_template(
        self, template: Template, given: Mapping[str, Value], rules: ModeRules, seed: int | None
    ) -> SourcedModel:
        """The model that a template gives with these parameter values.

        Raises
        ------
        ParametersInvalidError, ModelInvalidError
            The values, or the model they give, are not right.
        """
        parameters = effective_parameters(template, given)
        document = substitute(template.document, parameters)
        origin = RunOrigin("template", template.id, template.title, template.version, template.hash)
        return self._read(document, rules, seed, origin, parameters)

    def from_model(
        self, model: str | bytes | Mapping[str, Value], rules: ModeRules, seed: int | None
    ) -> SourcedModel:
        """The model in a text or an object.

        Raises
        ------
        ModelInvalidError
            It breaks a rule of the model language.
        """
        document = self._inline_document(model)
        return self._read(document, rules.for_inline_models(), seed, None, {})
