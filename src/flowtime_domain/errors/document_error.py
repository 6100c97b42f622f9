"""One finding in a document, with its place.

Rule 1: a finding is a value; it is carried by an exception, never raised itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import final

from flowtime_domain.errors.caret import caret


@final
@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a text; both numbers count from 1."""

    line: int
    column: int


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentError:
    """One finding in a document (model §2.5).

    Attributes
    ----------
    code
        Stable name of the broken rule.
    message
        What is wrong, for a person; ends in ``did you mean 'NAME'?`` where a nearest name exists.
    pointer
        JSON pointer (RFC 6901) into the document as written; empty for the whole document.
    place
        Line and column, or None where unknown.
    offset, formula
        Errors of expressions: the zero-based character of the offending token, and the text it stands in.
    file
        Relative name of the file at fault, or None.
    limit, requested, setting
        Errors of limits: the number allowed, the number asked for, the setting that changes the limit.
    """

    code: str
    message: str
    pointer: str
    place: Place | None = None
    offset: int | None = None
    formula: str | None = None
    file: str | None = None
    limit: int | None = None
    requested: int | None = None
    setting: str | None = None

    @property
    def caret(self) -> str | None:
        """The line of the formula with the offending token, and ``^`` under it (model §6.6).

        Made only when it is shown: a text full of wrong names would repeat itself for each of them.
        """
        return None if self.formula is None or self.offset is None else caret(self.formula, self.offset)

    @property
    def sort_key(self) -> tuple[float, float, str, str]:
        """Line, column, pointer and code; errors without a place come last."""
        if self.place is None:
            return (float("inf"), float("inf"), self.pointer, self.code)
        return (self.place.line, self.place.column, self.pointer, self.code)


def in_document_order(errors: Iterable[DocumentError]) -> tuple[DocumentError, ...]:
    """The errors sorted by line, column, pointer and code, equal ones once (model §2.6)."""
    return tuple(sorted(dict.fromkeys(errors), key=lambda error: error.sort_key))


def pointer_to(path: Iterable[str | int]) -> str:
    """The JSON pointer (RFC 6901) for a path of member names and list indices.

    Examples
    --------
    >>> pointer_to(["nodes", 0, "a/b"])
    '/nodes/0/a~1b'
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
