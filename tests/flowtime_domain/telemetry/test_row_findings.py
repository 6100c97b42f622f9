"""What is said about the rows of an import."""

from examples.imports import Imports

TEXT = """timestamp,value
2025-03-03 08:02,1
2025-03-03 08:02,2
2025-03-03 08:02,3
2025-03-03 08:01,4
2025-03-03 08:11,
2025-03-03 08:12,
2025-03-03 09:00,5
?,5
"""


def found(**changes):
    result = Imports()(TEXT, grid={"bins": 3, "align": "hour"}, gaps={"mode": "ignore"}, **changes)
    return [each.finding for each in result.capture.findings]


def test_every_kind_once():
    """Rows are counted by kind, with their first line and their bins (telemetry §6.5, §6.7, §6.9, §10)."""
    findings = found(onBadRow="skip")
    assert [(each.code, each.severity, each.count, each.bins) for each in findings] == [
        ("rows_skipped", "warning", 1, ()),
        ("rows_outside_grid", "warning", 1, ()),
        ("values_missing", "info", 2, ()),
        ("duplicate_timestamps", "info", 2, (0,)),
        ("rows_out_of_order", "info", 1, (0,)),
    ]
    assert [each.message for each in findings] == [
        "1 bad row was left out; first: "
        "Line 9, column 'timestamp': '?' is no timestamp, like 2025-03-03T08:02:00Z or an epoch",
        "1 row lies outside the grid",
        "2 rows have no value; first in line 6",
        "2 rows repeat the timestamp of an earlier row; first in line 3",
        "1 row is earlier than the row before it; first in line 5",
    ]
    assert {each.node_id for each in findings} == {"Desk"}


def test_bad_rows_of_several_series():
    """Rows that were left out belong to none of several series (telemetry §10.1)."""
    text = "timestamp,a,b\n2025-03-03,1,2\n2025-03-03,1,?\n"
    series = [{"column": column, "nodeId": column, "metric": "served"} for column in "ab"]
    result = Imports()(text, series=series, onBadRow="skip")
    (skipped,) = result.capture.findings
    assert (skipped.metric, skipped.finding.node_id, skipped.finding.count) == (None, None, 1)
