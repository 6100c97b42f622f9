from flowtime_adapters.document_reader.places import LazyPlaces
from flowtime_adapters.document_reader.yaml_places import locate_yaml
from flowtime_domain.errors import Place


def places(text: str) -> LazyPlaces:
    return LazyPlaces(lambda: locate_yaml(text))


def test_values_and_keys_have_places():
    """Every value and key of a text is found, in block and in flow style (model §2.5)."""
    found = places("# comment\na:\n  - {b: 1, é: [2, 3]}\n  - c\nd:\n")
    assert found.of_value(()) == Place(2, 1)
    assert found.of_key(("a",)) == Place(2, 1)
    assert found.of_value(("a", 0)) == Place(3, 5)
    assert found.of_key(("a", 0, "é")) == Place(3, 12)
    assert found.of_value(("a", 0, "é", 1)) == Place(3, 19)
    assert found.of_value(("a", 1)) == Place(4, 5)
    assert found.of_value(("d",)) == Place(5, 3)


def test_an_alias_stands_where_it_is_written():
    """An alias has the place of the alias, what is below it the place at the anchor (model §2.5)."""
    found = places("a: &x {b: &k c}\nd: *x\n*k : 1\n")
    assert found.of_value(("d",)) == Place(2, 4)
    assert found.of_value(("d", "b")) == Place(1, 11)
    assert found.of_key(("c",)) == Place(3, 1)
    assert found.of_value(("c",)) == Place(3, 6)
