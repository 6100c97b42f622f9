"""Which part of the list of runs a caller wants to see (api §7.1).

Rule 1: a listing goes by page numbers or by a cursor, never by both.
Rule 2: a cursor names the last run that was seen; callers pass it on and do not look inside. Its last digits
tell one that a listing gave from one that was made by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, cast, final

from flowtime_domain.errors import DocumentError, FlowTimeError, QueryInvalidError, in_document_order
from flowtime_domain.ports.run_catalog import RunFilter
from flowtime_domain.runs.identity import RunId, sha256_digits
from flowtime_domain.runs.query_members import (
    integer_in,
    member_error,
    repeated_members,
    shown,
    unknown_members,
)
from flowtime_domain.runs.run_summary import RunStatus

MAXIMUM_PAGE_SIZE: Final = 200
DEFAULT_PAGE_SIZE: Final = 50
STATUSES: Final = ("complete", "corrupt", "all")
LONGEST_TEXT: Final = 200
_FILTERS: Final = ("status", "mode", "templateId", "hasWarnings", "createdAfter", "createdBefore", "q")
_MEMBERS: Final = (*_FILTERS, "page", "pageSize", "limit", "cursor")
_CHECK_DIGITS: Final = 8
_TRUTHS: Final = {"true": True, "false": False}


@final
@dataclass(frozen=True, slots=True)
class RunCursor:
    """The last run of a page: its moment of creation and its id."""

    created: datetime
    run_id: str

    @property
    def text(self) -> str:
        """The cursor as callers see it."""
        content = f"{self.created.isoformat()} {self.run_id}".encode()
        return content.hex() + sha256_digits(content)[:_CHECK_DIGITS]

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
            created, run_id = bytes.fromhex(text[:-_CHECK_DIGITS]).decode().split(" ")
            cursor = cls(datetime.fromisoformat(created), str(RunId(run_id)))
        except (ValueError, FlowTimeError):
            return None
        return cursor if cursor.created.tzinfo is not None and cursor.text == text else None


@final
@dataclass(frozen=True, slots=True)
class RunListing:
    """Of the runs that pass a filter a page by its number, or, if `limit` is given, those after a cursor."""

    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE
    limit: int | None = None
    cursor: RunCursor | None = None
    filter: RunFilter = field(default_factory=RunFilter)


def read_run_listing(given: Sequence[tuple[str, str]]) -> RunListing:
    """The listing that query parameters ask for, given as pairs of name and text.

    Raises
    ------
    QueryInvalidError
        Parameters are unknown, given twice, wrong or in conflict; `errors` lists them all.

    Examples
    --------
    >>> read_run_listing([("limit", "500")]).limit
    200
    """
    query = dict(given)
    errors = [*unknown_members(given, _MEMBERS), *repeated_members(given)]
    wanted = _filter(query, errors)
    numbers = {name: _count(query, name, errors) for name in ("page", "pageSize", "limit")}
    cursor = RunCursor.parse(query["cursor"]) if "cursor" in query else None
    if "cursor" in query and cursor is None:
        message = "'cursor' is none that a listing gave; pass on 'nextCursor' as it is."
        errors.append(member_error("invalid_cursor", message, "cursor"))
    by_cursor = "limit" in query or "cursor" in query
    if by_cursor and ("page" in query or "pageSize" in query):
        message = "Page through runs by 'page' and 'pageSize' or by 'limit' and 'cursor', not by both."
        errors.append(
            member_error("conflicting_members", message, "cursor" if "cursor" in query else "limit")
        )
    if errors:
        raise QueryInvalidError(in_document_order(errors))
    size = min(numbers["limit" if by_cursor else "pageSize"] or DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE)
    if by_cursor:
        return RunListing(limit=size, cursor=cursor, filter=wanted)
    return RunListing(page=numbers["page"] or 1, page_size=size, filter=wanted)


def _filter(query: Mapping[str, str], errors: list[DocumentError]) -> RunFilter:
    return RunFilter(
        status=_status(query, errors),
        mode=query.get("mode"),
        template_id=query.get("templateId"),
        has_warnings=_truth(query, "hasWarnings", errors),
        created_after=_moment(query, "createdAfter", errors),
        created_before=_moment(query, "createdBefore", errors),
        text=_text(query, errors),
    )


def _status(query: Mapping[str, str], errors: list[DocumentError]) -> RunStatus | None:
    word = query.get("status", "complete")
    if word not in STATUSES:
        message = f"'status' must be one of 'complete', 'corrupt', 'all', got '{shown(word)}'."
        errors.append(member_error("out_of_range", message, "status"))
    return None if word == "all" else cast(RunStatus, word)


def _truth(query: Mapping[str, str], name: str, errors: list[DocumentError]) -> bool | None:
    text = query.get(name)
    if text is not None and text not in _TRUTHS:
        message = f"'{name}' must be 'true' or 'false', got '{shown(text)}'."
        errors.append(member_error("invalid_type", message, name))
    return None if text is None else _TRUTHS.get(text)


def _moment(query: Mapping[str, str], name: str, errors: list[DocumentError]) -> datetime | None:
    """A moment in UTC; what has no offset is in UTC already."""
    text = query.get(name)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        message = (
            f"'{name}' must be a time such as 2025-03-03T08:00:00Z, got '{shown(text)}'; "
            "in an address the '+' of an offset is written %2B."
        )
        errors.append(member_error("invalid_type", message, name))
    return None


def _text(query: Mapping[str, str], errors: list[DocumentError]) -> str | None:
    text = query.get("q")
    if text is not None and not 1 <= len(text) <= LONGEST_TEXT:
        message = f"'q' must have 1 to {LONGEST_TEXT} characters, got {len(text)}."
        errors.append(member_error("out_of_range", message, "q"))
    return text


def _count(query: Mapping[str, str], name: str, errors: list[DocumentError]) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    number = integer_in(text)
    if number is None:
        errors.append(
            member_error("invalid_type", f"'{name}' must be an integer, got '{shown(text)}'.", name)
        )
    elif number < 1:
        errors.append(member_error("out_of_range", f"'{name}' must be at least 1, got {number}.", name))
    return number
