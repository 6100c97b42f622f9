"""YAML text of a model, laid out the same way for everybody (runs §6.2).

Rule 1: what is written reads back to an equal value under the rules of model §2.
Rule 2: a text stands without quotes only where no rule of model §2.3 could take it for something else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeGuard, cast

from flowtime_domain.model.document import Scalar, Value
from flowtime_domain.model.number_text import number_text
from flowtime_domain.model.plain_scalar import plain_scalar
from flowtime_domain.runs.encoding.json_text import quoted

_WORD: Final = r"[A-Za-z0-9_./+*()<>=-]+(?::[A-Za-z0-9_./+*()<>=-]+)*"
_PLAIN: Final = re.compile(rf"(?=[A-Za-z0-9_]){_WORD}(?: {_WORD})*")
# JSON may hold these characters as they are; YAML refuses them or takes them for the end of a line.
_ESCAPED_IN_YAML: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufffe\uffff]")
# YAML finds the `:` after a key only within so many characters.
_LONGEST_IMPLICIT_KEY: Final = 1024


def model_yaml(model: Mapping[str, Value]) -> bytes:
    """The text of a model in block style, its keys in the order given.

    Parameters
    ----------
    model
        The normal form: a tree of mappings, lists, texts, finite numbers, booleans and nulls.

    Raises
    ------
    ValueError
        A number is not finite.

    Examples
    --------
    >>> model = {"nodes": [{"id": "load", "values": [1.0, 2.5]}], "note": "yes: no"}
    >>> print(model_yaml(model).decode(), end="")
    nodes:
      - id: load
        values: [1, 2.5]
    note: "yes: no"
    """
    if not model:
        return b"{}\n"
    return "".join(line + "\n" for line in _block(model)).encode()


def _block(value: Value) -> Iterator[str]:
    """The lines of a mapping or list in block style, not indented."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _entry(key, item)
    else:
        for item in cast("Sequence[Value]", value):
            yield from _element(item)


def _entry(key: str, item: Value) -> Iterator[str]:
    name = _text(key)
    head = name + ":"
    if len(name) > _LONGEST_IMPLICIT_KEY:
        yield "? " + name
        head = ":"
    if _fits_on_a_line(item):
        yield f"{head} {_line(item)}"
    else:
        yield head
        yield from ("  " + line for line in _block(item))


def _element(item: Value) -> Iterator[str]:
    if _fits_on_a_line(item):
        yield "- " + _line(item)
        return
    lines = _block(item)
    yield "- " + next(lines)
    yield from ("  " + line for line in lines)


def _fits_on_a_line(value: Value) -> bool:
    if isinstance(value, Mapping):
        return not value
    return not isinstance(value, list | tuple) or all(map(_is_scalar, value))


def _line(value: Value) -> str:
    """A scalar, an empty mapping or a list of scalars."""
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_scalar, value)) + "]"
    return _scalar(value)


def _is_scalar(value: Value) -> TypeGuard[Scalar]:
    return value is None or isinstance(value, str | int | float)


def _scalar(value: Value) -> str:
    if isinstance(value, str):
        return _text(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    assert isinstance(value, int | float)
    return number_text(value)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and isinstance(plain_scalar(text), str):
        return text
    return _ESCAPED_IN_YAML.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted(text))
