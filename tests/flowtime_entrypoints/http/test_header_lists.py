"""Headers that hold lists."""

from flowtime_entrypoints.http.header_lists import header_list


def test_what_is_not_there_is_empty():
    """A header that a request does not have is an empty list (RFC 9110 §5.3)."""
    assert header_list({"headers": [(b"host", b"x")]}, b"accept") == ""


def test_bytes_that_are_no_ascii():
    """Bytes beyond ASCII do not stop a request (RFC 9110 §5.5)."""
    assert header_list({"headers": [(b"if-none-match", b'"\xe4"')]}, b"if-none-match") == '"\xe4"'
