"""A document that arrives as an already parsed JSON object (model §2.1).

Rule 1: it obeys the limits of a text, and is copied, so that nobody changes it afterwards.
Rule 2: nothing recurses; an object may be nested as deep as memory allows, or contain itself.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast, final

import numpy as np

from flowtime_domain.errors import DocumentError, ModelInvalidError, in_document_order, pointer_to
from flowtime_domain.model import document_findings
from flowtime_domain.model.document import Document, Path, Scalar, Value
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.number_text import number_text

_NOT_FINITE: Final = {"nan": ".nan", "inf": ".inf", "-inf": "-.inf"}
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)


def object_document(root: Mapping[str, Any], limits: DocumentLimits) -> Document:
    """The document that an object holds, without lines and columns.

    Parameters
    ----------
    root
        Mappings with texts as keys, lists, texts, numbers, booleans and None; NumPy's arrays and scalars
        count as the lists and values that they hold, numbers as keys and dates as the texts that a document
        would hold.
    limits
        As for a text: the size is that of the compact JSON, each scalar counts as one event, each mapping
        and list as two.

    Raises
    ------
    ModelInvalidError
        The object is too large, nested too deep, or holds a key or value that JSON does not know.

    Examples
    --------
    >>> object_document({"grid": {"bins": 3}}, DocumentLimits()).root
    {'grid': {'bins': 3}}
    """
    copy = _Copy(limits)
    copy.follow(root)
    if copy.findings:
        raise ModelInvalidError(in_document_order(copy.findings))
    return Document(copy.root)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being copied; `position` is its own key or index in the one around it."""

    original: Any
    members: Iterator[tuple[Any, Any]]
    copy: dict[str, Value] | list[Value]
    position: Path


@final
class _Copy:
    """Copies one object, and collects what is wrong with it."""

    def __init__(self, limits: DocumentLimits) -> None:
        self.root: dict[str, Value] = {}
        self.findings: list[DocumentError] = []
        self._limits = limits
        self._open: list[_Open] = []
        self._events = 2
        self._bytes = 2
        self._is_too_deep = False

    def follow(self, root: Mapping[str, Any]) -> None:
        """Copy the object into `root`; ends early where there are more events than allowed."""
        self._open.append(_Open(root, iter(root.items()), self.root, ()))
        while self._open and self._events <= self._limits.max_events:
            member = next(self._open[-1].members, None)
            if member is None:
                self._open.pop()
            else:
                self._take(*member)
        if self._events > self._limits.max_events:
            self.findings.append(document_findings.too_many_events((), None, self._events, self._limits))
        if self._bytes > self._limits.max_bytes:
            self.findings.append(document_findings.too_large(self._bytes, self._limits))

    def _take(self, position: Any, value: Any) -> None:
        copy = self._open[-1].copy
        self._bytes += 1 if copy else 0  # the comma
        if isinstance(copy, dict):
            position = _as_key(position)
            if not isinstance(position, str):
                self._refuse_key(position)
                return
            if position in copy:
                self.findings.append(document_findings.duplicate_key(self._path(position), None))
            self._events += 1
            self._bytes += self._size_of_text(position, position) + 1
        if isinstance(value, np.ndarray | np.generic):
            value = value.tolist()
        if isinstance(value, date):
            value = value.isoformat()
        if isinstance(value, Mapping):
            self._start(position, value, {}, iter(value.items()))
        elif isinstance(value, list | tuple):
            self._start(position, value, [], enumerate(value))
        else:
            self._events += 1
            self._put(position, self._scalar(position, value))

    def _start(
        self,
        position: Any,
        original: Any,
        copy: dict[str, Value] | list[Value],
        members: Iterator[tuple[Any, Any]],
    ) -> None:
        self._events += 2
        self._bytes += 2
        depth = len(self._open) + 1
        if any(around.original is original for around in self._open):
            self._found("yaml_syntax", "A mapping or list cannot hold itself.", position)
        elif depth <= self._limits.max_depth:
            self._put(position, copy)
            self._open.append(_Open(original, members, copy, (position,)))
        elif not self._is_too_deep:
            self._is_too_deep = True
            path = self._path(position)
            self.findings.append(document_findings.too_deep(path, None, depth, self._limits))

    def _put(self, position: Any, value: Value) -> None:
        copy = self._open[-1].copy
        if isinstance(copy, list):
            copy.append(value)
        else:
            copy[position] = value

    def _scalar(self, position: Any, value: Any) -> Scalar:
        if isinstance(value, str):
            self._bytes += self._size_of_text(position, value)
        elif value is None or isinstance(value, bool):
            self._bytes += len(_ENCODER.encode(value))
        elif isinstance(value, int | float):
            value = _as_read(value)
            self._bytes += len(repr(value))
        else:
            kind = type(value).__name__
            self._found("invalid_type", f"A value of type '{kind}' cannot stand in a document.", position)
        return cast("Scalar", value)

    def _refuse_key(self, key: Any) -> None:
        self._found("invalid_type", f"The key {key!r} must be a text.", str(key))

    def _size_of_text(self, position: Any, text: str) -> int:
        """How many bytes a text has in JSON."""
        encoded = _ENCODER.encode(text)
        if encoded.isascii():
            return len(encoded)
        try:
            return len(encoded.encode())
        except UnicodeEncodeError:
            self._found("yaml_syntax", "A lone surrogate is no character.", position)
            return len(encoded)

    def _found(self, code: str, message: str, position: Any) -> None:
        pointer = pointer_to(self._path(position))
        self.findings.append(DocumentError(code=code, message=message, pointer=pointer))

    def _path(self, position: Any) -> Path:
        around = [part for entry in self._open for part in entry.position]
        return (*around, position)


def _as_key(key: Any) -> Any:
    """A number as the text of a document, where it is the value of a distribution; any other key itself."""
    key = key.item() if isinstance(key, np.generic) else key
    if isinstance(key, bool) or not isinstance(key, int | float):
        return key
    number = _as_read(key)
    return number_text(number) if math.isfinite(number) else _NOT_FINITE[repr(number)]


def _as_read(value: int | float) -> int | float:
    """A number as a text would give it: infinite if it is too large for binary64."""
    try:
        float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
    return value
