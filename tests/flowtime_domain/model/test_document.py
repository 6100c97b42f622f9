from flowtime_domain.errors import Place
from flowtime_domain.model.document import Document, NoPlaces

VALUES = {(): Place(1, 1), ("a",): Place(1, 4), ("a", 0): Place(2, 3)}
KEYS = {("a",): Place(1, 1)}


class FixedPlaces:
    """Places from two tables."""

    def of_value(self, path):
        return VALUES.get(path)

    def of_key(self, path):
        return KEYS.get(path)


DOCUMENT = Document({"a": [1]}, FixedPlaces())


def test_a_value_stands_at_its_place():
    """Line and column point to the value (model §2.5)."""
    assert DOCUMENT.place_of(("a", 0)) == Place(2, 3)


def test_what_is_missing_stands_where_it_is_missed():
    """A finding about a key that is missing points to the mapping that lacks it (model §2.5)."""
    assert DOCUMENT.place_of(("a", 0, "b", "c")) == Place(2, 3)
    assert DOCUMENT.place_of(("b",)) == Place(1, 1)


def test_findings_about_keys_stand_at_the_key():
    """Findings about a key point to the key, an element of a list to itself (model §2.5)."""
    assert DOCUMENT.error("unknown_key", "m", ("a",), key=True).place == Place(1, 1)
    assert DOCUMENT.error("unknown_key", "m", ("a", 0), key=True).place == Place(2, 3)


def test_findings_carry_what_they_are_given():
    """A finding has the pointer of its path and the fields of its limit (model §2.5, api §2.1)."""
    found = DOCUMENT.error("model_too_large", "m", ("a", 0), limit=1, requested=2, setting="S")
    assert (found.pointer, found.limit, found.requested, found.setting) == ("/a/0", 1, 2, "S")


def test_an_object_has_no_places():
    """A document that never was a text has no lines and columns (model §2.1)."""
    document = Document({"a": [1]})
    assert document.place_of(("a", 0)) is None
    assert document.place_of(("a",), key=True) is None
    assert NoPlaces().of_key(("a",)) is None
