"""Texts whose bins follow each other."""

import pytest

from flowtime_entrypoints.bodies.rows_text import RowsText
from flowtime_entrypoints.bodies.stretch import STEP, Stretch


def text(first, end):
    """Two rows of bins, each value the number of its bin, the second negative."""
    bins = range(first, end)
    return RowsText([b",".join(b"%d" % (sign * index) for index in bins) for sign in (1, -1)], bins)


@pytest.fixture
def stretch():
    return Stretch([text(100, 130), text(130, 140), text(140, 200)])


@pytest.mark.parametrize(
    ("asked", "pieces"),
    [
        ((100, 200), [30, 10, 60]),
        ((100, 101), [1]),
        ((129, 131), [1, 1]),
        ((130, 140), [10]),
        ((120, 141), [10, 10, 1]),
        ((199, 200), [1]),
    ],
)
def test_bins_are_cut_out_of_all_texts_that_have_some(stretch, asked, pieces):
    """The pieces together are the bins that are asked for, in their order (state §5.1)."""
    columns = stretch.cut(range(*asked))
    assert [column[0].count(b",") + 1 for column in columns] == pieces
    for row, sign in enumerate((1, -1)):
        values = b",".join(column[row] for column in columns)
        assert [int(value) for value in values.split(b",")] == [sign * index for index in range(*asked)]


@pytest.mark.parametrize(
    ("asked", "has_half"),
    [((190, 210), True), ((191, 211), False), ((89, 111), True), ((0, 99), False), ((0, 300), False)],
)
def test_half_of_the_bins(stretch, asked, has_half):
    """Bins of which at least half are there are worth completing (state §5.1)."""
    assert stretch.has_half(range(*asked)) is has_half


@pytest.mark.parametrize(
    ("asked", "lacking"),
    [
        ((100, 200), (range(0), range(0))),
        ((150, 201), (range(0), range(200, 204))),
        ((100, 101), (range(0), range(0))),
        ((99, 101), (range(98, 100), range(0))),
        ((90, 190), (range(100), range(0))),
        ((50, 251), (range(100), range(200, 256))),
        ((50, 290), (range(100), range(200, 290))),
    ],
)
def test_what_is_lacking_ends_at_a_step(stretch, asked, lacking):
    """Bins are added up to a step no longer than what is asked for, and not beyond the grid (state §5.1)."""
    assert STEP == 128
    found = stretch.lacking(range(*asked), 290)
    assert [[*bins] for bins in found] == [[*bins] for bins in lacking]


def test_texts_that_are_near(stretch):
    """Of a stretch those texts are near that have some of the bins (state §5.1)."""
    assert [each.bins.start for each in stretch.near(range(129, 140)).texts] == [100, 130]
    assert stretch.near(range(135, 300)).bins == range(130, 200)
    assert stretch.memory == sum(each.memory for each in stretch.texts)
