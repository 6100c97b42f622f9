"""The text of a document that a person has on screen when an error points into it."""

import re
from dataclasses import dataclass
from typing import Final, final

STANDARD_INPUT: Final = "<stdin>"
_LINE_END: Final = re.compile("\r\n|[\r\n]")


@final
@dataclass(frozen=True, slots=True)
class SourceText:
    """A text and what it is called.

    Attributes
    ----------
    name
        Path of the file as the caller wrote it, or ``<stdin>``.
    content
        Its bytes.
    """

    name: str
    content: bytes

    def line(self, number: int) -> str | None:
        """A line without its end, counted from 1; None behind the last."""
        text = self.content.decode("utf-8-sig", errors="replace")
        lines = _LINE_END.split(text)
        return lines[number - 1] if number <= len(lines) else None
