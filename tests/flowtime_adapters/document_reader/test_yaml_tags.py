import math

import pytest

from flowtime_adapters.document_reader.yaml_tags import (
    TagMismatchError,
    is_core_tag,
    short_tag,
    tagged_scalar,
)

CORE = "tag:yaml.org,2002:"


@pytest.mark.parametrize(
    ("tag", "text", "value"),
    [
        ("str", "5", "5"),
        ("int", "010", 10),
        ("int", "9" * 400, math.inf),
        ("float", "5", 5.0),
        ("float", "-.inf", -math.inf),
        ("bool", "TRUE", True),
        ("null", "~", None),
    ],
)
def test_a_tag_chooses_a_scalar_rule(tag, text, value):
    """A core tag reads a scalar by the rules for plain scalars (ruling 28)."""
    found = tagged_scalar(text, CORE + tag)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("int", "5.0"),
        ("int", "true"),
        ("int", ".5"),
        ("float", "x"),
        ("float", "true"),
        ("bool", "1"),
        ("null", "x"),
        ("map", "x"),
    ],
)
def test_a_text_must_fit(tag, text):
    """A scalar that is not written as its tag asks for does not fit (ruling 28)."""
    with pytest.raises(TagMismatchError):
        tagged_scalar(text, CORE + tag)


def test_the_lone_tag_means_text():
    """The tag `!` takes a scalar as text (model §2.2)."""
    assert tagged_scalar("5", "!") == "5"


def test_core_tags_are_known():
    """Only the tags of the core schema are known (model §2.2)."""
    assert is_core_tag(CORE + "seq")
    assert not is_core_tag(CORE + "binary")
    assert not is_core_tag("!own")
    assert short_tag(CORE + "binary") == "!!binary"
