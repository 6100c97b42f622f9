"""Reading query parameters (api §1.3)."""

from collections import Counter
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request

from flowtime_domain.errors import DocumentError, QueryInvalidError, in_document_order, pointer_to


def query_pairs(request: Request[Any, Any, Any]) -> list[tuple[str, str]]:
    """The query parameters of a request as they come, for readers that find repeated ones themselves."""
    return parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)


def query_members(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The query parameters of a request by name.

    Raises
    ------
    QueryInvalidError
        One is given twice.
    """
    pairs = query_pairs(request)
    counts = Counter(name for name, _ in pairs)
    repeated = [_error("repeated_member", f"'{_shown(name)}' is given {count} times.", name)
                for name, count in counts.items() if count > 1]  # fmt: skip
    if repeated:
        raise QueryInvalidError(in_document_order(repeated))
    return dict(pairs)


def refuse_query(request: Request[Any, Any, Any]) -> None:
    """Check that a request to an endpoint without query parameters has none.

    Raises
    ------
    QueryInvalidError
        It has some; all are named.
    """
    errors = [
        _error("unknown_member", f"There is no query parameter '{_shown(name)}'; none is known here.", name)
        for name in query_members(request)
    ]
    if errors:
        raise QueryInvalidError(in_document_order(errors))


def _error(code: str, message: str, name: str) -> DocumentError:
    return DocumentError(code=code, message=message, pointer=pointer_to([name]))


def _shown(name: str) -> str:
    return name[:64]
