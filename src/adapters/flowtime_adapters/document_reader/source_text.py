"""The characters of a text, and the place of each of them.

Rule 1: a text is UTF-8, at most as large as allowed, and free of lone surrogates, before anybody parses it.
"""

import re
from bisect import bisect_right
from typing import Final, final

from flowtime_domain.errors import DocumentError, ModelInvalidError, Place
from flowtime_domain.model.document_findings import too_large
from flowtime_domain.model.limits import DocumentLimits

BYTE_ORDER_MARK: Final = "\ufeff"
SURROGATE: Final = re.compile("[\ud800-\udfff]")
LINE_END: Final = re.compile("\r\n|[\r\n]")


def source_text(source: str | bytes, limits: DocumentLimits) -> str:
    """The characters of a document without its byte-order mark.

    Raises
    ------
    ModelInvalidError
        The document is too large, not UTF-8, or holds a lone surrogate.
    """
    size = len(source) if isinstance(source, bytes) else len(source.encode("utf-8", "surrogatepass"))
    if size > limits.max_bytes:
        raise ModelInvalidError([too_large(size, limits)])
    text = decoded(source) if isinstance(source, bytes) else source.removeprefix(BYTE_ORDER_MARK)
    surrogate = SURROGATE.search(text)
    if surrogate is not None:
        place = place_at(text, surrogate.start())
        raise ModelInvalidError([syntax_finding("a lone surrogate is no character", place)])
    return text


def decoded(source: bytes) -> str:
    """The characters that UTF-8 bytes spell, without a byte-order mark.

    Raises
    ------
    ModelInvalidError
        The bytes are not UTF-8.
    """
    try:
        return source.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8").removeprefix(BYTE_ORDER_MARK)
        reason = f"byte 0x{source[error.start]:02x} does not fit"
        finding = syntax_finding(reason, place_at(before, len(before)), "UTF-8 text")
        raise ModelInvalidError([finding]) from error


def syntax_finding(reason: str, place: Place | None, language: str = "YAML") -> DocumentError:
    """The finding that a text is not what its language allows."""
    return DocumentError(
        code="yaml_syntax", message=f"This is not {language}: {reason}.", pointer="", place=place
    )


def place_at(text: str, offset: int) -> Place:
    """The line and column of the character at an offset."""
    return LineIndex(text).place(offset)


@final
class LineIndex:
    """Where the lines of a text start."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in LINE_END.finditer(text))]

    def place(self, offset: int) -> Place:
        """The line and column of the character at an offset, both counted from 1."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)
