from dataclasses import replace

import pytest

from flowtime_domain.errors import SeriesNotFoundError
from flowtime_domain.runs.artifact_documents import GridDocument
from flowtime_domain.runs.older.facts import OlderSeriesEntry, OlderSeriesIndex

GRID = GridDocument(
    bins=2, bin_size=5, bin_unit="minutes", start=None, end=None, timezone="UTC", align="left"
)
ENTRY = OlderSeriesEntry("a@A", None, "series/a.csv", 3, None, "A", 2, None)
INDEX = OlderSeriesIndex(GRID, (ENTRY, replace(ENTRY, id="a@B", row=4)))


def test_series_is_found_by_id_or_name():
    """A name leads to the first series whose id begins with it (api §8.5)."""
    assert INDEX.entry("a@B").row == 4
    assert INDEX.entry("a").row == 3
    with pytest.raises(SeriesNotFoundError, match="did you mean 'a'"):
        INDEX.entry("b")


def test_index_has_todays_shape():
    """The index shows the members of today's, rows and unknown members null (api §8.4)."""
    members = INDEX.members()
    assert list(members) == ["schemaVersion", "grid", "series", "formats"]
    assert members["series"][0] == {
        "id": "a@A",
        "kind": None,
        "path": "series/a.csv",
        "row": None,
        "unit": None,
        "componentId": "A",
        "class": "DEFAULT",
        "points": 2,
        "hash": None,
    }
    assert members["formats"] == [
        {"name": "csv", "path": None, "dtype": None, "shape": None, "header": "t,value"}
    ]
