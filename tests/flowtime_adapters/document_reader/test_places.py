from flowtime_adapters.document_reader.places import LazyPlaces, Locator, Spot
from flowtime_domain.errors import Place


def test_a_text_is_located_once_and_only_when_asked():
    """Places are found when they are first asked for, and then kept (model §2.5)."""
    calls = []

    def locate() -> Spot:
        calls.append(1)
        return Spot(Place(1, 1), {"a": Spot(Place(1, 4), None, Place(1, 1))})

    places = LazyPlaces(locate)
    assert calls == []
    assert places.of_value(("a",)) == Place(1, 4)
    assert places.of_key(("a",)) == Place(1, 1)
    assert places.of_value(()) == Place(1, 1)
    assert calls == [1]


def test_what_is_not_there_has_no_place():
    """A path that leads nowhere has no place (model §2.5)."""
    places = LazyPlaces(lambda: Spot(Place(1, 1), {"a": Spot(Place(1, 4))}))
    assert places.of_value(("b",)) is None
    assert places.of_value(("a", 0)) is None
    assert places.of_key(("a", "b", "c")) is None
    assert places.of_key(()) is None


def test_a_locator_follows_the_parts_of_a_text():
    """Keys, scalars and ends in their order give the spots and, on the way, the path (model §2.5)."""
    locator = Locator()
    locator.start(Place(1, 1), is_mapping=True)
    assert locator.awaits_key
    assert not locator.key("a", Place(1, 2))
    assert locator.path() == ("a",)
    locator.start(Place(1, 5), is_mapping=False)
    locator.put(Spot(Place(1, 6)))
    assert locator.path() == ("a", 1)
    locator.end()
    assert locator.path() == ()
    assert locator.key("a", Place(2, 1))
    assert locator.depth == 1
    assert locator.root.members is not None
    assert locator.root.members["a"].key == Place(1, 2)
