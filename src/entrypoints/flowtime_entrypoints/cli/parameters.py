"""Values of parameters as a command line gives them (operations §4.5).

Rule 1: for a parameter of type string the text counts as it stands; any other value is YAML, so `0.50` can
be a text and a number without quotes that a shell would eat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flowtime_domain.errors import DocumentInvalidError, FlowTimeError, RequestInvalidError, UsageError
from flowtime_domain.model.document import Value
from flowtime_domain.templates.template import read_template
from flowtime_entrypoints.cli.documents import read_source
from flowtime_entrypoints.cli.session import Session

if TYPE_CHECKING:
    from flowtime_domain.ports.document_reader import DocumentReader
    from flowtime_domain.templates.template import Template
    from flowtime_entrypoints.container import Container


def parameter_values(
    session: Session,
    container: Container,
    template: Template | None,
    given: Sequence[str],
    param_file: str | None,
) -> dict[str, Value]:
    """The values of ``--param-file`` and ``--param``, by name.

    Raises
    ------
    RequestInvalidError
        The file holds no mapping; errors have their places in it.
    UsageError
        The file cannot be read, or a value is not of the form NAME=VALUE, or no YAML.
    """
    reader = container.document_reader()
    texts = string_parameters(template)
    values = {} if param_file is None else dict(_values_in_file(session, reader, param_file))
    for name, text in map(_name_and_text, given):
        values[name] = text if name in texts else _flow_value(reader, name, text)
    return values


def string_parameters(template: Template | None) -> frozenset[str]:
    """The parameters whose values are texts."""
    declarations = () if template is None else template.parameters
    return frozenset(each.name for each in declarations if each.type == "string")


def named_template(container: Container, template_id: str) -> Template | None:
    """The template of an id; None if it cannot be used, which whoever uses it will report."""
    try:
        return container.catalogue().load(template_id)
    except FlowTimeError:
        return None


def template_in(container: Container, content: bytes) -> Template | None:
    """The template in a file; None if it cannot be used, which whoever uses it will report."""
    try:
        document = container.document_reader().read(content)
        return read_template(document, content, name="template", origin="directory")
    except FlowTimeError:
        return None


def _name_and_text(given: str) -> tuple[str, str]:
    name, separator, text = given.partition("=")
    if not separator or not name:
        raise UsageError(f"'--param {given[:64]}' is not of the form NAME=VALUE.")
    return name, text


def _values_in_file(session: Session, reader: DocumentReader, path: str) -> Mapping[str, Value]:
    source = read_source(path)
    try:
        return reader.read(source.content).root
    except DocumentInvalidError as error:
        session.find_source = lambda: source
        raise RequestInvalidError(error.errors, f"The file of parameters '{path}'") from error


def _flow_value(reader: DocumentReader, name: str, text: str) -> Value:
    try:
        root = reader.read(f"value: [{text}]").root
    except DocumentInvalidError:
        raise _no_value(name, text) from None
    items = root["value"]
    if len(root) > 1 or not isinstance(items, Sequence) or isinstance(items, str) or len(items) > 1:
        raise _no_value(name, text)
    if not items:
        raise UsageError(f"'--param {name}' has no value; leave it out for the default.")
    return items[0]


def _no_value(name: str, text: str) -> UsageError:
    return UsageError(
        f"The value of '--param {name}' is no single YAML value: '{text[:64]}'; lists are written [1, 2], "
        "and text that holds YAML syntax in quotes."
    )
