"""The values that a template is used with (model §9.3)."""

from collections.abc import Iterator, Mapping

from flowtime_domain.errors import DocumentError, ParametersInvalidError, did_you_mean, pointer_to
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.value_words import shown_value
from flowtime_domain.templates.parameter_declaration import (
    ParameterDeclaration,
    typed_value,
    value_faults,
)
from flowtime_domain.templates.template import Template


def effective_parameters(template: Template, given: Mapping[str, Value]) -> dict[str, Value]:
    """The declared defaults overlaid by the given values, each with its declared type.

    Parameters
    ----------
    template
        What declares the parameters.
    given
        Values by name; None counts as absent.

    Returns
    -------
    dict
        A value for every declared parameter, in the order of the declarations.

    Raises
    ------
    ParametersInvalidError
        Values do not satisfy the declarations; `errors` lists all: first those of declared parameters in
        the order of the declarations, then the unknown ones as they were given.
    """
    values = {name: value for name, value in given.items() if value is not None}
    errors = [
        error
        for declaration in template.parameters
        for error in _errors(declaration, values.get(declaration.name))
    ]
    errors += _unknown(values, template)
    if errors:
        raise ParametersInvalidError(template.id, errors)
    return {
        declaration.name: typed_value(declaration, values.get(declaration.name, declaration.default))
        for declaration in template.parameters
    }


def _errors(declaration: ParameterDeclaration, value: Value) -> Iterator[DocumentError]:
    name = declaration.name
    if value is not None:
        for fault in value_faults(declaration, value, f"'{name}'"):
            yield _error(fault.code, fault.message, (name, *fault.path))
    elif declaration.required:
        yield _error("parameter_required", f"'{name}' must be given; it has no default.", (name,))


def _unknown(values: Mapping[str, Value], template: Template) -> Iterator[DocumentError]:
    names = [declaration.name for declaration in template.parameters]
    known = f"; it has {', '.join(names)}." if names else "; it has none."
    for name in values:
        if name not in names:
            hint = did_you_mean(name, names) or known
            message = f"Template '{template.id}' has no parameter {shown_value(name)}{hint}"
            yield _error("unknown_parameter", message, (name,))


def _error(code: str, message: str, path: Path) -> DocumentError:
    return DocumentError(code=code, message=message, pointer=pointer_to(("parameters", *path)))
