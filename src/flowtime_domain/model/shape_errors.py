"""What Pydantic finds wrong with a value, in our codes, words and places.

Rule 1: one row per kind of Pydantic error; a rule with a code of its own raises it as `PydanticCustomError`.
Rule 2: Pydantic's own messages never reach a caller.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flowtime_domain.errors import did_you_mean
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.identifiers import SERIES_ID_PATTERN, TOPOLOGY_ID_PATTERN
from flowtime_domain.model.value_kinds import is_finite
from flowtime_domain.model.value_words import kind_of_value, shown_value

_Row: TypeAlias = Callable[[Any, Mapping[str, Any]], tuple[str, str]]


@final
@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a shape refuses.

    Attributes
    ----------
    code, message
        The rule that is broken, in our words.
    path
        Leads from the value that was put through the shape to the part at fault.
    """

    code: str
    message: str
    path: Path


def faults(error: ValidationError, value: Value) -> tuple[Fault, ...]:
    """Everything that a shape refuses in a canonical value."""
    return tuple(_fault(details, value) for details in error.errors(include_url=False))


def _fault(details: ErrorDetails, value: Value) -> Fault:
    kind, location = details["type"], details["loc"]
    if kind == "missing":
        return Fault(
            "required_key", f"The key '{location[-1]}' is required here.", _path(value, location[:-1])
        )
    row = _ROWS.get(kind)
    context = details.get("ctx", {})
    code, message = (kind, details["msg"]) if row is None else row(details["input"], context)
    return Fault(code, message, _path(value, location))


def _path(value: Value, location: Sequence[int | str]) -> Path:
    """The part of a location that exists in the value: Pydantic adds the names of union members."""
    path: list[int | str] = []
    for part in location:
        if isinstance(value, Mapping) and part in value:
            value = value[str(part)]
        elif isinstance(value, Sequence) and isinstance(part, int):
            value = value[part]
        else:
            continue
        path.append(part)
    return tuple(path)


def _another_type(expected: str) -> _Row:
    return lambda value, _: ("invalid_type", f"Expected {expected}, found {kind_of_value(value)}.")


def _no_number(expected: str) -> _Row:
    def row(value: Any, context: Mapping[str, Any]) -> tuple[str, str]:
        if isinstance(value, float) and is_finite(value):
            return "invalid_type", f"Expected {expected}, found {shown_value(value)}."
        if is_finite(value):
            return _another_type(expected)(value, context)
        return "non_finite_number", f"Expected {expected}, found one that is not finite."

    return row


def _no_member_of_the_union(value: Any, context: Mapping[str, Any]) -> tuple[str, str]:
    expected = context["expected_tags"].replace("', '", " or ").strip("'")
    return "invalid_type", f"Expected {expected}, found {kind_of_value(value)}."


def _unknown_word(value: Any, context: Mapping[str, Any]) -> tuple[str, str]:
    expected = context["expected"]
    if not isinstance(value, str):
        return "invalid_type", f"Expected {expected}, found {kind_of_value(value)}."
    words = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
    return (
        "invalid_value",
        f"Expected {expected}, found {shown_value(value)}{did_you_mean(value, words) or '.'}",
    )


def _not_the_pattern(value: Any, context: Mapping[str, Any]) -> tuple[str, str]:
    pattern = context["pattern"]
    if pattern in _ID_RULES:
        return "invalid_identifier", f"{shown_value(value)} is no id: write 1 to 128 {_ID_RULES[pattern]}."
    return "invalid_format", f"{shown_value(value)} does not match {pattern}."


def _out_of_range(comparison: str, bound: str) -> _Row:
    return lambda value, context: (
        "out_of_range",
        f"Expected a number {comparison} {context[bound]:g}, found {shown_value(value)}.",
    )


_ID_RULES: Final[Mapping[str, str]] = {
    SERIES_ID_PATTERN: "letters, digits and '_', not starting with a digit",
    TOPOLOGY_ID_PATTERN: "letters, digits, '_', '.' and '-', starting with a letter or '_'",
}
_ROWS: Final[Mapping[str, _Row]] = {
    "float_type": _no_number("a number"),
    "finite_number": _no_number("a number"),
    "int_type": _no_number("a whole number"),
    "string_type": _another_type("a text"),
    "bool_type": _another_type("true or false"),
    "tuple_type": _another_type("a list"),
    "dict_type": _another_type("a mapping"),
    "model_type": _another_type("a mapping"),
    "union_tag_invalid": _no_member_of_the_union,
    "literal_error": _unknown_word,
    "string_pattern_mismatch": _not_the_pattern,
    "greater_than": _out_of_range("greater than", "gt"),
    "greater_than_equal": _out_of_range("of at least", "ge"),
    "less_than": _out_of_range("less than", "lt"),
}
