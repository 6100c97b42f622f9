"""Compression of bodies."""

import gzip

import anyio
import brotli
import pytest

from flowtime_entrypoints.http.compression import QUICK_BYTES, SMALLEST, Compression
from flowtime_entrypoints.http.kept_bodies import KeptBodies

DECOMPRESSED = {"br": brotli.decompress, "gzip": gzip.decompress}


def answered(messages, *accepted, kind="http", kept=None):
    """What is sent to a caller of an application that sends these messages."""
    sent = []

    async def app(scope, receive, send):
        for message in messages:
            await send(message)

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.disconnect"}

    headers = [(b"accept-encoding", value.encode()) for value in accepted]
    anyio.run(Compression(app, kept or KeptBodies()), {"type": kind, "headers": headers}, receive, send)
    return sent


def answer(*bodies, headers=()):
    last = len(bodies) - 1
    start = {"type": "http.response.start", "status": 200, "headers": list(headers)}
    parts = [
        {"type": "http.response.body", "body": body, "more_body": index < last}
        for index, body in enumerate(bodies)
    ]
    return [start, *parts]


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize("size", [SMALLEST, QUICK_BYTES, QUICK_BYTES + 1, 1_000_000])
def test_bodies_are_compressed(encoding, size):
    """A body of 1 KiB or more is compressed, and its headers say how and how long it is (api §1.6)."""
    body = b"0.25," * (size // 5) + b"0" * (size % 5)
    start, sent = answered(answer(body, headers=[(b"content-length", b"%d" % size)]), "deflate", encoding)
    assert DECOMPRESSED[encoding](sent["body"]) == body
    assert dict(start["headers"]) == {
        b"content-encoding": encoding.encode(),
        b"content-length": b"%d" % len(sent["body"]),
        b"vary": b"Accept-Encoding",
    }


@pytest.mark.parametrize("accepted", [(), ("identity",), ("zstd",), ("br;q=0",)])
def test_callers_who_want_none_get_none(accepted):
    """A body is sent as it is to callers who do not ask for an encoding of ours (api §1.6)."""
    messages = answer(b"x" * SMALLEST)
    assert answered(messages, *accepted) == messages


def test_small_and_partial_bodies_are_sent_as_they_are():
    """Under 1 KiB nothing is compressed, and neither is what comes in parts (api §1.6)."""
    for messages in (answer(b"x" * (SMALLEST - 1)), answer(b"x" * SMALLEST, b"y")):
        assert answered(messages, "br") == messages


def test_compressed_answers_tell_no_time():
    """Equal answers are equal bytes whenever they are compressed (api §4.3)."""
    _, sent = answered(answer(b"x" * SMALLEST), "gzip")
    assert sent["body"][4:8] == bytes(4), "where gzip keeps the time"


def test_what_is_no_request_is_handed_on():
    """Start and stop of the process have no headers to look at (operations §5)."""
    messages = [{"type": "lifespan.startup.complete"}]
    assert answered(messages, kind="lifespan") == messages


def test_what_is_large_and_has_a_tag_is_compressed_once():
    """The compressed body of a tag is kept for its encoding; others are compressed anew (api §4.2)."""
    kept, tag, large = KeptBodies(), (b"ETag", b'"0f"'), b"x" * (QUICK_BYTES + 1)

    def sent(body, encoding, *headers):
        start, message = answered(answer(body, headers=headers), encoding, kept=kept)
        assert dict(start["headers"])[b"content-length"] == b"%d" % len(message["body"])
        return message["body"]

    first = sent(large, "br", tag)
    assert sent(large, "br", tag) is first
    assert gzip.decompress(sent(large, "gzip", tag)) == large
    assert sent(large, "br") == first
    assert sent(large, "br") is not first
    other = b"y" * len(large)
    assert brotli.decompress(sent(other, "br", tag)) == other
