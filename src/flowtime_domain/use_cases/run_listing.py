"""Which part of the list of runs a caller wants to see (api §7.1).

Rule 1: a listing goes by page numbers or by a cursor, never by both.
Rule 2: a cursor names the last run that was seen; callers pass it on and do not look inside.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, final

from flowtime_domain.errors import (
    DocumentError,
    FlowTimeError,
    QueryInvalidError,
    did_you_mean,
    in_document_order,
    pointer_to,
)
from flowtime_domain.runs.identity import RunId

MAXIMUM_PAGE_SIZE: Final = 200
DEFAULT_PAGE_SIZE: Final = 50
_MEMBERS: Final = ("page", "pageSize", "limit", "cursor")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}\Z", re.ASCII)


@final
@dataclass(frozen=True, slots=True)
class RunCursor:
    """The last run of a page: its moment of creation and its id."""

    created: datetime
    run_id: str

    @property
    def text(self) -> str:
        """The cursor as callers see it."""
        return f"{self.created.isoformat()} {self.run_id}".encode().hex()

    @classmethod
    def parse(cls, text: str) -> "RunCursor | None":
        """The cursor in a text, None if no listing gave it.

        Examples
        --------
        >>> from datetime import UTC
        >>> cursor = RunCursor(datetime(2025, 11, 4, tzinfo=UTC), "run_a")
        >>> RunCursor.parse(cursor.text) == cursor
        True
        """
        try:
            created, run_id = bytes.fromhex(text).decode().split(" ")
            cursor = cls(datetime.fromisoformat(created), str(RunId(run_id)))
        except (ValueError, FlowTimeError):
            return None
        return cursor if cursor.created.tzinfo is not None and cursor.text == text else None


@final
@dataclass(frozen=True, slots=True)
class RunListing:
    """A page by its number, or, if `limit` is given, the runs after a cursor."""

    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE
    limit: int | None = None
    cursor: RunCursor | None = None


def read_run_listing(query: Mapping[str, str]) -> RunListing:
    """The listing that query parameters ask for.

    Raises
    ------
    QueryInvalidError
        Parameters are unknown, wrong or in conflict; `errors` lists them all.

    Examples
    --------
    >>> read_run_listing({"limit": "500"}).limit
    200
    """
    errors = [_unknown(name) for name in query if name not in _MEMBERS]
    numbers = {name: _count(query, name, errors) for name in ("page", "pageSize", "limit")}
    cursor = RunCursor.parse(query["cursor"]) if "cursor" in query else None
    if "cursor" in query and cursor is None:
        message = "'cursor' is none that a listing gave; pass on 'nextCursor' as it is."
        errors.append(_error("invalid_cursor", message, "cursor"))
    by_cursor = "limit" in query or "cursor" in query
    if by_cursor and ("page" in query or "pageSize" in query):
        message = "Page through runs by 'page' and 'pageSize' or by 'limit' and 'cursor', not by both."
        errors.append(_error("conflicting_members", message, "cursor" if "cursor" in query else "limit"))
    if errors:
        raise QueryInvalidError(in_document_order(errors))
    size = min(numbers["limit" if by_cursor else "pageSize"] or DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE)
    if by_cursor:
        return RunListing(limit=size, cursor=cursor)
    return RunListing(page=numbers["page"] or 1, page_size=size)


def _count(query: Mapping[str, str], name: str, errors: list[DocumentError]) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    if not _INTEGER.match(text):
        errors.append(_error("invalid_type", f"'{name}' must be an integer, got '{text[:64]}'.", name))
        return None
    if int(text) < 1:
        errors.append(_error("out_of_range", f"'{name}' must be at least 1, got {text}.", name))
    return int(text)


def _unknown(name: str) -> DocumentError:
    hint = did_you_mean(name, _MEMBERS) or f"; known here: {', '.join(_MEMBERS)}."
    return _error("unknown_member", f"There is no query parameter '{name[:64]}'{hint}", name)


def _error(code: str, message: str, name: str) -> DocumentError:
    return DocumentError(code=code, message=message, pointer=pointer_to([name]))
