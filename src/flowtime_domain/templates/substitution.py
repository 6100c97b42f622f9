"""Putting parameter values into a template (model §9.4).

Rule 1: substitution works on the parsed tree, scalar by scalar, once: what was put in is not looked at
again, so that no value can change the structure of the document.
Rule 2: keys stay as written; `x-` keys and what is below them are left alone.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeAlias

from flowtime_domain.errors import (
    DocumentError,
    TemplateInvalidError,
    did_you_mean,
    in_document_order,
)
from flowtime_domain.model.document import Document, Path, Value
from flowtime_domain.model.number_text import number_text
from flowtime_domain.model.value_kinds import is_list
from flowtime_domain.model.value_words import shown_value
from flowtime_domain.templates.parameter_declaration import NAME_PATTERN

Rewrite: TypeAlias = Callable[[str, Path], Value]

# Left to right: an escape, a placeholder (whatever it holds), or one that is not closed.
_MARK: Final = re.compile(r"\$(?P<escape>\$\{)|\$\{(?P<inside>[^}]*)\}|\$\{")
_NAME: Final = re.compile(NAME_PATTERN)
_FIXED_SECTIONS: Final = ("schemaVersion", "metadata", "parameters")
_FORMULA_KEYS: Final = ("expr", "expression")


def substitute(document: Document, values: Mapping[str, Value]) -> Document:
    """The document with a value in the place of every placeholder.

    Parameters
    ----------
    document
        A template as written.
    values
        A value for every declared parameter.

    Returns
    -------
    Document
        Of the same structure, with the places of the template.

    Raises
    ------
    TemplateInvalidError
        Placeholders are not right; `errors` lists all.

    Examples
    --------
    >>> template = Document({"grid": {"bins": "${n}"}, "nodes": [{"description": "${n} bins, $${n}"}]})
    >>> substitute(template, {"n": 6}).root
    {'grid': {'bins': 6}, 'nodes': [{'description': '6 bins, ${n}'}]}
    """
    errors = placeholder_errors(document, values)
    if errors:
        raise TemplateInvalidError(errors)

    def with_values(text: str, path: Path) -> Value:
        return _with_values(text, values, in_formula=_is_formula(path))

    return Document(_rewritten(document.root, with_values), document.places)


def unescaped(document: Document, section: str) -> Document:
    """The document with ``${`` for ``$${`` in one section, where nothing is put in."""
    part = {section: document.root[section]} if section in document.root else {}

    def without_escapes(text: str, _path: Path) -> Value:
        return text.replace("$${", "${")

    return Document(_rewritten(part, without_escapes), document.places)


def placeholder_errors(document: Document, declared: Collection[str]) -> tuple[DocumentError, ...]:
    """Everything that is wrong with the placeholders of a template, in document order."""
    found: list[DocumentError] = []

    def inspect(text: str, path: Path, *, is_key: bool = False) -> Value:
        for code, message in dict.fromkeys(_mark_errors(text, path, is_key, declared)):
            found.append(document.error(code, message, path, key=is_key))
        return text

    _rewritten(document.root, inspect, partial(inspect, is_key=True))
    return in_document_order(found)


def _mark_errors(text: str, path: Path, is_key: bool, declared: Collection[str]) -> Iterator[tuple[str, str]]:
    place = "a key" if is_key else f"'{path[0]}'" if path[0] in _FIXED_SECTIONS else None
    for match in _MARK.finditer(text):
        mark, name = match.group(), match["inside"]
        if match["escape"] is not None:
            continue
        if place is not None:
            message = f"A placeholder cannot stand in {place}; write '$${{' for a '${{' that means itself."
            yield "placeholder_not_allowed", message
        elif name is None:
            yield "placeholder_syntax", "A '${' is not closed; write '$${' for one that means itself."
        elif not _NAME.fullmatch(name):
            message = (
                f"{shown_value(mark)} holds no parameter name; write '$${{' for a '${{' that means itself."
            )
            yield "placeholder_syntax", message
        elif name not in declared:
            yield (
                "unresolved_placeholder",
                f"There is no parameter '{name}'{did_you_mean(name, declared) or '.'}",
            )


def _with_values(text: str, values: Mapping[str, Value], *, in_formula: bool) -> Value:
    whole = _MARK.fullmatch(text)
    if whole is not None and whole["inside"] is not None:
        value = values[whole["inside"]]
        return int(value) if in_formula and isinstance(value, bool) else value

    def replacement(match: re.Match[str]) -> str:
        if match["escape"] is not None:
            return match["escape"]
        return _as_text(values[match["inside"]], in_formula=in_formula)

    return _MARK.sub(replacement, text)


def _as_text(value: Value, *, in_formula: bool) -> str:
    if isinstance(value, bool):
        return str(int(value)) if in_formula else str(value).lower()
    if isinstance(value, int | float):
        text = number_text(value)
        return f"({text})" if in_formula and value < 0 else text
    if is_list(value):
        return f"[{', '.join(_as_text(item, in_formula=in_formula) for item in value)}]"
    return str(value)


def _is_formula(path: Path) -> bool:
    return len(path) == 3 and path[0] == "nodes" and path[2] in _FORMULA_KEYS


def _rewritten(
    root: Mapping[str, Value], rewrite: Rewrite, see_key: Rewrite | None = None
) -> dict[str, Value]:
    """A copy of a tree with every text that is a value rewritten; deep trees take no deep stack."""
    copy: dict[str, Value] = {}
    pending: list[tuple[Path, Value, Any]] = [((), root, copy)]
    while pending:
        path, source, target = pending.pop()
        for key, value in _members(source):
            place = (*path, key)
            target[key] = value
            if isinstance(key, str):
                if key.startswith("x-"):
                    continue
                if see_key is not None:
                    see_key(key, place)
            if isinstance(value, str):
                target[key] = rewrite(value, place)
            elif isinstance(value, Mapping):
                target[key] = {}
                pending.append((place, value, target[key]))
            elif isinstance(value, Sequence):
                target[key] = [None] * len(value)
                pending.append((place, value, target[key]))
    return copy


def _members(source: Value) -> Iterable[tuple[str | int, Value]]:
    if isinstance(source, Mapping):
        return source.items()
    return enumerate(source) if isinstance(source, Sequence) else ()
