"""Canonical forms of single values: words, whole numbers, references, lists, open mappings.

Rule 1: a form rewrites values of its own kind and hands all others through, for the shapes to refuse.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.number_text import number_text
from flowtime_domain.model.value_kinds import is_finite, is_list, is_number
from flowtime_domain.model.value_words import shown_value

Form: TypeAlias = Callable[[Value, Path, Rewriting], Value]

FILE_PREFIX: Final = "file:"
_SERIES_PREFIX: Final = "series:"
_DEFAULT_CLASS: Final = "DEFAULT"
_SINGULARS: Final = {unit: unit + "s" for unit in ("second", "minute", "hour", "day", "week")}


def same_value(first: Value, second: Value) -> bool:
    """Whether two canonical values are equal; a boolean equals no number."""
    return first == second and isinstance(first, bool) == isinstance(second, bool)


def word_form(words: Sequence[str]) -> Form:
    """Words of a list, compared without case (model §3.3)."""
    known = {word.lower(): word for word in words}
    known |= {single: many for single, many in _SINGULARS.items() if many in words}

    def word(value: Value, _path: Path, _rewriting: Rewriting) -> Value:
        return known.get(value.lower(), value) if isinstance(value, str) else value

    return word


def whole_number(value: Value, _path: Path, _rewriting: Rewriting) -> Value:
    """``6.0`` is 6 where an integer is asked for; what binary64 cannot hold is infinite (model §2.3)."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return math.inf if isinstance(value, int) and not is_finite(value) else value


def reference(value: Value, path: Path, rewriting: Rewriting) -> Value:
    """A reference without ``series:`` and ``@DEFAULT`` (model §3.4, §7.4)."""
    if not isinstance(value, str):
        return value
    if value.startswith(FILE_PREFIX):
        rewriting.files.append((path, value))
        return value
    name, at, suffix = value.removeprefix(_SERIES_PREFIX).partition("@")
    if at and suffix != _DEFAULT_CLASS:
        message = f"{shown_value(value)} names a class of items, which is not supported; leave it out."
        rewriting.report("classes_unsupported", message, rewriting.written_path(path))
    return name


def reference_or_new_id(value: Value, path: Path, rewriting: Rewriting) -> Value:
    """A reference as above; a new id keeps what it is written with, and is refused for it."""
    name = reference(value, path, rewriting)
    return name if isinstance(name, str) and name in rewriting.declared else value


def formula(value: Value, _path: Path, _rewriting: Rewriting) -> Value:
    """A number given as formula stands for itself, as its shortest text (model §3.5, §5.4)."""
    if not is_number(value):
        return value
    return number_text(value) if is_finite(value) else math.inf


def text_unless_blank(value: Value, _path: Path, _rewriting: Rewriting) -> Value:
    """A blank text counts as absent (model §5.3)."""
    return None if isinstance(value, str) and not value.strip() else value


def list_form(item_form: Form | None) -> Form:
    """Lists become tuples; a null item stays, to be refused."""

    def items(value: Value, path: Path, rewriting: Rewriting) -> Value:
        if not is_list(value):
            return value
        if item_form is None:
            return tuple(value)
        return tuple(item_form(item, (*path, index), rewriting) for index, item in enumerate(value))

    return items


def open_mapping(value: Value, _path: Path, _rewriting: Rewriting) -> Value:
    """A mapping with any keys, without nulls and ``x-`` keys."""
    if not isinstance(value, Mapping):
        return value
    return {key: item for key, item in value.items() if item is not None and not key.startswith("x-")}


def in_turn(forms: Sequence[Form]) -> Form:
    """Forms for values of different kinds, of which at most one rewrites a value."""

    def first_fitting(value: Value, path: Path, rewriting: Rewriting) -> Value:
        for form in forms:
            value = form(value, path, rewriting)
        return value

    return first_fitting
