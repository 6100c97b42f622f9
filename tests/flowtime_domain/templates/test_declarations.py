"""Declarations of parameters, one broken rule at a time."""

from typing import Any

import pytest

from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.errors import DocumentError, Place
from flowtime_domain.model.document import Document
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.templates.declarations import read_declarations


def errors_of(*declarations: Any) -> list[tuple[str, str]]:
    _, errors = read_declarations(Document({"parameters": list(declarations)}))
    return [(error.code, error.pointer) for error in errors]


def written(text: str) -> tuple[DocumentError, ...]:
    reader = YamlOrJsonDocumentReader(DocumentLimits())
    return read_declarations(reader.read(text))[1]


def test_every_key_is_read() -> None:
    """A declaration has the keys of the table (model §9.2)."""
    keys = {
        "name": "load",
        "type": "array",
        "title": "Load",
        "description": "Items per bin",
        "default": [1, 2],
        "required": False,
        "items": {"type": "integer"},
        "minimum": 0,
        "maximum": 10,
        "minItems": 1,
        "maxItems": 3.0,
        "enum": [1, 2, 3],
    }
    (declaration,), errors = read_declarations(Document({"parameters": [keys]}))
    assert errors == ()
    assert declaration.model_dump(by_alias=True) == {**keys, "enum": (1, 2, 3)}
    assert (declaration.scalar_type, declaration.max_items) == ("integer", 3)


def test_a_template_may_have_no_parameters() -> None:
    """`parameters` may be absent, null or empty (model §7.9, §2.3)."""
    for root in ({}, {"parameters": None}, {"parameters": []}):
        assert read_declarations(Document(root)) == ((), ())


def test_required_follows_from_the_default() -> None:
    """A parameter without default is required, one with a default is not (model §9.2)."""
    declarations, errors = read_declarations(
        Document(
            {
                "parameters": [
                    {"name": "a", "type": "integer"},
                    {"name": "b", "type": "integer", "default": 1},
                    {"name": "c", "type": "integer", "default": None, "required": True},
                ]
            }
        )
    )
    assert errors == ()
    assert [one.required for one in declarations] == [True, False, True]


def test_defaults_take_their_type() -> None:
    """A default has the declared type: 6.0 is the integer 6, 6 the number 6.0 (model §9.3)."""
    declarations, _ = read_declarations(
        Document(
            {
                "parameters": [
                    {"name": "a", "type": "integer", "default": 6.0},
                    {"name": "b", "type": "number", "default": 6},
                    {"name": "c", "type": "array", "default": [1]},
                ]
            }
        )
    )
    assert [repr(one.default) for one in declarations] == ["6", "6.0", "[1.0]"]


def test_other_spellings_and_words() -> None:
    """`min` and `max` are read, the case of types and `x-` keys mean nothing (model §3.3, §2.4)."""
    declaration = {"name": "a", "type": "Array", "items": {"type": "NUMBER"}, "min": 1, "max": 2, "x-note": 1}
    (read,), errors = read_declarations(Document({"parameters": [declaration]}))
    assert errors == ()
    assert (read.type, read.scalar_type, read.minimum, read.maximum) == ("array", "number", 1, 2)


def test_spellings_that_differ() -> None:
    """Both spellings together are fine when equal, else the later one is in conflict (model §3.3)."""
    assert errors_of({"name": "a", "type": "number", "min": 1, "minimum": 1.0}) == []
    conflict = errors_of({"name": "a", "type": "number", "minimum": 1, "min": 2})
    assert conflict == [("key_conflict", "/parameters/0/min")]


def test_an_unknown_key() -> None:
    """Another key is unknown, and the nearest known one is named (model §2.4)."""
    (error,) = written("parameters:\n  - {name: a, type: integer, minimun: 1}\n")
    assert (error.code, error.pointer) == ("unknown_key", "/parameters/0/minimun")
    assert error.place == Place(2, 30)
    assert error.message.endswith("did you mean 'minimum'?")


@pytest.mark.parametrize(
    ("declaration", "pointer"),
    [
        ("bins", ""),
        (None, ""),
        ({"type": "integer"}, ""),
        ({"name": "a"}, ""),
        ({"name": 1, "type": "integer"}, "/name"),
        ({"name": "1a", "type": "integer"}, "/name"),
        ({"name": "a-b", "type": "integer"}, "/name"),
        ({"name": "a\n", "type": "integer"}, "/name"),
        ({"name": "a", "type": "int"}, "/type"),
        ({"name": "a", "type": "integer", "title": 1}, "/title"),
        ({"name": "a", "type": "integer", "description": []}, "/description"),
        ({"name": "a", "type": "integer", "required": "yes"}, "/required"),
        ({"name": "a", "type": "integer", "required": False}, "/required"),
        ({"name": "a", "type": "integer", "default": 1, "required": True}, "/required"),
        ({"name": "a", "type": "integer", "default": 2.5}, "/default"),
        ({"name": "a", "type": "integer", "default": "${b}"}, "/default"),
        ({"name": "a", "type": "integer", "default": 9, "maximum": 8}, "/default"),
        ({"name": "a", "type": "string", "default": "c", "enum": ["a"]}, "/default"),
        ({"name": "a", "type": "array", "default": [1, "2"]}, "/default/1"),
        ({"name": "a", "type": "array", "default": [1, 2], "maxItems": 1}, "/default"),
        ({"name": "a", "type": "integer", "items": {"type": "integer"}}, "/items"),
        ({"name": "a", "type": "array", "items": {"type": "array"}}, "/items/type"),
        ({"name": "a", "type": "array", "items": "integer"}, "/items"),
        ({"name": "a", "type": "number", "minimum": "1"}, "/minimum"),
        ({"name": "a", "type": "string", "minimum": 1}, "/minimum"),
        ({"name": "a", "type": "array", "items": {"type": "string"}, "maximum": 1}, "/maximum"),
        ({"name": "a", "type": "number", "minimum": 2, "maximum": 1}, "/maximum"),
        ({"name": "a", "type": "array", "minItems": -1}, "/minItems"),
        ({"name": "a", "type": "array", "minItems": 1.5}, "/minItems"),
        ({"name": "a", "type": "array", "minItems": 2, "maxItems": 1}, "/maxItems"),
        ({"name": "a", "type": "integer", "minItems": 1}, "/minItems"),
        ({"name": "a", "type": "string", "enum": "a"}, "/enum"),
        ({"name": "a", "type": "string", "enum": []}, "/enum"),
        ({"name": "a", "type": "string", "enum": ["a", 1]}, "/enum/1"),
        ({"name": "a", "type": "boolean", "enum": [1]}, "/enum/0"),
    ],
)
def test_a_broken_declaration(declaration: Any, pointer: str) -> None:
    """A declaration that breaks the table is reported at the value at fault (model §9.2)."""
    assert errors_of(declaration) == [("parameter_declaration", "/parameters/0" + pointer)]


def test_names_are_unique() -> None:
    """The second declaration of a name is at fault (model §9.2)."""
    twice = [{"name": "a", "type": "integer"}, {"name": "a", "type": "number"}]
    assert errors_of(*twice) == [("parameter_declaration", "/parameters/1/name")]
    broken_first = [{"name": "a", "type": "int"}, {"name": "a", "type": "number"}]
    assert errors_of(*broken_first) == [
        ("parameter_declaration", "/parameters/0/type"),
        ("parameter_declaration", "/parameters/1/name"),
    ]


def test_all_errors_of_one_declaration_come_together() -> None:
    """Keys that do not go together and a default that does not fit are reported at once (model §2.6)."""
    declaration = {"name": "a", "type": "string", "minimum": 1, "minItems": 1, "default": 5}
    assert errors_of(declaration) == [
        ("parameter_declaration", "/parameters/0/minItems"),
        ("parameter_declaration", "/parameters/0/minimum"),
        ("parameter_declaration", "/parameters/0/default"),
    ]


def test_a_bound_is_finite() -> None:
    """A number that is not finite is refused wherever a number is read (model §2.3)."""
    (error,) = written("parameters:\n  - {name: a, type: number, minimum: .inf}\n")
    assert (error.code, error.pointer) == ("non_finite_number", "/parameters/0/minimum")


def test_parameters_are_a_list() -> None:
    """`parameters` of another kind is of a wrong type (model §3.2)."""
    (error,) = written("parameters: {name: bins}\n")
    assert (error.code, error.pointer, error.place) == ("invalid_type", "/parameters", Place(1, 13))


def test_all_errors_come_together() -> None:
    """What is wrong with several declarations is found at once, each with its place (model §2.6)."""
    errors = written(
        "parameters:\n"
        "  - name: a\n"
        "    type: integer\n"
        "    default: 3\n"
        "    maximum: 2\n"
        "  - type: text\n"
        "  - name: b\n"
        "    type: string\n"
    )
    assert [(error.code, error.pointer, error.place and error.place.line) for error in errors] == [
        ("parameter_declaration", "/parameters/0/default", 4),
        ("parameter_declaration", "/parameters/1", 6),
        ("parameter_declaration", "/parameters/1/type", 6),
    ]
