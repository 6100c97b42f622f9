"""Headers that hold lists, which may come in several lines (RFC 9110 §5.3)."""

from litestar.types import HTTPScope


def header_list(scope: HTTPScope, name: bytes) -> str:
    """All that a request says in a header, its lines joined by commas; the name is in lower case.

    Examples
    --------
    >>> header_list({"headers": [(b"accept", b"a"), (b"host", b"x"), (b"accept", b"b")]}, b"accept")
    'a,b'
    """
    return b",".join([value for given, value in scope["headers"] if given == name]).decode("latin-1")
