from flowtime_domain.errors import DocumentError, Place, in_document_order, pointer_to


def finding(code, pointer="", place=None):
    return DocumentError(code=code, message="", pointer=pointer, place=place)


def test_errors_are_sorted_by_place_then_pointer_then_code():
    """Line, column, pointer and code decide the order; what has no place comes last (model §2.6)."""
    expected = [
        finding("b", "/a", Place(1, 9)),
        finding("a", "/a", Place(2, 1)),
        finding("b", "/a", Place(2, 1)),
        finding("a", "/b", Place(2, 1)),
        finding("a", "/a"),
    ]
    assert list(in_document_order(reversed(expected))) == expected


def test_equal_errors_are_listed_once():
    """What two rules find in the same words at the same place is one error (model §2.6)."""
    assert in_document_order([finding("a", "/a"), finding("b"), finding("a", "/a")]) == (
        finding("b"),
        finding("a", "/a"),
    )


def test_pointer_escapes_its_separators():
    """A pointer escapes `~` and `/` as RFC 6901 says (model §2.5)."""
    assert pointer_to(["a~b", "c/d", 0, ""]) == "/a~0b/c~1d/0/"
    assert pointer_to([]) == ""


def test_a_finding_in_a_formula_shows_its_place_there():
    """The caret stands under the offending character; a finding elsewhere has none (model §6.6)."""
    inside = DocumentError(code="a", message="", pointer="", offset=2, formula="1 +\nb")
    assert inside.caret == "1 +\n  ^"
    assert finding("a").caret is None
