"""Texts that errors point into."""

from flowtime_entrypoints.cli.source_text import SourceText


def test_lines_count_as_in_places() -> None:
    """Lines end with LF, CR or both, and a byte-order mark is no character (model §2.1)."""
    source = SourceText("a.yaml", "\ufeffone\r\ntwo\rthree\nfour".encode())
    assert [source.line(number) for number in (1, 2, 3, 4, 5)] == ["one", "two", "three", "four", None]


def test_bytes_that_are_no_text() -> None:
    """A line that is not UTF-8 can be shown all the same (operations §4.3)."""
    assert SourceText("a.yaml", b"a\xff").line(1) == "a\ufffd"
