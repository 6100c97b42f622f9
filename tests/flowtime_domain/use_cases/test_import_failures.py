"""Imports that fail, and rows that are left out."""

import pytest

from examples.imports import SINGLE, VISITS, Imports
from flowtime_domain.errors import (
    CaptureArtifactMissingError,
    CaptureExistsError,
    CaptureKeyInvalidError,
    ImportFailedError,
    PathNotAllowedError,
)
from flowtime_domain.model.limits import ModelLimits

WIDE = [
    {"column": "a", "nodeId": "DeskA", "metric": "arrivals"},
    {"column": "b", "nodeId": "DeskB", "metric": "QueueDepth"},
]
LONG = {"series": None, "nodeColumn": "node", "metricColumn": "metric"}


@pytest.fixture
def imports():
    return Imports()


def failure(imports, text=VISITS, **changes):
    """Codes and places of the errors of an import that fails, which leaves nothing."""
    with pytest.raises(ImportFailedError) as caught:
        imports(text, **changes)
    assert imports.store.captures == {}
    return [
        (error.code, error.place and (error.place.line, error.place.column)) for error in caught.value.errors
    ]


def test_bad_rows_fail_the_import(imports):
    """After reading to the end the first 20 bad rows are told with line and column (telemetry §6.5)."""
    text = VISITS + "2025-03-03 08:30:00,many\nyesterday,1\n5,1\n2025-03-03 08:31:00\n"
    assert failure(imports, text) == [
        ("value_unparsable", (8, 21)),
        ("timestamp_unparsable", (9, 1)),
        ("timestamp_units_mixed", (10, 1)),
        ("row_invalid", (11, 1)),
    ]
    assert imports.rows_told[-1] == 10
    with pytest.raises(ImportFailedError) as caught:
        imports(VISITS + "never,1\n" * 50)
    assert (len(caught.value.errors), caught.value.total) == (20, 50)
    assert caught.value.errors[0].message == (
        "Line 8, column 'timestamp': 'never' is no timestamp, like 2025-03-03T08:02:00Z or an epoch."
    )
    assert "50 errors" in caught.value.detail
    assert {error.file for error in caught.value.errors} == {"visits.csv"}


def test_bad_rows_of_the_long_form(imports):
    """An empty node or an unknown metric makes a row a bad one (telemetry §6.5)."""
    text = "timestamp,node,metric,value\n2025-03-03, ,served,1\n2025-03-03,Desk,serve,1\n?,Desk,x,?\n"
    assert failure(imports, text, **LONG) == [
        ("row_invalid", (2, 12)),
        ("metric_unknown", (3, 17)),
        ("timestamp_unparsable", (4, 1)),
    ]


def test_bad_rows_are_left_out(imports):
    """With `skip` bad rows are left out and counted (telemetry §6.5)."""
    result = imports(VISITS + "2025-03-03 08:31:00,many\nyesterday,1\n", onBadRow="skip")
    assert imports.cells(result) == "4 6 5 _ 8 9"
    assert (result.rows.read, result.rows.used, result.rows.skipped) == (8, 6, 2)
    (skipped,) = (each.finding for each in result.capture.findings if each.finding.code == "rows_skipped")
    assert (skipped.node_id, skipped.count, skipped.bins) == ("Desk", 2, ())
    assert skipped.message == "2 bad rows were left out; first: Line 8, column 'value': 'many' is no number"


def test_local_times(imports):
    """Times that occur twice or never in the zone are bad rows (telemetry §6.4)."""
    text = "timestamp,value\n2025-03-30 02:30,1\n2025-10-26 02:30,2\n2025-10-26 03:30,4\n"
    berlin = {"timezone": "Europe/Berlin", "grid": {"binSize": 1, "binUnit": "hours", "align": "bin"}}
    assert failure(imports, text, **berlin) == [
        ("timestamp_nonexistent", (2, 1)),
        ("timestamp_ambiguous", (3, 1)),
    ]
    for choice, values in (("earlier", "2 _ 4"), ("later", "2 4")):
        result = imports(text, onBadRow="skip", ambiguous=choice, dryRun=True, **berlin)
        assert imports.cells(result) == values
        assert result.capture.bundle.manifest.source.timezone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "changes", "errors"),
    [
        ("", {}, [("file_empty", None)]),
        ("timestamp,value\n", {}, [("no_rows", None)]),
        ("timestamp,value\n2025-03-03,\n", {}, [("no_rows", None)]),
        ("timestamp,value\n?,1\n", {"onBadRow": "skip"}, [("no_rows", None)]),
        (VISITS, {"grid": {"start": "2026-01-01", "bins": 3}}, [("no_rows", None)]),
        (VISITS, {"grid": {"start": "2026-01-01"}}, [("no_rows", None)]),
        ("time,values\n2025-03-03,1\n", {}, [("column_unknown", (1, 1))] * 2),
        ("timestamp,value,value\n2025-03-03,1,2\n", {}, [("header_invalid", (1, 1))]),
        ("2025-03-03 08:02:00,4\n2025-03-03 08:07:00,6\n", {}, [("header_invalid", (1, 1))]),
        (VISITS, {"grid": {"bins": 100_001}}, [("grid_too_large", None)]),
        (VISITS, {"grid": {"start": "1000-01-01", "align": None}}, [("grid_too_large", None)]),
        ("timestamp,value\n2025-01-01,1\n2027-01-01,1\n", {}, [("grid_too_large", None)]),
        ("timestamp,value\n2027-01-01,1\n2025-01-01,1\n", {}, [("grid_too_large", None)]),
        ("timestamp,value\n9999-12-31,1\n", {"grid": {"binUnit": "weeks"}}, [("grid_too_large", None)]),
        (
            "timestamp,value\n0001-01-01,1\n",
            {"grid": {"binUnit": "weeks", "binSize": 7, "align": "bin"}},
            [("grid_too_large", None)],
        ),
    ],
)
def test_sources_that_cannot_be_imported(imports, text, changes, errors):
    """Each cause has its code, and nothing is written (telemetry §11)."""
    assert failure(imports, text, **changes) == errors


def test_too_many_cells():
    """All series together are limited as the series of a model are (telemetry §6.10)."""
    imports = Imports(ModelLimits(max_cells=6))
    assert failure(imports, "timestamp,a,b\n2025-01-01,1,2\n2025-01-01 01:00,1,2\n", series=WIDE) == [
        ("grid_too_large", None)
    ]
    assert imports.cells(imports(VISITS)) == "4 6 5 _ 8 9"


def test_nearest_names_of_columns(imports):
    """An unknown column is told with the nearest one (telemetry §6.1)."""
    with pytest.raises(ImportFailedError, match="no column 'visits'; did you mean 'visit'"):
        imports("timestamp,visit\n2025-03-03,1\n", series=[{**SINGLE[0], "column": "visits"}])


def test_a_key_that_is_taken(imports):
    """A key is taken once, unless overwriting is asked for; even a dry run says so (telemetry §2.5)."""
    imports()
    for changes in ({}, {"dryRun": True}):
        with pytest.raises(CaptureExistsError):
            imports(**changes)
    imports(VISITS + "2025-03-03 08:40,1\n", output={"overwrite": True})
    assert b"7,1" in imports.store.captures["clinic"]["Desk_arrivals.csv"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"output": {"captureKey": "../up"}}, CaptureKeyInvalidError),
        ({"source": {"path": "none.csv"}}, CaptureArtifactMissingError),
        ({"source": {"path": "../visits.csv"}}, PathNotAllowedError),
    ],
)
def test_what_is_not_right_outside(imports, changes, error):
    """Key and path are checked before anything is read (api §11.3)."""
    with pytest.raises(error):
        imports(**changes)
    assert imports.store.captures == {}
