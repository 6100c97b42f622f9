from hypothesis import given
from hypothesis import strategies as st

from flowtime_adapters.document_reader.json_walk import JsonWalk, locate_json
from flowtime_adapters.document_reader.places import LazyPlaces
from flowtime_domain.errors import Place
from flowtime_domain.model.limits import DocumentLimits

LIMITS = DocumentLimits()


def test_values_and_keys_have_places():
    """Every value and key of a JSON text is found (model §2.5)."""
    text = '{"a": [{"b": 1, "é\\n": [2, "x,y"]}, null],\r\n "c": {}}'
    places = LazyPlaces(lambda: locate_json(text))
    assert places.of_value(()) == Place(1, 1)
    assert places.of_key(("a", 0, "é\n")) == Place(1, 17)
    assert places.of_value(("a", 0, "é\n", 1)) == Place(1, 28)
    assert places.of_value(("a", 1)) == Place(1, 37)
    assert places.of_key(("c",)) == Place(2, 2)
    assert places.of_value(("c",)) == Place(2, 7)


def test_places_are_found_beyond_the_default_limits():
    """Whatever was accepted is located, however deep and long (model §2.5)."""
    places = LazyPlaces(lambda: locate_json('{"a": ' + "[" * 150 + "1" + "]" * 150 + "}"))
    assert places.of_value(("a", *[0] * 150)) == Place(1, 157)


def test_a_walk_ends_after_so_many_tokens():
    """A walk for findings can be kept short (api §1.2)."""
    text = '{"a": 1, "a": 2, "a": 3}'
    assert len(JsonWalk(text, LIMITS).findings) == 2
    assert len(JsonWalk(text, LIMITS, most_tokens=4).findings) == 1


def test_a_walk_ends_where_a_limit_is_passed():
    """Behind the first limit that is passed nothing is looked at (model §2.2)."""
    walk = JsonWalk('{"a": [[1]], "a": 2}', DocumentLimits(max_depth=2))
    assert [(finding.code, finding.pointer) for finding in walk.findings] == [("document_too_deep", "/a/0")]


@given(st.lists(st.sampled_from(list('ab:-[]{},"\\u0 \n1.')), max_size=40).map("".join))
def test_a_walk_takes_anything(text):
    """A walk through any characters comes to an end (model §2.2)."""
    assert JsonWalk(text, LIMITS, finite=True).root.place is not None
