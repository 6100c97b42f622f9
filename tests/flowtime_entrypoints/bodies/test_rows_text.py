"""Rows of values as one text."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from flowtime_entrypoints.bodies.rows_text import RowsText

VALUES = st.sampled_from([b"0", b"null", b"-12.5", b"1e+300", b'"green"'])


@st.composite
def tables(draw):
    """Values in rows of the same length, the first of their bins, and some of the bins."""
    count = draw(st.integers(1, 6))
    rows = draw(st.lists(st.lists(VALUES, min_size=count, max_size=count), min_size=1, max_size=5))
    first = draw(st.integers(0, 9))
    begin = draw(st.integers(0, count - 1))
    return rows, first, range(first + begin, first + draw(st.integers(begin + 1, count)))


@given(tables())
def test_any_bins_are_cut_out(table):
    """The values of some bins are those that were written, in their order (state §5.1)."""
    rows, first, bins = table
    text = RowsText([b",".join(row) for row in rows], range(first, first + len(rows[0])))
    assert text.cut(bins) == [b",".join(row[bins.start - first : bins.stop - first]) for row in rows]


def test_memory_is_that_of_texts_and_of_places_in_them():
    """What rows take is told before anything is cut out of them (state §5.1)."""
    rows = [b"1,2,3", b"4,5,67"]
    assert RowsText(rows, range(3)).memory == sum(map(sys.getsizeof, rows)) + 2 * 4 * 4
