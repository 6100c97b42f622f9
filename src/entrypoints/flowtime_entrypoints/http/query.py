"""Reading query parameters (api §1.3)."""

from typing import Any
from urllib.parse import parse_qsl

from litestar import Request

from flowtime_domain.errors import QueryInvalidError, in_document_order
from flowtime_domain.runs.query_members import repeated_members, unknown_members


def query_pairs(request: Request[Any, Any, Any]) -> list[tuple[str, str]]:
    """The query parameters of a request as they come, the repeated ones included."""
    return parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)


def refuse_query(request: Request[Any, Any, Any]) -> None:
    """Check that a request to an endpoint without query parameters has none.

    Raises
    ------
    QueryInvalidError
        It has some; all are named.
    """
    pairs = query_pairs(request)
    if pairs:
        raise QueryInvalidError(in_document_order([*unknown_members(pairs, ()), *repeated_members(pairs)]))
