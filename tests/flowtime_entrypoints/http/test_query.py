"""Query parameters."""

import pytest
from litestar import Request

from flowtime_domain.errors import QueryInvalidError
from flowtime_entrypoints.http.query import query_members, query_pairs, refuse_query


def request_with(query):
    return Request({"type": "http", "query_string": query, "headers": []})


@pytest.mark.parametrize(
    ("query", "members"),
    [
        (b"", {}),
        (b"a=1&b=", {"a": "1", "b": ""}),
        (b"a", {"a": ""}),
        (b"a=x%20y+z", {"a": "x y z"}),
        (b"a=%zz%ff", {"a": "%zz\ufffd"}),
    ],
)
def test_members_are_decoded_once(query, members):
    """Query parameters are percent-decoded once; what cannot be decoded does no harm (api §1.3)."""
    assert query_members(request_with(query)) == members


def test_pairs_keep_what_is_repeated():
    """Readers that find repeated parameters themselves get all of them, in order (state §1.4)."""
    assert query_pairs(request_with(b"b=1&a=%20&b=")) == [("b", "1"), ("a", " "), ("b", "")]


def test_all_repeated_parameters_are_named():
    """Parameters given twice are errors, reported together (api §1.3)."""
    with pytest.raises(QueryInvalidError) as caught:
        query_members(request_with(b"b=1&a=1&b=1&a=2&c=3"))
    assert [(error.code, error.pointer) for error in caught.value.errors] == [
        ("repeated_member", "/a"),
        ("repeated_member", "/b"),
    ]


def test_endpoint_without_parameters_refuses_all():
    """An endpoint without query parameters names every one it is given (api §1.3)."""
    refuse_query(request_with(b""))
    with pytest.raises(QueryInvalidError) as caught:
        refuse_query(request_with(b"a=1&b~/=2"))
    assert [(error.code, error.pointer) for error in caught.value.errors] == [
        ("unknown_member", "/a"),
        ("unknown_member", "/b~0~1"),
    ]
