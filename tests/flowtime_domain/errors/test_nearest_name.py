import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.errors import did_you_mean, nearest_name
from flowtime_domain.errors.nearest_name import edit_distance

WORDS = st.text(alphabet="abcXYZ_", max_size=8)


@given(WORDS, WORDS)
def test_edit_distance_is_a_metric(first, second):
    """The distance is symmetric, zero only between equals, and at most the longer length (model §2.7)."""
    distance = edit_distance(first, second)
    assert distance == edit_distance(second, first)
    assert (distance == 0) == (first == second)
    assert abs(len(first) - len(second)) <= distance <= max(len(first), len(second))


@given(st.text(alphabet="abé😀", max_size=90), st.text(alphabet="abé😀", max_size=90))
def test_edit_distance_equals_that_of_the_textbook(first, second):
    """Comparing column by column gives what filling the whole table gives (model §2.7)."""
    row = list(range(len(second) + 1))
    for index, left in enumerate(first, start=1):
        above, row = row, [index]
        for column, right in enumerate(second, start=1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (left != right)))
    assert edit_distance(first, second) == row[-1]


@given(WORDS, WORDS, WORDS)
def test_edit_distance_has_no_shortcut(first, between, last):
    """Going over a third word is never cheaper (model §2.7)."""
    assert edit_distance(first, last) <= edit_distance(first, between) + edit_distance(between, last)


@pytest.mark.parametrize(
    ("unknown", "known", "nearest"),
    [
        ("demnd", ["supply", "demand"], "demand"),
        ("DEMAND", ["demand"], "demand"),
        ("ab", ["abc", "abd"], "abc"),
        ("a", ["b"], "b"),
        ("abcdef", ["abxyef"], "abxyef"),
        ("abcdef", ["axxxef"], None),
        ("abcde", ["abxye"], None),
        ("", ["x"], "x"),
        ("demand", [], None),
    ],
)
def test_nearest_name_is_the_closest_that_is_close_enough(unknown, known, nearest):
    """A third of the length, but at least one edit, is allowed; the first of equals wins (model §2.7)."""
    assert nearest_name(unknown, known) == nearest


def test_endless_names_are_not_compared():
    """A name longer than any id could be costs no comparison (model §2.7)."""
    assert nearest_name("a" * 1000, ["a" * 999]) == "a" * 999
    assert nearest_name("a" * 1001, ["a" * 1000]) is None


def test_hint_is_the_end_of_a_message():
    """A message about an unknown name ends in the nearest one, if there is one (model §2.5)."""
    assert did_you_mean("unitt", ["unit"]) == "; did you mean 'unit'?"
    assert did_you_mean("unitt", ["color"]) == ""
