"""Where the models of requests come from: the catalogue, a text, an object, a file.

Rule 1: whoever needs the model of a request finds it here, so validating, rendering and running agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.catalogue.template_catalogue import TemplateCatalogue
from flowtime_domain.model.document import Value
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.object_document import object_document
from flowtime_domain.modes.written_model import AbstractWrittenModel, FilledTemplate, WrittenDocument
from flowtime_domain.ports.document_reader import DocumentReader
from flowtime_domain.templates.parameters import effective_parameters
from flowtime_domain.templates.template import Template, is_template, read_template

FILE_NAME: Final = "template"


@final
@dataclass(frozen=True, slots=True)
class ModelSource:
    """Finds what a request means.

    Attributes
    ----------
    catalogue
        Templates that have a name.
    reader
        Reads texts.
    limits
        What an object is held to; the reader knows its own.
    """

    catalogue: TemplateCatalogue
    reader: DocumentReader
    limits: DocumentLimits

    def written(
        self,
        template_id: str | None,
        model: str | bytes | Mapping[str, Value] | None,
        parameters: Mapping[str, Value],
    ) -> AbstractWrittenModel:
        """What a checked request means, which gives exactly one of template and model.

        Raises
        ------
        TemplateNotFoundError, TemplateInvalidError, ParametersInvalidError
            There is no such template; its file or the values are not right.
        ModelInvalidError
            The text or object is no document.
        """
        if template_id is not None:
            return _filled(self.catalogue.load(template_id), parameters)
        if isinstance(model, Mapping):
            return WrittenDocument(object_document(model, self.limits))
        assert model is not None, "a checked request gives a template or a model"
        return WrittenDocument(self.reader.read(model))

    def in_file(self, content: bytes, parameters: Mapping[str, Value]) -> AbstractWrittenModel:
        """What a file given to a command about templates means: a template if it has parameters (model §3.1).

        Raises
        ------
        TemplateInvalidError, ParametersInvalidError, ModelInvalidError
            The file is no document, its declarations or the values are not right.
        """
        document = self.reader.read(content)
        if not is_template(document) and not parameters:
            return WrittenDocument(document)
        return _filled(read_template(document, content, name=FILE_NAME, origin="directory"), parameters)


def _filled(template: Template, given: Mapping[str, Value]) -> FilledTemplate:
    return FilledTemplate(template, effective_parameters(template, given))
