"""JSON text: canonical for hashes, laid out for files, compact for answers (runs §1.4-1.5, §3.1).

Rule 1: a float is a number and is written as ECMAScript writes it; an int keeps all its digits.
Rule 2: values come from our own documents, whose depth is limited; so the writers may recurse.
"""

import math
from collections.abc import Callable, Mapping
from json.encoder import encode_basestring
from typing import TypeAlias

from flowtime_domain.model.document import Scalar, Value
from flowtime_domain.model.number_text import number_text

_Number: TypeAlias = Callable[[int | float], str]


def canonical_json(value: Value) -> bytes:
    """The one JSON text of a value, the same for all who hold an equal value (runs §3.1).

    Raises
    ------
    ValueError
        A number is not finite.

    References
    ----------
    A. Rundgren, B. Jordan, S. Erdtman, 2020, RFC 8785 "JSON Canonicalization Scheme": the whole.

    Examples
    --------
    >>> canonical_json({"b": [1.0, None], "a": "x"})
    b'{"a":"x","b":[1,null]}'
    """
    return _compact(ordered(value), number_text).encode()


def ordered(value: Value) -> Value:
    """A value with members sorted by the UTF-16 code units of their names, at every depth (RFC 8785 §3.2.3).

    Examples
    --------
    >>> ordered([{"b": 1.0, "a": {}}])
    [{'a': {}, 'b': 1.0}]
    """
    if isinstance(value, Scalar):
        return value
    if isinstance(value, Mapping):
        # ASCII sorts so by itself.
        names = sorted(value, key=None if "".join(value).isascii() else _utf_16)
        return {name: ordered(value[name]) for name in names}
    return [ordered(item) for item in value]


def compact_json(value: Value) -> bytes:
    """JSON without white space, members in their own order; null for a number that is not finite (api §1.2).

    Examples
    --------
    >>> compact_json({"b": [1.0, float("nan")], "a": "x"})
    b'{"b":[1,null],"a":"x"}'
    """
    return _compact(value, _number_or_null).encode()


def artifact_json(value: Value) -> bytes:
    """JSON as the files of a run hold it: two blanks, one member or element a line (runs §1.5).

    Raises
    ------
    ValueError
        A number is not finite.

    Examples
    --------
    >>> print(artifact_json({"shape": [4, 3], "files": []}).decode(), end="")
    {
      "shape": [
        4,
        3
      ],
      "files": []
    }
    """
    return (_indented(value, "\n") + "\n").encode()


def quoted(text: str) -> str:
    r"""A text in double quotes with the shortest escapes (RFC 8785 §3.2.2.2).

    Examples
    --------
    >>> print(quoted('a "b"'))
    "a \"b\""
    """
    return encode_basestring(text)


def _compact(value: Value, number: _Number) -> str:
    if isinstance(value, Scalar):
        return _scalar(value, number)
    if isinstance(value, Mapping):
        entries = [f"{quoted(key)}:{_compact(item, number)}" for key, item in value.items()]
        return "{" + ",".join(entries) + "}"
    return "[" + ",".join([_compact(item, number) for item in value]) + "]"


def _indented(value: Value, line: str) -> str:
    """A value whose own first line begins after `line`: a line end and its indentation."""
    if isinstance(value, Scalar):
        return _scalar(value, number_text)
    inner = line + "  "
    if isinstance(value, Mapping):
        entries = [f"{inner}{quoted(key)}: {_indented(item, inner)}" for key, item in value.items()]
        return "{" + ",".join(entries) + line + "}" if entries else "{}"
    elements = [inner + _indented(item, inner) for item in value]
    return "[" + ",".join(elements) + line + "]" if elements else "[]"


def _scalar(value: Scalar, number: _Number) -> str:
    if isinstance(value, str):
        return quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value)


def _utf_16(name: str) -> bytes:
    return name.encode("utf-16-be")


def _number_or_null(value: int | float) -> str:
    return number_text(value) if math.isfinite(value) else "null"
