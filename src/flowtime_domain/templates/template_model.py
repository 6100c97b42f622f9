"""From a template and the values of its parameters to a model (model §2.6, stages 3 and 4)."""

from collections.abc import Mapping

from flowtime_domain.errors import (
    DocumentError,
    ModelInvalidError,
    TemplateInvalidError,
    in_document_order,
)
from flowtime_domain.model.document import Document, Value
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.mode_rules import ModeRules
from flowtime_domain.model.reading import read_model
from flowtime_domain.templates.rules import mode_errors, template_errors
from flowtime_domain.templates.substitution import placeholder_errors, substitute
from flowtime_domain.templates.template import Template


def template_model(
    template: Template,
    values: Mapping[str, Value],
    rules: ModeRules,
    limits: ModelLimits | None = None,
    request_seed: int | None = None,
) -> FlowModel:
    """The model that a template gives with these values.

    Parameters
    ----------
    template
        Where placeholders stand.
    values
        The effective parameters: a value for every declared one.
    rules
        The rules of the mode that asks.
    limits, request_seed
        As for `read_model`.

    Raises
    ------
    TemplateInvalidError
        Placeholders are wrong, or the template breaks a rule for templates; then `errors` also lists what
        is wrong with the model.
    ModelInvalidError
        The template is right, but what it gives with these values is no right model.
    """
    document = model_document(template, values)
    broken = [*template_errors(template.document), *mode_errors(template.document, rules)]
    try:
        model = read_model(document, rules, limits, request_seed)
    except ModelInvalidError as error:
        if not broken:
            raise
        raise _template_invalid(template, [*broken, *error.errors]) from error
    if broken:
        raise _template_invalid(template, broken)
    return model


def model_document(template: Template, values: Mapping[str, Value]) -> Document:
    """The document of the model: placeholders are filled, declarations are gone.

    Raises
    ------
    TemplateInvalidError
        Placeholders are wrong.
    """
    filled = substitute(template.document, values)
    root = {key: value for key, value in filled.root.items() if key != "parameters"}
    return Document(root, filled.places)


def findings_in_every_mode(template: Template) -> tuple[DocumentError, ...]:
    """What is wrong with a template itself, whatever its values and the mode.

    Placeholders come first: the rules are looked at once these are right (model §2.6).
    """
    names = [declaration.name for declaration in template.parameters]
    return placeholder_errors(template.document, names) or in_document_order(
        template_errors(template.document)
    )


def _template_invalid(template: Template, errors: list[DocumentError]) -> TemplateInvalidError:
    return TemplateInvalidError(in_document_order(errors), f"Template '{template.id}'")
