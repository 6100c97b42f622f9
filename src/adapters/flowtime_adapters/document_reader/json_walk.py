"""A walk through the tokens of a JSON text: where its parts stand, and which rules it breaks.

Rule 1: the walk takes any characters; it stops at the end of the root or of the text, and never fails.
Rule 2: nothing recurses.
"""

import json
import math
import re
from dataclasses import dataclass
from itertools import islice
from typing import Final, final

from flowtime_adapters.document_reader.places import Spot
from flowtime_adapters.document_reader.source_text import SURROGATE, LineIndex, syntax_finding
from flowtime_domain.errors import DocumentError, Place, pointer_to
from flowtime_domain.model import document_findings
from flowtime_domain.model.document import Path
from flowtime_domain.model.limits import DocumentLimits

LANGUAGE: Final = "JSON"
# A text that is not closed runs to the end.
TEXT_PATTERN: Final = r'"(?:[^"\\]++|\\.?)*+"?'
_TOKEN: Final = re.compile(TEXT_PATTERN + r'|[\[\]{}]|[^ \t\n\r\[\]{}",:]+', re.DOTALL)
_CONSTANTS: Final = frozenset({"NaN", "Infinity", "-Infinity"})


def locate_json(text: str) -> Spot:
    """The spot of the root of an accepted text, with all below it."""
    endless = DocumentLimits(max_depth=len(text), max_events=2 * len(text))
    return JsonWalk(text, endless).root


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come.

    Attributes
    ----------
    members
        What was met in it so far.
    position
        Its own key or index in the mapping or list around it; empty for the root.
    is_mapping
        Whether its members have keys.
    key
        The key whose value comes next, None where a key comes next.
    """

    members: dict[str | int, Spot]
    position: Path
    is_mapping: bool
    key: tuple[str, Place] | None = None

    @property
    def next_position(self) -> Path:
        """The key or index of the value that comes next; empty where a key comes next."""
        if self.is_mapping:
            return () if self.key is None else (self.key[0],)
        return (len(self.members),)


@final
class JsonWalk:
    """One walk through a text.

    Parameters
    ----------
    text
        The characters to walk through.
    limits
        The walk ends where the text is nested too deep or has too many events.
    finite
        Whether a number too large for binary64 is a finding.
    most_tokens
        After so many tokens the walk ends anyway; None for no such end.

    Attributes
    ----------
    root
        The spot of the root with all below it.
    findings
        Rules that the text breaks, in the order of the text.
    """

    def __init__(
        self, text: str, limits: DocumentLimits, *, finite: bool = False, most_tokens: int | None = None
    ) -> None:
        self.root = Spot(Place(1, 1))
        self.findings: list[DocumentError] = []
        self._limits = limits
        self._finite = finite
        self._open: list[_Open] = []
        self._events = 0
        lines = LineIndex(text)
        for match in islice(_TOKEN.finditer(text), most_tokens):
            is_over = self._take(match.group(), lines.place(match.start()))
            if is_over:
                break

    def _take(self, token: str, place: Place) -> bool:
        """Follow one token; True if it ends the walk."""
        if token in ("]", "}"):
            del self._open[-1:]
            return not self._open
        is_collection = token in ("[", "{")
        self._events += 2 if is_collection else 1
        if self._exceeds(is_collection, place):
            return True
        if self._open and self._open[-1].is_mapping and self._open[-1].key is None:
            self._take_key(self._open[-1], token, place)
            return False
        self._take_value(token, place)
        return not self._open

    def _exceeds(self, is_collection: bool, place: Place) -> bool:
        depth, limits = len(self._open) + 1, self._limits
        if is_collection and depth > limits.max_depth:
            self.findings.append(document_findings.too_deep(self._path(), place, depth, limits))
            return True
        if self._events > limits.max_events:
            self.findings.append(document_findings.too_many_events(self._path(), place, self._events, limits))
            return True
        return False

    def _take_key(self, mapping: _Open, token: str, place: Place) -> None:
        key = self._text(token, place)
        mapping.key = (key, place)
        if key in mapping.members:
            self.findings.append(document_findings.duplicate_key(self._path(), place))

    def _take_value(self, token: str, place: Place) -> None:
        position = self._open[-1].next_position if self._open else ()
        if token not in ("[", "{"):
            self._check_scalar(token, place)
            self._put(Spot(place))
            return
        members: dict[str | int, Spot] = {}
        self._put(Spot(place, members))
        self._open.append(_Open(members, position, is_mapping=token == "{"))

    def _put(self, spot: Spot) -> None:
        if not self._open:
            self.root = spot
            return
        parent = self._open[-1]
        if parent.key is None:
            parent.members[len(parent.members)] = spot
        else:
            key, spot.key = parent.key
            parent.members[key] = spot
            parent.key = None

    def _check_scalar(self, token: str, place: Place) -> None:
        if token[0] == '"':
            self._text(token, place)
        elif token in _CONSTANTS:
            self.findings.append(syntax_finding(f"{token} is no number there", place, LANGUAGE))
        elif self._finite and _is_infinite(token):
            message = f"{token[:40]} is too large for a number of 64 bits."
            pointer = pointer_to(self._path())
            finding = DocumentError(code="non_finite_number", message=message, pointer=pointer, place=place)
            self.findings.append(finding)

    def _text(self, token: str, place: Place) -> str:
        """What a token in quotes spells; the token itself where it is no text."""
        try:
            text = str(json.loads(token))
        except ValueError:
            return token
        if SURROGATE.search(text):
            self.findings.append(syntax_finding("a lone surrogate is no character", place, LANGUAGE))
        return text

    def _path(self) -> Path:
        """The path of the value that comes next, or of its mapping where a key comes next."""
        around = [entry.position for entry in self._open]
        return sum(around, ()) + (self._open[-1].next_position if self._open else ())


def _is_infinite(token: str) -> bool:
    try:
        return math.isinf(float(token))
    except ValueError:
        return False
