"""The findings that a document is larger than allowed (model §2.2).

Rule 1: every finding names the limit, what was asked for, and the setting that changes the limit.
"""

from typing import Final

from flowtime_domain.errors import DocumentError, Place, pointer_to
from flowtime_domain.model.document import Path
from flowtime_domain.model.limits import DocumentLimits

BYTES_SETTING: Final = "FLOWTIME_MAX_DOCUMENT_BYTES"
DEPTH_SETTING: Final = "FLOWTIME_MAX_DOCUMENT_DEPTH"
ALIASES_SETTING: Final = "FLOWTIME_MAX_DOCUMENT_ALIASES"
EVENTS_SETTING: Final = "FLOWTIME_MAX_DOCUMENT_EVENTS"


def too_large(size: int, limits: DocumentLimits) -> DocumentError:
    """A document of `size` bytes has more than allowed."""
    return DocumentError(
        code="document_too_large",
        message=f"The document has {size} bytes; the limit is {limits.max_bytes} ({BYTES_SETTING}).",
        pointer="",
        limit=limits.max_bytes,
        requested=size,
        setting=BYTES_SETTING,
    )


def too_deep(path: Path, place: Place | None, depth: int, limits: DocumentLimits) -> DocumentError:
    """The mapping or list at a path is nested deeper than allowed."""
    return DocumentError(
        code="document_too_deep",
        message=f"Mappings and lists are nested {depth} deep here; "
        f"the limit is {limits.max_depth} ({DEPTH_SETTING}).",
        pointer=pointer_to(path),
        place=place,
        limit=limits.max_depth,
        requested=depth,
        setting=DEPTH_SETTING,
    )


def too_many_aliases(path: Path, place: Place | None, count: int, limits: DocumentLimits) -> DocumentError:
    """The alias at a path is one more than allowed, with every alias expanded."""
    return DocumentError(
        code="too_many_aliases",
        message=f"With this alias there are {count} aliases, counted with every alias expanded; "
        f"the limit is {limits.max_aliases} ({ALIASES_SETTING}).",
        pointer=pointer_to(path),
        place=place,
        limit=limits.max_aliases,
        requested=count,
        setting=ALIASES_SETTING,
    )


def too_many_events(path: Path, place: Place | None, count: int, limits: DocumentLimits) -> DocumentError:
    """The value at a path makes the document longer than allowed, with every alias expanded."""
    return DocumentError(
        code="too_many_events",
        message=f"Up to here the document has {count} parts (a scalar is one, a mapping or list two, "
        f"every alias counts as what it stands for); the limit is {limits.max_events} ({EVENTS_SETTING}).",
        pointer=pointer_to(path),
        place=place,
        limit=limits.max_events,
        requested=count,
        setting=EVENTS_SETTING,
    )


def duplicate_key(path: Path, place: Place | None) -> DocumentError:
    """The key at the end of a path stands a second time in its mapping."""
    return DocumentError(
        code="duplicate_key",
        message=f"The key '{path[-1]}' stands twice in this mapping; remove one of them.",
        pointer=pointer_to(path),
        place=place,
    )
