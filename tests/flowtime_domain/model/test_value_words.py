from math import inf

import pytest

from flowtime_domain.model.value_words import kind_of_value, shown_value


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, "a boolean"),
        ("a", "a text"),
        (1, "a number"),
        (1.5, "a number"),
        ({}, "a mapping"),
        ([], "a list"),
        ((), "a list"),
        (None, "null"),
    ],
)
def test_kinds_of_values(value, kind):
    """Booleans and texts are never numbers (model §2.3)."""
    assert kind_of_value(value) == kind


def test_values_are_shown_short():
    """A message shows the beginning of a long value only (model §2.5)."""
    assert [shown_value(value) for value in ("hour", 2.5, 6.0, 10**30, 10**5000, -inf)] == [
        "'hour'",
        "2.5",
        "6",
        "1" + "0" * 30,
        "a number that is too large",
        "a number that is not finite",
    ]
    assert len(shown_value("é" * 5000)) == 85
