import pytest

from fakes.artifact_store import InMemoryFiles
from flowtime_domain.runs.older.series_rows import SeriesRows

FILES = InMemoryFiles("a", {"x.csv": b"t,value\n0,1\n1,2\n", "y.csv": b"t,value\n0,3\n2,4\n"})


def test_each_csv_is_a_row_under_its_names():
    """The first row of a name counts; a row with values beyond the last bin is remembered (api §8.5)."""
    rows = SeriesRows(FILES, 2)
    assert rows.add("x.csv", ("x@A", "x")) == 0
    assert rows.add("y.csv", ("x@B", "x")) == 1
    assert rows.add("x.csv", ("again",)) == 0
    assert rows.row_of == {"x@A": 0, "x": 0, "x@B": 1, "again": 0}
    assert rows.too_long == {1}
    matrix = rows.matrix()
    assert matrix.shape == (2, 2)
    assert matrix[0].tolist() == [1, 2]
    assert not matrix.flags.writeable


def test_absent_file_is_an_error_and_adds_no_row():
    """What is not there cannot be read, and no rows are a matrix too (runs §9.3)."""
    rows = SeriesRows(FILES, 2)
    with pytest.raises(ValueError, match="no such file"):
        rows.add("z.csv", ("z",))
    assert rows.matrix().shape == (0, 2)
