"""JSON texts as plain trees, read strictly (model §2.1, api §1.2).

Rule 1: nesting is measured before the standard library's recursive parser sees a text.
Rule 2: a text without fault is read at the parser's speed; only a faulty one is walked token by token,
and not further than a large model reaches.
"""

import json
import math
import re
from dataclasses import replace
from typing import Final, final

from flowtime_adapters.document_reader.json_walk import LANGUAGE, TEXT_PATTERN, JsonWalk
from flowtime_adapters.document_reader.source_text import place_at, source_text, syntax_finding
from flowtime_domain.errors import BodyMalformedError, DocumentError, ModelInvalidError, in_document_order
from flowtime_domain.model.document import Value
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.plain_scalar import integer

_TEXT: Final = re.compile(TEXT_PATTERN, re.DOTALL)
_BRACKET: Final = re.compile(r"[\[\]{}]")
_ATOM: Final = re.compile(r'[^ \t\n\r\[\]{}",:]+')
# Escapes that are no lone surrogate although they look like one: an escaped backslash, a proper pair.
_HARMLESS_ESCAPE: Final = re.compile(r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_SEARCHED_TOKENS: Final = 500_000


def read_json(text: str, limits: DocumentLimits) -> dict[str, Value]:
    """The object that a JSON text holds; the text starts with `{`.

    Raises
    ------
    ModelInvalidError
        The text breaks rules of model §2.1-2.2; each finding has its place.
    """
    root = _parsed(text, limits, finite=False)
    assert isinstance(root, dict)
    return root


def read_strict_json(body: bytes, max_depth: int) -> Value:
    """The value that a request body holds.

    Parameters
    ----------
    body
        The bytes as they came.
    max_depth
        How deep objects and arrays may be nested, at most 200.

    Raises
    ------
    BodyMalformedError
        The body is empty, not UTF-8 or not JSON, or holds a duplicate member, a number that is not finite
        or a lone surrogate, or is nested too deep; the findings say where.
    """
    if not body:
        raise BodyMalformedError("it is empty.")
    limits = DocumentLimits(max_bytes=len(body), max_depth=max_depth, max_events=2 * len(body))
    try:
        return _parsed(source_text(body, limits), limits, finite=True)
    except ModelInvalidError as error:
        raise _malformed(error) from error


def _malformed(error: ModelInvalidError) -> BodyMalformedError:
    codes = {"yaml_syntax": BodyMalformedError.code}
    findings = [
        replace(finding, code=codes.get(finding.code, finding.code), setting=None) for finding in error.errors
    ]
    reason, place = findings[0].message.removeprefix(f"This is not {LANGUAGE}: "), findings[0].place
    where = "" if place is None else f" (line {place.line}, column {place.column})"
    return BodyMalformedError(reason.removesuffix(".") + where + ".", findings)


def _parsed(text: str, limits: DocumentLimits, *, finite: bool) -> Value:
    if _nests_deeper(text, limits.max_depth) or _has_more_events(text, limits.max_events):
        _refuse(JsonWalk(text, limits, finite=finite).findings)
    decoder = _Decoder(finite=finite)
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        reason = (error.msg[0].lower() + error.msg[1:]).removesuffix(" at").removesuffix(" starting")
        reason += "" if finite else "; a text that starts with '{' is read as JSON"
        fault = syntax_finding(reason, place_at(text, error.pos), LANGUAGE)
        walk = JsonWalk(text[: error.pos], limits, finite=finite, most_tokens=_SEARCHED_TOKENS)
        raise ModelInvalidError(in_document_order([fault, *walk.findings])) from error
    if _has_lone_surrogate(text):
        decoder.faults.append(syntax_finding("a lone surrogate is no character", None, LANGUAGE))
    if decoder.faults:
        walk = JsonWalk(text, limits, finite=finite, most_tokens=_SEARCHED_TOKENS)
        _refuse(walk.findings or decoder.faults)
    return value


def _refuse(findings: list[DocumentError]) -> None:
    if findings:
        raise ModelInvalidError(in_document_order(findings))


@final
class _Decoder:
    """The standard library's parser, with a note of each fault that it would let pass.

    The notes have no place; the walk finds that.
    """

    def __init__(self, *, finite: bool) -> None:
        self.faults: list[DocumentError] = []
        self._finite = finite

    def decode(self, text: str) -> Value:
        value: Value = json.loads(
            text,
            object_pairs_hook=self._members,
            parse_float=self._number if self._finite else float,
            parse_int=self._whole_number,
            parse_constant=self._constant,
        )
        return value

    def _members(self, pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        members = dict(pairs)
        if len(members) != len(pairs):
            self._note("duplicate_key", "A key stands twice in one mapping.")
        return members

    def _number(self, digits: str) -> float:
        value = float(digits)
        if math.isinf(value):
            self._note("non_finite_number", "A number is too large for 64 bits.")
        return value

    def _whole_number(self, digits: str) -> int | float:
        value = integer(digits)
        if isinstance(value, float) and self._finite:
            self._note("non_finite_number", "A number is too large for 64 bits.")
        return value

    def _constant(self, name: str) -> None:
        self._note("yaml_syntax", f"This is not {LANGUAGE}: {name} is no number there.")

    def _note(self, code: str, message: str) -> None:
        if not self.faults:
            self.faults.append(DocumentError(code=code, message=message, pointer=""))


def _has_lone_surrogate(text: str) -> bool:
    return "\\u" in text and _SURROGATE_ESCAPE.search(_HARMLESS_ESCAPE.sub(" ", text)) is not None


def _nests_deeper(text: str, limit: int) -> bool:
    """Whether the brackets of a text, those in quotes aside, are nested deeper than allowed."""
    depth = 0
    for match in _BRACKET.finditer(_TEXT.sub("", text)):
        depth += 1 if match.group() in "[{" else -1
        if depth > limit:
            return True
        if depth <= 0:
            break
    return False


def _has_more_events(text: str, limit: int) -> bool:
    """Whether a text has more events than allowed: one a scalar, two a mapping or list."""
    if len(text) <= limit:  # each event takes a character or more
        return False
    bare = _TEXT.sub('"', text)
    collections = bare.count("[") + bare.count("{")
    return 2 * collections + bare.count('"') + len(_ATOM.findall(bare)) > limit
