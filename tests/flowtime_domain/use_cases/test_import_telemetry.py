"""Importing timestamped data."""

from datetime import UTC, datetime

import pytest

from examples.imports import VISITS, Imports, gap_times, warnings
from flowtime_domain.errors import (
    ImportFailedError,
    ShuttingDownError,
)
from flowtime_domain.ports.run_observer import (
    CaptureCompleted,
    CaptureFailed,
    CaptureFileMade,
    CaptureStarted,
    CaptureWarned,
)

WIDE = [
    {"column": "a", "nodeId": "DeskA", "metric": "arrivals"},
    {"column": "b", "nodeId": "DeskB", "metric": "QueueDepth"},
]
LONG = {"series": None, "nodeColumn": "node", "metricColumn": "metric"}


@pytest.fixture
def imports():
    return Imports()


@pytest.mark.parametrize(
    ("changes", "start", "values", "gaps"),
    [
        ({}, "08:02", "4 6 5 _ 8 9", [("08:17", "08:22")]),
        ({"grid": {"align": "bin"}}, "08:00", "4 6 5 _ 8 9", [("08:15", "08:20")]),
        ({"grid": {"align": "hour"}}, "08:00", "4 6 5 _ 8 9", [("08:15", "08:20")]),
        ({"aggregate": "mean"}, "08:02", "4 6 5 _ 4 9", [("08:17", "08:22")]),
        ({"aggregate": "max"}, "08:02", "4 6 5 _ 7 9", [("08:17", "08:22")]),
        ({"aggregate": "min"}, "08:02", "4 6 5 _ 1 9", [("08:17", "08:22")]),
        ({"aggregate": "first"}, "08:02", "4 6 5 _ 7 9", [("08:17", "08:22")]),
        ({"aggregate": "last"}, "08:02", "4 6 5 _ 1 9", [("08:17", "08:22")]),
        ({"aggregate": "quantile:0.25"}, "08:02", "4 6 5 _ 2.5 9", [("08:17", "08:22")]),
        ({"aggregate": "count"}, "08:02", "1 1 1 0 2 1", []),
        ({"gaps": {"mode": "interpolate"}}, "08:02", "4 6 5 6.5 8 9", [("08:17", "08:22")]),
        ({"gaps": {"mode": "fill_previous"}}, "08:02", "4 6 5 5 8 9", [("08:17", "08:22")]),
        ({"gaps": {"mode": "fill_zero"}}, "08:02", "4 6 5 0 8 9", [("08:17", "08:22")]),
        ({"grid": {"bins": 4}}, "08:02", "4 6 5 _", [("08:17", "08:22")]),
        ({"grid": {"start": "2025-03-03T07:58Z"}}, "07:58", "4 6 5 _ 8 9", [("08:13", "08:18")]),
        ({"grid": {"start": "2025-03-03T08:10Z", "bins": 2}}, "08:10", "5 _", [("08:15", "08:20")]),
    ],
)
def test_the_worked_example(imports, changes, start, values, gaps):
    """Each option gives the values and gaps of the worked example (telemetry §6.12)."""
    result = imports(**changes)
    assert imports.cells(result) == values
    assert f"{result.capture.grid.start:%H:%M}" == start
    assert gap_times(result) == gaps


def test_the_manifest_of_the_worked_example(imports):
    """The manifest is that of the reference (telemetry §4.3)."""
    manifest = imports().capture.bundle.manifest.members()
    assert manifest["window"] == {"startTimeUtc": "2025-03-03T08:02:00Z", "durationMinutes": 30}
    assert manifest["files"] == [
        {
            "nodeId": "Desk",
            "metric": "Arrivals",
            "seriesId": None,
            "path": "Desk_arrivals.csv",
            "hash": "sha256:ab8e84fcb378c580dd9e062d6b914b312b85270a1f76369639c5f7590038e8a7",
            "points": 6,
            "missing": 1,
            "unit": "entities/bin",
        }
    ]
    assert manifest["source"] == {
        "type": "file",
        "name": "visits.csv",
        "format": "csv",
        "sha256": "d73ed7618ae8a1019f55495e259e4a7713d833ffabc736c0c0f3635c15a2bd9a",
        "rows": 6,
        "timestampColumn": "timestamp",
        "timestampFormat": "iso",
        "timezone": "UTC",
        "alignment": "data",
        "aggregates": ["sum"],
    }
    assert manifest["warnings"] == [
        {
            "code": "data_gap",
            "severity": "warning",
            "message": "Desk Arrivals: 1 of 6 bins has no data; first 2025-03-03T08:17:00Z",
            "nodeId": "Desk",
            "bins": [3],
            "count": 1,
        },
        {
            "code": "duplicate_timestamps",
            "severity": "info",
            "message": "1 row repeats the timestamp of an earlier row; first in line 6",
            "nodeId": "Desk",
            "bins": [4],
            "count": 1,
        },
    ]
    assert manifest["provenance"]["runId"] is None


def test_the_result_of_the_worked_example(imports):
    """The result tells grid, alignment, rows and times (telemetry §6.11)."""
    result = imports()
    assert (result.directory, result.dry_run, result.alignment) == ("telemetry/clinic", False, "data")
    assert result.first_timestamp == datetime(2025, 3, 3, 8, 2, tzinfo=UTC)
    assert result.last_timestamp == datetime(2025, 3, 3, 8, 27, tzinfo=UTC)
    rows = result.rows
    assert (rows.read, rows.used, rows.outside, rows.skipped) == (6, 6, 0, 0)
    assert (rows.values_missing, rows.duplicates, rows.out_of_order) == (0, 1, 0)
    assert imports.rows_told == [2, 4, 6]
    cut = imports(output={"captureKey": "cut"}, grid={"bins": 4})
    assert ("rows_outside_grid", 3) in warnings(cut)
    assert (cut.rows.used, cut.rows.outside) == (3, 3)


def test_a_start_that_is_given_is_the_alignment(imports):
    """Where the caller gives the start, that is what fixes the edges of bins (telemetry §6.6)."""
    assert imports(grid={"start": "2025-03-03"}).alignment == "start"


def test_rows_need_no_order(imports):
    """The earliest row may come last, and moves the edges of all bins (telemetry §6.6, §6.9)."""
    header, *rows = VISITS.splitlines()
    backwards = "\n".join([header, *reversed(rows)])
    result = imports(backwards)
    assert imports.cells(result) == "4 6 5 _ 8 9"
    assert result.rows.out_of_order == 4
    assert (result.rows.read, result.rows.duplicates) == (6, 1)
    moved = imports(backwards + "\n2025-03-03 08:01:00,1", output={"captureKey": "moved"})
    assert imports.cells(moved) == "5 6 5 _ 8 9"


def test_sums_add_in_the_order_of_the_source(imports):
    """Sums add in file order, whatever the chunks (telemetry §6.8)."""
    values = [1e16, 1.0, -1e16, 1.0, 0.1, 0.2, 0.3]
    text = "timestamp,value\n" + "".join(f"2025-03-03,{value!r}\n" for value in values)
    total = 0.0
    for value in values:
        total += value
    for size in (1, 2, 3, 100):
        assert imports.cells(imports(text, size, dryRun=True)) == repr(total)


def test_first_and_last_are_by_time(imports):
    """First and last go by time, among equal times by row (telemetry §6.8)."""
    text = "timestamp,value\n" + "".join(
        f"2025-03-03 08:{minute},{value}\n"
        for minute, value in (("02", 5), ("01", 1), ("03", 7), ("01", 2), ("03", 8), ("02", 6))
    )
    for size in (1, 2, 10):
        kinds = {
            kind: imports.cells(imports(text, size, aggregate=kind, dryRun=True))
            for kind in ("first", "last")
        }
        assert kinds == {"first": "1", "last": "8"}


def test_the_wide_form(imports):
    """Each column is a series with its own aggregate and unit (telemetry §6.1, §6.8)."""
    text = (
        "timestamp,b,a\n2025-03-03 08:00,5,1\n2025-03-03 08:01,6,\n2025-03-03 08:06,,\n2025-03-03 08:07,7,3\n"
    )
    result = imports(text, series=WIDE)
    assert imports.cells(result, "DeskA_arrivals.csv") == "1 3"
    assert imports.cells(result, "DeskB_queuedepth.csv") == "6 7"
    files = result.capture.bundle.manifest.files
    assert [(file.node_id, file.unit) for file in files] == [("DeskA", "entities/bin"), ("DeskB", "entities")]
    assert result.capture.bundle.manifest.source.aggregates == ("sum", "last")
    rows = result.rows
    assert (rows.read, rows.used, rows.values_missing) == (4, 3, 2)
    assert [
        (each.finding.node_id, each.finding.code, each.finding.count) for each in result.capture.findings
    ] == [("DeskA", "values_missing", 2), ("DeskB", "values_missing", 1)]


def test_own_aggregates_win(imports):
    """The aggregate of a series wins over that for all (telemetry §6.1)."""
    text = "timestamp,a,b\n2025-03-03 08:00,1,5\n2025-03-03 08:01,2,9\n"
    series = [{**WIDE[0], "aggregate": "mean", "unit": "patients"}, WIDE[1]]
    result = imports(text, series=series, aggregate="min")
    assert imports.cells(result, "DeskA_arrivals.csv") == "1.5"
    assert imports.cells(result, "DeskB_queuedepth.csv") == "5"
    assert result.capture.bundle.manifest.files[0].unit == "patients"


def test_the_long_form(imports):
    """Each row tells node and metric; files come by first appearance (telemetry §4.2, §6.1)."""
    text = (
        "timestamp,node,metric,value\n2025-03-03 08:00,DeskB,served,1\n2025-03-03 08:00,DeskA,QUEUEDEPTH,2\n"
        "2025-03-03 08:00,DeskB,Served,3\n2025-03-03 08:06,DeskA,queueDepth,\n"
        "2025-03-03 08:07,DeskA,QueueDepth,4\n"
    )
    result = imports(text, **LONG)
    assert list(result.capture.bundle.files) == ["DeskB_served.csv", "DeskA_queuedepth.csv"]
    assert imports.cells(result, "DeskB_served.csv") == "4 _"
    assert imports.cells(result, "DeskA_queuedepth.csv") == "2 4"
    rows = result.rows
    assert (rows.used, rows.duplicates, rows.out_of_order, rows.values_missing) == (4, 1, 0, 1)


def test_the_long_form_of_one_metric(imports):
    """One metric for all rows may replace the column (telemetry §6.1)."""
    text = "timestamp,node,n\n2025-03-03,Desk A,1\n2025-03-03,Desk/A,2\n"
    result = imports(text, series=None, nodeColumn="node", metric="served", valueColumn="n")
    assert [(file.node_id, file.path) for file in result.capture.bundle.manifest.files] == [
        ("Desk A", "Desk_A_served.csv"),
        ("Desk/A", "Desk_A_served~2.csv"),
    ]


def test_explicit_nan_is_no_gap(imports):
    """An explicit NaN or infinity is a value (telemetry §5.2)."""
    text = "timestamp,value\n2025-03-03 08:00,NaN\n2025-03-03 08:06,-inf\n2025-03-03 08:12,1\n"
    kept, filled = imports(text, dryRun=True), imports(text, gaps={"fillNaN": True}, dryRun=True)
    assert (imports.cells(kept), imports.cells(filled)) == ("NaN -Infinity 1", "0 0 1")
    assert (warnings(kept), warnings(filled)) == ([("nan_detected", 2)], [("nan_fill", 2)])
    for kind in ("min", "max", "mean", "quantile:0.5"):
        both = imports(
            "timestamp,value\n2025-03-03 08:00,NaN\n2025-03-03 08:01,1\n", aggregate=kind, dryRun=True
        )
        assert imports.cells(both) == "NaN"


@pytest.mark.parametrize(
    ("align", "unit", "start"),
    [
        ("bin", "days", "2025-03-05T00:00:00"),
        ("bin", "weeks", "2025-03-03T00:00:00"),
        ("hour", "days", "2025-03-05T09:00:00"),
        ("day", "hours", "2025-03-05T00:00:00"),
        ("week", "hours", "2025-03-03T00:00:00"),
        ("data", "weeks", "2025-03-05T09:41:30.500000"),
    ],
)
def test_alignments(imports, align, unit, start):
    """The start is the latest edge of its kind that is not after the earliest row (telemetry §6.6)."""
    text = "timestamp,value\n2025-03-05 09:41:30.5,1\n"
    result = imports(text, grid={"binSize": 1, "binUnit": unit, "align": align})
    assert result.capture.grid.start.isoformat() == f"{start}+00:00"
    assert result.alignment == align


def test_a_dry_run_writes_nothing(imports):
    """A dry run does everything but writing (telemetry §6.1)."""
    result = imports(dryRun=True)
    assert (result.dry_run, result.directory, imports.store.captures) == (True, "telemetry/clinic", {})
    assert imports.cells(result) == "4 6 5 _ 8 9"


def test_events(imports):
    """Start, files, warnings and end are told in this order (operations §2.6)."""
    imports()
    events = imports.observer.events
    assert events[:2] == [
        CaptureStarted("clinic", "file", None, dry_run=False),
        CaptureFileMade("clinic", "Desk", "Arrivals", "Desk_arrivals.csv", 6, 1),
    ]
    assert events[2:4] == [
        CaptureWarned("clinic", "data_gap", "Desk", "Arrivals", 1),
        CaptureWarned("clinic", "duplicate_timestamps", "Desk", "Arrivals", 1),
    ]
    assert isinstance(events[4], CaptureCompleted)
    assert (events[4].file_count, events[4].warning_count, events[4].rows) == (1, 2, 6)
    imports.observer.events.clear()
    with pytest.raises(ImportFailedError):
        imports("timestamp,value\n?,1\n!,1\n", output={"captureKey": "bad"})
    assert [type(event) for event in imports.observer.events] == [CaptureStarted, CaptureFailed]
    failed = imports.observer.events[1]
    assert (failed.capture_key, failed.code, failed.error_count) == ("bad", "import_failed", 2)


def test_a_stop_is_heard_while_reading(imports):
    """An import asks between its chunks whether it is to stop (operations §5.2)."""
    imports.gate.abandon()
    with pytest.raises(ShuttingDownError):
        imports()
    assert imports.rows_told == []
    assert imports.store.captures == {}


def test_an_upload(imports):
    """What is sent along is imported as a file is (api §11.1)."""
    source = {"type": "upload", "path": None, "name": "sent/desk.csv", "content": VISITS}
    origin = imports(source=source).capture.bundle.manifest.source
    assert (origin.type, origin.name, origin.rows) == ("upload", "desk.csv", 6)
