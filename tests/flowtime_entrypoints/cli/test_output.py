"""What is written, and where."""

import pytest

from flowtime_entrypoints.cli.output import write_body, write_bytes, write_error_text


def test_documents_are_written_as_bytes(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """A body is the API's JSON with a line end, whatever the locale (operations §4.4)."""
    import sys

    write_body({"b": "ä", "a": [1.0, None]})
    write_bytes(b"t,value\n")
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == '{"b":"ä","a":[1,null]}\n'.encode() + b"t,value\n"


def test_errors_go_to_standard_error(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """What cannot be encoded is escaped, never a second failure (operations §4.3)."""
    write_error_text("ä\udc80\n")
    captured = capfdbinary.readouterr()
    assert (captured.out, captured.err) == (b"", "ä\\udc80\n".encode())
