"""Errors as a person reads them: the message, the place, the line and a caret (operations §4.3).

Rule 1: nothing from outside is printed raw.
"""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from flowtime_domain.errors import DocumentError, FlowTimeError
from flowtime_entrypoints.cli.printable import columns, printable
from flowtime_entrypoints.cli.source_text import SourceText

MAXIMUM_BLOCKS: Final = 20
LONGEST_LINE: Final = 100
_BEFORE_PLACE: Final = 60
_CUT: Final = "..."


def error_blocks(error: FlowTimeError, source: SourceText | None) -> str:
    """The blocks of an error, each ending with a line end.

    Parameters
    ----------
    error
        What went wrong.
    source
        The text that findings with a place point into; None if there is none.
    """
    blocks = [_head(error.code, error.detail)] if _needs_head(error) else []
    blocks += findings_blocks(error.errors, source, getattr(error, "total", len(error.errors)))
    return "".join(blocks)


def findings_blocks(
    findings: tuple[DocumentError, ...], source: SourceText | None, total: int
) -> Iterator[str]:
    """A block for each of the first findings, and how many more there are."""
    for finding in findings[:MAXIMUM_BLOCKS]:
        yield "".join([_head(finding.code, finding.message), *_where(finding, source)])
    if total > MAXIMUM_BLOCKS:
        yield f"... and {total - MAXIMUM_BLOCKS} more\n"


def _needs_head(error: FlowTimeError) -> bool:
    """Whether the findings alone would not say what the error says."""
    return not error.errors or error.errors[0].message not in error.detail


def _head(code: str, message: str) -> str:
    return f"error[{code}]: {printable(message)}\n"


def _where(finding: DocumentError, source: SourceText | None) -> Iterator[str]:
    place = finding.place
    # A finding in another file, of a capture, says nothing about the text that is at hand.
    text = source if source is not None and finding.file in (None, PurePath(source.name).name) else None
    name = finding.file if text is None else text.name
    if place is None or name is None:
        where = " ".join(part for part in (finding.file, finding.pointer) if part)
        yield f" --> {printable(where)}\n" if where else ""
        yield from _formula(finding)
        return
    yield f" --> {printable(name)}:{place.line}:{place.column}\n"
    line = None if text is None else text.line(place.line)
    if line is not None:
        note = "" if finding.offset is None else f" at character {finding.offset} of the expression"
        yield from _excerpt(line, place.column - 1, str(place.line), note)
        if finding.formula is not None and finding.formula not in line:
            yield from _formula(finding)


def _formula(finding: DocumentError) -> Iterator[str]:
    """The formula itself, where the line does not show it: written over several lines, or filled in."""
    if finding.caret is not None:
        line, below = finding.caret.split("\n")
        yield from _excerpt(line, len(below) - 1, "", "")


def _excerpt(line: str, column: int, number: str, note: str) -> Iterator[str]:
    """A line with a caret under a column, counted from 0; a very long one is cut around it."""
    before, after = printable(line[:column]), printable(line[column:])
    if len(before) > _BEFORE_PLACE and len(before) + len(after) > LONGEST_LINE:
        before = _CUT + before[len(_CUT) - _BEFORE_PLACE :]
    room = LONGEST_LINE - len(before)
    if len(after) > room:
        after = after[: room - len(_CUT)] + _CUT
    yield f"{number} | {before}{after}".rstrip() + "\n"
    yield f"{' ' * len(number)} | {' ' * columns(before)}^{note}\n"
