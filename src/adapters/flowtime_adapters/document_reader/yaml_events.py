"""What libyaml sees in a text, with its complaints in our words.

Rule 1: foreign errors end here; whoever reads events meets `YamlSyntaxError` alone.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, final

from yaml.cyaml import CBaseLoader
from yaml.error import MarkedYAMLError
from yaml.events import Event

from flowtime_adapters.document_reader.source_text import place_at
from flowtime_domain.errors import Place

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOO_DEEP: Final = "exceeded maximum nesting depth"
_REASONS: Final = {
    "found character that cannot start any token": "a value cannot start with this character; "
    "indent with blanks, not tabs, and put texts that start with one of @ ` % in quotes",
    "mapping values are not allowed in this context": "a ':' cannot stand here; "
    "put a text that holds ': ' in quotes, and check the indentation",
    "could not find expected ':'": "a key without its ':'",
    "did not find expected key": "expected the next key here; check the indentation and the quotes",
    "did not find expected '-' indicator": "expected the next list item ('- ') here; check the indentation",
    "did not find expected <document start>": "expected the end of the document here; "
    "check the indentation and the brackets",
    "did not find expected ',' or ']'": "expected ',' or ']'; a list in brackets is not closed",
    "did not find expected ',' or '}'": "expected ',' or '}'; a mapping in braces is not closed",
    "found unexpected end of stream": "a quoted text is not closed",
    "found invalid Unicode character escape code": "this escape is no character; a lone surrogate is none",
}


@final
class YamlSyntaxError(ValueError):
    """A text is not YAML.

    Attributes
    ----------
    reason
        What is wrong, without a full stop.
    place
        Where, or None if libyaml does not say.
    offset
        The zero-based character at which libyaml stopped.
    too_deep
        Whether mappings and lists are merely nested deeper than libyaml can read.
    """

    def __init__(self, reason: str, place: Place | None, offset: int = 0) -> None:
        super().__init__(reason)
        self.reason = _REASONS.get(reason, reason)
        self.place = place
        self.offset = offset
        self.too_deep = reason == _TOO_DEEP


def yaml_events(text: str) -> Iterator[Event]:
    """The parse events of a text, one after the other.

    Raises
    ------
    YamlSyntaxError
        libyaml cannot go on.
    """
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        reason = (
            f"the character U+{ord(forbidden.group()):04X} is not allowed; write it as an escape in quotes"
        )
        raise YamlSyntaxError(reason, place_at(text, forbidden.start()), forbidden.start())
    parser = CBaseLoader(text)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    except MarkedYAMLError as error:
        mark: Any = error.problem_mark
        # At the end of a text without a last line end libyaml has gone on to a line that is not there.
        place = _place(mark) if mark.index < len(text) else place_at(text, len(text))
        raise YamlSyntaxError(str(error.problem), place, mark.index) from error
    except UnicodeDecodeError as error:
        raise YamlSyntaxError("a tag does not spell characters", None) from error


def place_of(event: Event) -> Place:
    """Where what an event speaks of begins."""
    return _place(event.start_mark)


def _place(mark: Any) -> Place:
    """The place of a mark; libyaml counts both numbers from 0, and columns in characters."""
    return Place(mark.line + 1, mark.column + 1)
