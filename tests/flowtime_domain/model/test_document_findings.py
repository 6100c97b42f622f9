import pytest

from flowtime_domain.errors import Place
from flowtime_domain.model import document_findings
from flowtime_domain.model.limits import DocumentLimits

LIMITS = DocumentLimits(max_bytes=1, max_depth=2, max_aliases=3, max_events=4)
PLACE = Place(5, 6)


@pytest.mark.parametrize(
    ("finding", "code", "limit"),
    [
        (document_findings.too_deep, "document_too_deep", 2),
        (document_findings.too_many_aliases, "too_many_aliases", 3),
        (document_findings.too_many_events, "too_many_events", 4),
    ],
)
def test_a_limit_is_named_with_its_setting(finding, code, limit):
    """A limit that is passed comes with place, limit, number asked for and setting (model §2.2, api §2.1)."""
    found = finding(("a", 0), PLACE, 9, LIMITS)
    assert (found.code, found.pointer, found.place) == (code, "/a/0", PLACE)
    assert (found.limit, found.requested) == (limit, 9)
    assert found.setting.startswith("FLOWTIME_MAX_DOCUMENT_")
    assert " 9 " in found.message
    assert found.message.endswith(f"; the limit is {limit} ({found.setting}).")


def test_a_document_that_is_too_large_has_no_place():
    """The size is that of the whole document (model §2.2)."""
    found = document_findings.too_large(9, LIMITS)
    assert (found.code, found.pointer, found.place, found.limit) == ("document_too_large", "", None, 1)
    assert found.message == "The document has 9 bytes; the limit is 1 (FLOWTIME_MAX_DOCUMENT_BYTES)."


def test_a_duplicate_key_is_named():
    """The message about a duplicate key names the key (model §2.2)."""
    found = document_findings.duplicate_key(("a", "b"), PLACE)
    assert (found.code, found.pointer, found.place) == ("duplicate_key", "/a/b", PLACE)
    assert "'b'" in found.message
