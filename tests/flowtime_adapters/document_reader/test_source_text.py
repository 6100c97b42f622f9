import pytest

from flowtime_adapters.document_reader.source_text import place_at, source_text
from flowtime_domain.errors import ModelInvalidError, Place
from flowtime_domain.model.limits import DocumentLimits

LIMITS = DocumentLimits()


def fault(source, limits=LIMITS):
    with pytest.raises(ModelInvalidError) as raised:
        source_text(source, limits)
    (finding,) = raised.value.errors
    return finding


@pytest.mark.parametrize("source", ["a: é", "\ufeffa: é", "a: é".encode(), b"\xef\xbb\xbf" + "a: é".encode()])
def test_texts_and_bytes_are_the_same(source):
    """Bytes are UTF-8, and a byte-order mark is skipped (model §2.1)."""
    assert source_text(source, LIMITS) == "a: é"


@pytest.mark.parametrize("source", ["a: é", "a: é".encode()])
def test_size_counts_bytes(source):
    """A text may have as many bytes as the limit says, not characters (model §2.2)."""
    assert source_text(source, DocumentLimits(max_bytes=5))
    found = fault(source, DocumentLimits(max_bytes=4))
    assert (found.code, found.pointer, found.place) == ("document_too_large", "", None)
    assert (found.limit, found.requested, found.setting) == (4, 5, "FLOWTIME_MAX_DOCUMENT_BYTES")


def test_bytes_that_are_no_utf8_are_refused():
    """Bytes that are not UTF-8 are a syntax error at the first of them (model §2.1)."""
    found = fault(b"a: 1\nb: \xc3\xa9\xff")
    assert (found.code, found.place) == ("yaml_syntax", Place(2, 5))


def test_lone_surrogates_are_refused():
    """A lone surrogate is a syntax error (model §2.1)."""
    found = fault("a: 1\nb: \udc00")
    assert (found.code, found.place) == ("yaml_syntax", Place(2, 4))


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (1, 1)), (1, (1, 2)), (2, (2, 1)), (5, (3, 1)), (7, (4, 1))]
)
def test_lines_end_as_on_any_platform(offset, place):
    """LF, CR and both together end a line (model §2.5)."""
    assert place_at("a\nb\r\nc\rd", offset) == Place(*place)
