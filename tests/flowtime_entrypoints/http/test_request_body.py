"""Reading bodies."""

import anyio
import pytest
from litestar import Request

from flowtime_adapters.document_reader.json import read_strict_json
from flowtime_domain.errors import (
    BodyMalformedError,
    BodyTooLargeError,
    MediaTypeUnsupportedError,
    RequestInvalidError,
    RequestTimeoutError,
)
from flowtime_entrypoints.http.request_body import BodyReader


def read(*chunks, headers=None, reader=None):
    """Read a body that arrives in chunks; None is a client that waits, False one that goes away."""
    left = list(chunks)
    given = {"content-type": "application/json", **(headers or {})}

    async def receive():
        chunk = left.pop(0)
        if chunk is None:
            await anyio.sleep(5)
        if chunk is False:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": chunk, "more_body": bool(left)}

    scope = {"type": "http", "headers": [(name.encode(), value.encode()) for name, value in given.items()]}
    reader = reader or BodyReader(100, 5, read_strict_json)
    return anyio.run(reader.members, Request(scope, receive=receive))


def test_body_may_come_in_pieces():
    """A body is read to its end, however it arrives (api §4.1)."""
    assert read(b'{"a"', b": ", b"1}") == {"a": 1}


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "APPLICATION/JSON",
        "application/json; charset=UTF-8",
        'application/json;charset="utf-8"',
    ],
)
def test_json_types(content_type):
    """JSON may be declared in any case and with parameters, in UTF-8 (api §1.1)."""
    assert read(b"{}", headers={"content-type": content_type}) == {}


@pytest.mark.parametrize(
    "content_type", ["", "text/json", "application/jsonx", "application/json; charset=latin-1", "text/plain"]
)
def test_other_types(content_type):
    """Anything else is no JSON (api §13)."""
    with pytest.raises(MediaTypeUnsupportedError):
        read(b"{}", headers={"content-type": content_type})


def test_length_is_judged_before_the_body_is_read():
    """A body that announces too much is refused (api §4.1)."""
    with pytest.raises(BodyTooLargeError):
        read(b"{}", headers={"content-length": "101"})


def test_length_comes_before_type():
    """Length is checked before type, type before the body (api §1.5)."""
    with pytest.raises(BodyTooLargeError):
        read(b"{}", headers={"content-length": "101", "content-type": "text/plain"})
    with pytest.raises(MediaTypeUnsupportedError):
        read(b"not JSON", headers={"content-type": "text/plain"})


def test_length_is_judged_while_reading():
    """A body that is too large without saying so is refused; one byte less is not (api §4.1)."""
    with pytest.raises(BodyTooLargeError) as caught:
        read(b" " * 60, b" " * 41, b" " * 1000)
    assert caught.value.errors[0].setting == "FLOWTIME_MAX_BODY_BYTES"
    assert read(b" " * 60, b" " * 38 + b"{}") == {}


def test_refusal_does_not_wait_for_a_slow_caller():
    """The rest of a body that is too large is not waited for (api §4.1)."""
    with pytest.raises(BodyTooLargeError):
        read(b" " * 101, None)


def test_body_must_arrive_in_time():
    """A body that does not arrive is not waited for longer than allowed (api §4.1)."""
    reader = BodyReader(100, 0.05, read_strict_json)
    with pytest.raises(RequestTimeoutError):
        read(b"{", None, reader=reader)


def test_caller_that_goes_away():
    """A body that breaks off is not taken for a whole one (api §13)."""
    with pytest.raises(BodyMalformedError):
        read(b"{}", False)


@pytest.mark.parametrize("body", [b"[]", b'"a"', b"1", b"null", b"true"])
def test_json_that_is_no_object(body):
    """A request is an object (api §6.2)."""
    with pytest.raises(RequestInvalidError) as caught:
        read(body)
    assert [(error.code, error.pointer) for error in caught.value.errors] == [("invalid_type", "")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": "\\ud800"}',
        b'{"a": 1} // no',
        b"\xff\xfe{}",
        b'{"a":' * 300 + b"1" + b"}" * 300,
    ],
)
def test_bodies_that_are_not_strict_json(body):
    """What is not strict JSON in UTF-8, or is nested endlessly, is refused (api §1.2)."""
    reader = BodyReader(10_000, 5, read_strict_json)
    with pytest.raises(BodyMalformedError):
        read(body, reader=reader)
