import pytest
from yaml.events import ScalarEvent

from flowtime_adapters.document_reader.yaml_events import YamlSyntaxError, place_of, yaml_events
from flowtime_domain.errors import Place


def test_columns_count_characters():
    """Lines and columns count from 1, columns in characters, not bytes (model §2.5)."""
    scalars = [event for event in yaml_events("é: 'ü'\nb: 😀x") if isinstance(event, ScalarEvent)]
    assert [place_of(event) for event in scalars] == [Place(1, 1), Place(1, 4), Place(2, 1), Place(2, 4)]


def test_nesting_beyond_libyaml_is_told_apart():
    """Nesting that libyaml refuses is marked as such, and the offset tells where (model §2.2)."""
    text = "a: " + "[" * 5000
    with pytest.raises(YamlSyntaxError) as raised:
        list(yaml_events(text))
    assert raised.value.too_deep
    assert 200 < raised.value.offset < len(text)


def test_reasons_are_put_in_our_words():
    """What libyaml says briefly is said with what to do about it (design §7)."""
    with pytest.raises(YamlSyntaxError) as raised:
        list(yaml_events("a:\n\tb: 1"))
    assert "not tabs" in raised.value.reason
    assert not raised.value.too_deep


def test_forbidden_characters_are_named():
    """A character that YAML forbids is named and placed (model §2.2)."""
    with pytest.raises(YamlSyntaxError) as raised:
        list(yaml_events("a: 1\nb: x\x08"))
    assert "U+0008" in raised.value.reason
    assert raised.value.place == Place(2, 5)
