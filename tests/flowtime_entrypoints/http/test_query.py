"""Query parameters."""

import pytest
from litestar import Request

from flowtime_domain.errors import QueryInvalidError
from flowtime_entrypoints.http.query import query_pairs, refuse_query


def request_with(query):
    return Request({"type": "http", "query_string": query, "headers": []})


@pytest.mark.parametrize(
    ("query", "pairs"),
    [
        (b"", []),
        (b"a=1&b=", [("a", "1"), ("b", "")]),
        (b"a", [("a", "")]),
        (b"a=x%20y+z", [("a", "x y z")]),
        (b"a=%zz%ff", [("a", "%zz\ufffd")]),
        (b"b=1&a=%20&b=", [("b", "1"), ("a", " "), ("b", "")]),
    ],
)
def test_parameters_are_decoded_once(query, pairs):
    """Query parameters are percent-decoded once, in order; what cannot be decoded does no harm (api §1.3)."""
    assert query_pairs(request_with(query)) == pairs


def test_endpoint_without_parameters_refuses_all():
    """An endpoint without query parameters names every one it is given (api §1.3)."""
    refuse_query(request_with(b""))
    with pytest.raises(QueryInvalidError) as caught:
        refuse_query(request_with(b"a=1&b~/=2&a=1"))
    assert [(error.code, error.pointer) for error in caught.value.errors] == [
        ("repeated_member", "/a"),
        ("unknown_member", "/a"),
        ("unknown_member", "/b~0~1"),
    ]
