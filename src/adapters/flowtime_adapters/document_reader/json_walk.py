"""A walk through the tokens of a JSON text: where its parts stand, and which rules it breaks.

Rule 1: the walk takes any characters; it stops at the end of the root or of the text, and never fails.
Rule 2: nothing recurses.
"""

import json
import math
import re
from itertools import islice
from typing import Final, final

from flowtime_adapters.document_reader.guard import Guard
from flowtime_adapters.document_reader.places import Locator, Spot
from flowtime_adapters.document_reader.source_text import SURROGATE, LineIndex, syntax_finding
from flowtime_domain.errors import DocumentError, Place
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
    """

    def __init__(
        self, text: str, limits: DocumentLimits, *, finite: bool = False, most_tokens: int | None = None
    ) -> None:
        self._finite = finite
        self._locator = Locator()
        lines = LineIndex(text)
        self._guard = Guard(limits, self._locator.path, lambda place: place)
        for match in islice(_TOKEN.finditer(text), most_tokens):
            self._take(match.group(), lines.place(match.start()))
            if not self._locator.depth or self._guard.is_exceeded:
                break

    @property
    def root(self) -> Spot:
        """The spot of the root with all below it."""
        return self._locator.root

    @property
    def findings(self) -> list[DocumentError]:
        """Rules that the text breaks, in the order of the text."""
        return self._guard.findings

    def _take(self, token: str, place: Place) -> None:
        if token in ("]", "}"):
            if self._locator.depth:
                self._locator.end()
        elif self._locator.awaits_key:
            self._guard.count(1, place)
            if self._locator.key(self._text(token, place), place):
                self._guard.found_duplicate(place)
        elif token in ("[", "{"):
            self._guard.check_depth(self._locator.depth + 1, place)
            self._guard.count(2, place)
            self._locator.start(place, is_mapping=token == "{")
        else:
            self._guard.count(1, place)
            self._check_scalar(token, place)
            self._locator.put(Spot(place))

    def _check_scalar(self, token: str, place: Place) -> None:
        if token[0] == '"':
            self._text(token, place)
        elif token in _CONSTANTS:
            self.findings.append(syntax_finding(f"{token} is no number there", place, LANGUAGE))
        elif self._finite and _is_infinite(token):
            message = f"{token[:40]} is too large for a number of 64 bits."
            self._guard.found("non_finite_number", message, place)

    def _text(self, token: str, place: Place) -> str:
        """What a token in quotes spells; the token itself where it is no text."""
        try:
            text = str(json.loads(token))
        except ValueError:
            return token
        if SURROGATE.search(text):
            self.findings.append(syntax_finding("a lone surrogate is no character", place, LANGUAGE))
        return text


def _is_infinite(token: str) -> bool:
    try:
        return math.isinf(float(token))
    except ValueError:
        return False
