"""What Pydantic finds wrong with a mapping, in our codes, words and places.

Rule 1: one row per kind of Pydantic error; a rule with a code of its own raises `PydanticCustomError` with it.
Rule 2: Pydantic's own messages never reach a caller.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flowtime_domain.errors import DocumentError, did_you_mean
from flowtime_domain.model.canonical.values import is_finite
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.identifiers import SERIES_ID_PATTERN, TOPOLOGY_ID_PATTERN
from flowtime_domain.model.written_as import WrittenAs

_LONGEST_SHOWN: Final = 80
_KINDS_OF_VALUES: Final[Sequence[tuple[type | tuple[type, ...], str]]] = (
    (bool, "a boolean"),
    (str, "a text"),
    ((int, float), "a number"),
    (Mapping, "a mapping"),
    (Sequence, "a list"),
)


@final
@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a shape refuses, in our words; `path` leads from the mapping to the value."""

    code: str
    message: str
    path: Path


def faults(error: ValidationError, tree: Value) -> Iterator[Fault]:
    """Everything that a shape refuses in a canonical value."""
    for details in error.errors(include_url=False):
        if details["type"] == "missing":
            *parent, key = details["loc"]
            yield Fault("required_key", f"'{key}' is required here", _path_in(tree, tuple(parent)))
        else:
            yield Fault(*_code_and_message(details), _path_in(tree, details["loc"]))


def shape_errors(faults: Sequence[Fault], path: Path, written_as: WrittenAs) -> Iterator[DocumentError]:
    """The faults of the value at a canonical path as findings in the document as written."""
    for fault in faults:
        yield written_as.error(fault.code, fault.message, (*path, *fault.path))


def shown(value: object) -> str:
    """A written value in a message, cut if long."""
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."


def kind_of(value: object) -> str:
    """What kind of value it is, for a message."""
    return next((name for kind, name in _KINDS_OF_VALUES if isinstance(value, kind)), "nothing")


def _path_in(tree: Value, location: tuple[int | str, ...]) -> Path:
    """The part of a location that exists in the value: Pydantic adds the names of union members."""
    path: list[int | str] = []
    here: Value = tree
    for part in location:
        if isinstance(here, Mapping) and part in here:
            here = here[str(part)]
        elif isinstance(here, Sequence) and isinstance(part, int):
            here = here[part]
        else:
            continue
        path.append(part)
    return tuple(path)


def _code_and_message(details: ErrorDetails) -> tuple[str, str]:
    value, kind, context = details["input"], details["type"], details.get("ctx", {})
    if kind in _EXPECTED and not is_finite(value):
        return "non_finite_number", f"expected {_EXPECTED[kind]} that is finite, found {shown(value)}"
    if kind in _EXPECTED:
        return "invalid_type", f"expected {_EXPECTED[kind]}, found {kind_of(value)}"
    if kind in _ROWS:
        return _ROWS[kind](value, context)
    return kind, details["msg"]


def _unknown_word(value: Any, context: Mapping[str, Any]) -> tuple[str, str]:
    expected = context["expected"]
    if not isinstance(value, str):
        return "invalid_type", f"expected a word, found {kind_of(value)}"
    words = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
    return "invalid_value", f"{shown(value)} is none of {expected}{did_you_mean(value, words)}"


def _not_the_pattern(value: Any, context: Mapping[str, Any]) -> tuple[str, str]:
    if context["pattern"] == SERIES_ID_PATTERN:
        rule = "1 to 128 letters, digits and '_', not starting with a digit"
        return "invalid_identifier", f"{shown(value)} is no id: write {rule}"
    if context["pattern"] == TOPOLOGY_ID_PATTERN:
        rule = "1 to 128 letters, digits, '_', '.' and '-', starting with a letter or '_'"
        return "invalid_identifier", f"{shown(value)} is no id: write {rule}"
    return "invalid_format", f"{shown(value)} does not have the form {context['pattern'].strip('^$')}"


def _out_of_range(comparison: str, bound: str) -> Callable[[Any, Mapping[str, Any]], tuple[str, str]]:
    def row(value: Any, context: Mapping[str, Any]) -> tuple[str, str]:
        return "out_of_range", f"{shown(value)} must be {comparison} {context[bound]:g}"

    return row


def _too_few_items(_value: Any, context: Mapping[str, Any]) -> tuple[str, str]:
    return "too_few_items", f"the list needs at least {context['min_length']} item"


_EXPECTED: Final[Mapping[str, str]] = {
    "float_type": "a number",
    "finite_number": "a number",
    "int_type": "a whole number",
    "string_type": "a text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "union_tag_invalid": "another kind of value",
    "union_tag_not_found": "another kind of value",
}
_ROWS: Final[Mapping[str, Callable[[Any, Mapping[str, Any]], tuple[str, str]]]] = {
    "literal_error": _unknown_word,
    "string_pattern_mismatch": _not_the_pattern,
    "greater_than": _out_of_range("greater than", "gt"),
    "greater_than_equal": _out_of_range("at least", "ge"),
    "less_than": _out_of_range("less than", "lt"),
    "less_than_equal": _out_of_range("at most", "le"),
    "too_short": _too_few_items,
}
