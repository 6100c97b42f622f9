"""What a request means, before it is read as a model: a document, or a template with its values.

Rule 1: a member says how it becomes a document and a model; the rules of reading come from outside.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.model.document import Document, Value
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.mode_rules import ModeRules
from flowtime_domain.model.reading import read_model
from flowtime_domain.runs.run_origin import RunOrigin
from flowtime_domain.templates.template import Template
from flowtime_domain.templates.template_model import model_document, template_model

INLINE_ID: Final = "adhoc-model"
INLINE_VERSION: Final = "0.0.0"


@final
@dataclass(frozen=True, slots=True)
class SourcedModel:
    """A model that has been read; `parameters` are the effective ones, `seed` the effective seed."""

    model: FlowModel
    origin: RunOrigin
    parameters: Mapping[str, Value]
    seed: int | None


class AbstractWrittenModel(ABC):
    """A model as its author wrote it."""

    @abstractmethod
    def document(self) -> Document:
        """The document to be read, with every placeholder filled.

        Raises
        ------
        TemplateInvalidError
            Placeholders are wrong.
        """

    @abstractmethod
    def read(self, rules: ModeRules, limits: ModelLimits, request_seed: int | None) -> SourcedModel:
        """The model, read under the rules of a mode.

        Raises
        ------
        TemplateInvalidError, ModelInvalidError
            The template, or the model it gives, is not right.
        """


@final
@dataclass(frozen=True, slots=True)
class WrittenDocument(AbstractWrittenModel):
    """A model without parameters (model §3.1)."""

    written: Document

    def document(self) -> Document:
        """The document as it is."""
        return self.written

    def read(self, rules: ModeRules, limits: ModelLimits, request_seed: int | None) -> SourcedModel:
        """The model; id, title and version are those of its metadata, else the defaults of runs §2.4."""
        model = read_model(self.written, rules, limits, request_seed)
        says = model.metadata
        identifier = says.id or INLINE_ID
        origin = RunOrigin("inline", identifier, says.title or identifier, says.version or INLINE_VERSION)
        return SourcedModel(model, origin, {}, _effective_seed(model, request_seed))


@final
@dataclass(frozen=True, slots=True)
class FilledTemplate(AbstractWrittenModel):
    """A template with its effective parameters."""

    template: Template
    parameters: Mapping[str, Value]

    def document(self) -> Document:
        """The template's document after substitution, without declarations."""
        return model_document(self.template, self.parameters)

    def read(self, rules: ModeRules, limits: ModelLimits, request_seed: int | None) -> SourcedModel:
        """The model that the template gives with these values."""
        template = self.template
        model = template_model(template, self.parameters, rules, limits, request_seed)
        origin = RunOrigin("template", template.id, template.title, template.version, template.hash)
        return SourcedModel(model, origin, self.parameters, _effective_seed(model, request_seed))


def _effective_seed(model: FlowModel, request_seed: int | None) -> int | None:
    """The seed of the request, else that of the model (runs §2.2)."""
    return model.seed if request_seed is None else request_seed
