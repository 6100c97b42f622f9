"""Looking into a canonical mapping whose shape may be wrong."""

import pytest

from flowtime_domain.model.tree import (
    is_list_of_texts,
    items_in,
    mapping_in,
    mappings_in,
    number_in,
    text_in,
    texts_in,
)

TREE = {
    "mapping": {"a": 1},
    "list": ["a", {"b": 2}, 3, None],
    "tuple": ("x",),
    "text": "abc",
    "number": 1.5,
    "boolean": True,
    "null": None,
}
LOOKS = {mapping_in: {}, text_in: None, number_in: None, items_in: (), texts_in: [], mappings_in: []}


def test_what_is_there():
    """A part of the kind asked for is found, items with their index in the list (model §2.6)."""
    assert mapping_in(TREE, "mapping") == {"a": 1}
    assert text_in(TREE, "text") == "abc"
    assert number_in(TREE, "number") == 1.5
    assert items_in(TREE, "tuple") == ("x",)
    assert texts_in(TREE, "list") == [(0, "a")]
    assert mappings_in(TREE, "list") == [(1, {"b": 2})]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("key", ["boolean", "null", "absent"])
def test_what_is_something_else(look, key):
    """A part that is absent or of another kind is left out (model §2.6)."""
    assert look(TREE, key) == LOOKS[look]


def test_lists_of_texts():
    """A text is no list, and a list with something else is no list of texts (model §2.3)."""
    assert [is_list_of_texts(TREE.get(key)) for key in ("tuple", "list", "text", "null")] == [
        True,
        False,
        False,
        False,
    ]
