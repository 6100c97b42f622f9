"""Reading the parameter declarations of a template (model §9.2).

Rule 1: all that is wrong with all declarations is found at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pydantic import ValidationError

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.canonical.mappings import MappingForm, form_of_shape
from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.document import Document, Path, Value
from flowtime_domain.model.mode_rules import SIMULATION_RULES
from flowtime_domain.model.shape_errors import Fault, faults
from flowtime_domain.model.tree import text_in
from flowtime_domain.model.value_kinds import is_list
from flowtime_domain.templates.parameter_declaration import (
    ParameterDeclaration,
    type_fault,
    typed_value,
    value_faults,
)

_FORM: Final = MappingForm(form_of_shape(ParameterDeclaration).forms, {"min": "minimum", "max": "maximum"})
# Numbers too large to be read have one code wherever they stand (ruling 14).
_OWN_CODES: Final = frozenset({"non_finite_number"})


def read_declarations(
    document: Document,
) -> tuple[tuple[ParameterDeclaration, ...], tuple[DocumentError, ...]]:
    """The declarations of a template that are right by themselves, and everything that is wrong."""
    written = document.root.get("parameters")
    if written is None:
        return (), ()
    if not is_list(written):
        message = "'parameters' must be a list of declarations."
        return (), (document.error("invalid_type", message, ("parameters",)),)
    rewriting = Rewriting(document, SIMULATION_RULES)
    declarations: list[ParameterDeclaration] = []
    names: set[str] = set()
    for index, item in enumerate(written):
        path: Path = ("parameters", index)
        declaration = _declaration(item, path, rewriting)
        if declaration is not None:
            declarations.append(declaration)
        name = text_in(item, "name") if isinstance(item, Mapping) else None
        if name in names:
            message = f"There are two parameters '{name}'; names are unique."
            rewriting.report("parameter_declaration", message, (*path, "name"))
        elif name is not None:
            names.add(name)
    return tuple(declarations), tuple(rewriting.errors)


def _declaration(item: Value, path: Path, rewriting: Rewriting) -> ParameterDeclaration | None:
    """The declaration at a path with its default typed; None if something is wrong, which is reported."""
    tree = _FORM(item, path, rewriting)
    if isinstance(tree, Mapping):
        tree = {"required": "default" not in tree, **tree}
    try:
        declaration = ParameterDeclaration.model_validate(tree)
    except ValidationError as error:
        _report(faults(error, tree), path, rewriting)
        return None
    found = [*_contradictions(declaration), *_default_faults(declaration)]
    _report(found, path, rewriting)
    if found:
        return None
    if declaration.default is None:
        return declaration
    return declaration.model_copy(update={"default": typed_value(declaration, declaration.default)})


def _report(found: Iterable[Fault], path: Path, rewriting: Rewriting) -> None:
    for fault in found:
        code = fault.code if fault.code in _OWN_CODES else "parameter_declaration"
        rewriting.report(code, fault.message, rewriting.written_path((*path, *fault.path)))


def _contradictions(declaration: ParameterDeclaration) -> Iterator[Fault]:
    """Keys that do not go together."""
    name = f"'{declaration.name}'"
    if declaration.required != (declaration.default is None):
        has = "has no default and is" if declaration.default is None else "has a default and is not"
        yield _fault(f"{name} {has} required; leave 'required' out.", "required")
    if not declaration.is_array:
        for key, value in (
            ("items", declaration.items),
            ("minItems", declaration.min_items),
            ("maxItems", declaration.max_items),
        ):
            if value is not None:
                yield _fault(f"'{key}' is for arrays, and {name} is none.", key)
    if not declaration.is_numeric:
        for key, bound in (("minimum", declaration.minimum), ("maximum", declaration.maximum)):
            if bound is not None:
                yield _fault(f"'{key}' is for numbers, and {name} holds none.", key)
    yield from _empty_ranges(declaration, name)
    yield from _enum_faults(declaration, name)


def _empty_ranges(declaration: ParameterDeclaration, name: str) -> Iterator[Fault]:
    for key, least, most in (
        ("maximum", declaration.minimum, declaration.maximum),
        ("maxItems", declaration.min_items, declaration.max_items),
    ):
        if least is not None and most is not None and least > most:
            yield _fault(f"No value fits {name}: its smallest bound is above '{key}'.", key)


def _enum_faults(declaration: ParameterDeclaration, name: str) -> Iterator[Fault]:
    if declaration.enum == ():
        yield _fault(f"No value fits {name}: 'enum' is empty.", "enum")
    for index, allowed in enumerate(declaration.enum or ()):
        message = type_fault(declaration, allowed, f"An allowed value of {name}")
        if message is not None:
            yield _fault(message, "enum", index)


def _default_faults(declaration: ParameterDeclaration) -> Iterator[Fault]:
    if declaration.default is None:
        return
    for fault in value_faults(declaration, declaration.default, f"the default of '{declaration.name}'"):
        message = fault.message[0].upper() + fault.message[1:]
        yield Fault(fault.code, message, ("default", *fault.path))


def _fault(message: str, *path: str | int) -> Fault:
    return Fault("parameter_declaration", message, path)
