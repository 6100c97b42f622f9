"""Answers about captures."""

from datetime import UTC, datetime

from examples.captures import KEY, MANIFEST, visits
from flowtime_domain.telemetry.capture_result import CaptureResult, RowCounts
from flowtime_entrypoints.bodies.captures import capture_answer


def test_the_answer_to_an_import():
    """An import tells its rows, times, gaps and warnings, member for member (api §11.2, telemetry §6.11)."""
    result = CaptureResult(
        visits(),
        "telemetry/clinic-2025-03",
        dry_run=True,
        alignment="data",
        rows=RowCounts(6, 6, 0, 0, 0, 1, 0),
        first_timestamp=datetime(2025, 3, 3, 8, 2, tzinfo=UTC),
        last_timestamp=datetime(2025, 3, 3, 8, 27, tzinfo=UTC),
    )
    expected = {
        "captureKey": str(KEY),
        "directory": "telemetry/clinic-2025-03",
        "dryRun": True,
        "grid": {
            "bins": 6,
            "binSize": 5,
            "binUnit": "minutes",
            "start": "2025-03-03T08:02:00Z",
            "end": "2025-03-03T08:32:00Z",
        },
        "alignment": "data",
        "rows": {
            "read": 6,
            "used": 6,
            "outside": 0,
            "skipped": 0,
            "valuesMissing": 0,
            "duplicates": 1,
            "outOfOrder": 0,
        },
        "firstTimestampUtc": "2025-03-03T08:02:00Z",
        "lastTimestampUtc": "2025-03-03T08:27:00Z",
        "files": MANIFEST["files"],
        "gaps": [
            {
                "nodeId": "Desk",
                "metric": "Arrivals",
                "count": 1,
                "intervals": [
                    {"startUtc": "2025-03-03T08:17:00Z", "endUtc": "2025-03-03T08:22:00Z", "bins": 1}
                ],
            }
        ],
        "truncated": False,
        "warnings": MANIFEST["warnings"],
    }
    answer = capture_answer(result)
    assert answer == expected
    assert list(answer) == list(expected)


def test_the_answer_about_a_run():
    """For a run rows, alignment and timestamps are null (api §11.2)."""
    answer = capture_answer(CaptureResult(visits(), "telemetry/x", dry_run=False))
    nulls = [name for name, value in answer.items() if value is None]
    assert nulls == ["alignment", "rows", "firstTimestampUtc", "lastTimestampUtc"]
