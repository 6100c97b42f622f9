"""Parameter values against declarations."""

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from examples.worked_examples import example_text, expectations
from flowtime_domain.errors import DocumentError, ParametersInvalidError
from flowtime_domain.model.document import Document, Value
from flowtime_domain.templates.parameters import effective_parameters
from flowtime_domain.templates.template import Template, read_template


def template_with(*declarations: Mapping[str, Any]) -> Template:
    document = Document({"metadata": {"id": "clinic-day"}, "parameters": list(declarations)})
    return read_template(document, b"", name="clinic-day", origin="directory")


def refused(template: Template, given: Mapping[str, Value]) -> ParametersInvalidError:
    with pytest.raises(ParametersInvalidError) as raised:
        effective_parameters(template, given)
    return raised.value


def as_expected(error: DocumentError, wanted: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"code": error.code, "pointer": error.pointer}
    if "nearest" in wanted:
        found["nearest"] = error.message.rpartition("did you mean '")[2].removesuffix("'?")
    return found


def test_all_errors_of_a_request_together() -> None:
    """Values are checked against all declarations, and every error is reported (model M8)."""
    example = yaml.safe_load(example_text("M8"))
    wanted: Any = expectations("M8")["errors"]
    errors = refused(template_with(*example["parameters"]), example["values"]).errors
    assert [as_expected(error, want) for error, want in zip(errors, wanted, strict=True)] == wanted


def test_defaults_are_overlaid() -> None:
    """Effective parameters are the defaults overlaid by the given values, typed, as declared (runs §2.2)."""
    template = template_with(
        {"name": "rate", "type": "number", "default": 2},
        {"name": "bins", "type": "integer", "default": 4},
        {"name": "load", "type": "array", "default": [1]},
    )
    values = effective_parameters(template, {"load": [3, 4], "bins": 6.0})
    assert repr(values) == "{'rate': 2.0, 'bins': 6, 'load': [3.0, 4.0]}"


def test_defaults_cannot_be_changed_from_outside() -> None:
    """Whoever changes what it got changes no later run (runs §1.7)."""
    template = template_with({"name": "load", "type": "array", "default": [1]})
    changed: Any = effective_parameters(template, {})["load"]
    changed.append(2.0)
    assert effective_parameters(template, {}) == {"load": [1.0]}


def test_null_equals_absent() -> None:
    """A value that is null counts as not given (api §6.2)."""
    template = template_with({"name": "bins", "type": "integer", "default": 4})
    assert effective_parameters(template, {"bins": None, "other": None}) == {"bins": 4}
    needed = template_with({"name": "bins", "type": "integer"})
    assert [error.code for error in refused(needed, {"bins": None}).errors] == ["parameter_required"]


def test_the_message_of_the_whole() -> None:
    """The error counts, names the template and quotes the first finding (api §2.4)."""
    template = template_with(
        {"name": "bins", "type": "integer", "default": 4},
        {"name": "capacity", "type": "integer", "default": 20, "minimum": 1},
    )
    error = refused(template, {"bin": 1, "capacity": -4})
    assert error.detail == (
        "2 parameters of template 'clinic-day' are wrong; first: 'capacity' must be at least 1, got -4."
    )
    assert [(one.code, one.message, one.pointer) for one in error.errors] == [
        ("parameter_out_of_range", "'capacity' must be at least 1, got -4.", "/parameters/capacity"),
        (
            "unknown_parameter",
            "Template 'clinic-day' has no parameter 'bin'; did you mean 'bins'?",
            "/parameters/bin",
        ),
    ]


def test_unknown_names_without_a_near_one() -> None:
    """Where no name is near, the message says which there are (model §9.3)."""
    (error,) = refused(template_with({"name": "bins", "type": "integer"}), {"bins": 1, "wholly": 2}).errors
    assert error.message.endswith("it has bins.")
    (error,) = refused(template_with(), {"wholly": 2}).errors
    assert error.message.endswith("it has none.")


def test_names_become_pointers() -> None:
    """Pointers are escaped as RFC 6901 asks (model §2.5)."""
    (error,) = refused(template_with(), {"a/b~c": 2}).errors
    assert error.pointer == "/parameters/a~1b~0c"
