"""Reading manifests of captures."""

import json

import pytest

from examples.captures import MANIFEST, manifest_text
from flowtime_domain.errors import Place
from flowtime_domain.telemetry.capture_manifest import ManifestInvalidError, read_manifest

HASH = "ab8e84fcb378c580dd9e062d6b914b312b85270a1f76369639c5f7590038e8a7"
OLDER = {
    "schemaVersion": 1,
    "window": {"startTimeUtc": "2025-03-03T08:02:00.0000000+00:00", "durationMinutes": 30},
    "grid": {"bins": 6, "binSize": 5, "binUnit": "Minutes"},
    "files": [
        {"nodeId": "Desk", "metric": "Arrivals", "path": "Desk_arrivals.csv", "hash": HASH, "points": 6}
    ],
    "warnings": [{"code": "data_gap", "message": "a gap", "nodeId": "Desk"}],
    "provenance": {
        "runId": "run_1",
        "scenarioHash": f"SHA256:{HASH.upper()}",
        "capturedAtUtc": "2025-11-04T10:00:00.1234567+01:00",
    },
}


def findings_of(content):
    with pytest.raises(ManifestInvalidError) as caught:
        read_manifest(content, "manifest.json")
    findings = caught.value.findings
    assert {(each.code, each.file) for each in findings} == {("manifest_invalid", "manifest.json")}
    return findings


def test_a_manifest_is_read_as_it_was_written():
    """A manifest reads back to equal members, with or without a byte-order mark (telemetry §4.1)."""
    for mark in (b"", b"\xef\xbb\xbf"):
        assert read_manifest(mark + manifest_text(), "m").members() == MANIFEST


def test_unknown_members_are_ignored():
    """A reader ignores what it does not know (runs §6.12)."""
    assert read_manifest(manifest_text(later="x"), "m").members() == MANIFEST


def test_schema_version_1_is_read():
    """Members that version 1 lacks are null, and its hashes get their prefix (telemetry §4.1)."""
    manifest = read_manifest(json.dumps(OLDER).encode(), "m")
    (entry,) = manifest.files
    assert (entry.hash, entry.series_id, entry.missing, entry.unit) == (f"sha256:{HASH}", None, None, None)
    assert (manifest.schema_version, manifest.gaps, manifest.source) == (2, None, None)
    assert manifest.window.start_time_utc == "2025-03-03T08:02:00Z"
    assert manifest.grid.bin_unit == "minutes"
    assert (manifest.warnings[0].severity, manifest.warnings[0].bins) == ("warning", ())
    assert manifest.provenance.members() == {
        "runId": "run_1",
        "scenarioHash": f"sha256:{HASH}",
        "modelHash": None,
        "generator": None,
        "capturedAtUtc": "2025-11-04T09:00:00.123456Z",
    }


def test_the_least_that_version_1_may_say():
    """A manifest of version 1 needs its grid and its files only (telemetry §4.1)."""
    least = {name: OLDER[name] for name in ("schemaVersion", "grid", "files")}
    manifest = read_manifest(json.dumps(least).encode(), "m")
    assert manifest.window.members() == {"startTimeUtc": None, "durationMinutes": None}
    assert manifest.provenance.captured_at_utc is None


def test_all_errors_of_a_manifest_come_together():
    """Each member that does not fit has a finding with its pointer (telemetry §2.6)."""
    entry = MANIFEST["files"][0]
    wrong = manifest_text(
        grid={"bins": 0, "binSize": 5, "binUnit": "fortnights"},
        files=[{**entry, "hash": "md5:1", "points": -1}],
        source={"type": "run", "runId": 5},
    )
    pointers = [finding.pointer for finding in findings_of(wrong)]
    assert pointers == [
        "/grid/bins",
        "/grid/binUnit",
        "/files/0/hash",
        "/files/0/points",
        "/source/runId",
    ]


def test_what_members_mean_is_checked_too():
    """Unknown metrics, doubled series and times that are none are findings (telemetry §1.3, §4.2)."""
    entry = MANIFEST["files"][0]
    wrong = manifest_text(
        window={"startTimeUtc": "yesterday", "durationMinutes": 30},
        files=[entry, {**entry, "metric": "Arrival"}, {**entry, "path": "b.csv"}],
    )
    findings = findings_of(wrong)
    assert [finding.pointer for finding in findings] == [
        "/window/startTimeUtc",
        "/files/1/metric",
        "/files/2",
    ]
    assert "did you mean 'Arrivals'?" in findings[1].message


@pytest.mark.parametrize(
    "path", ["manifest.json", "Telemetry-Manifest.json", "telemetry-manifest.json/a.csv"]
)
def test_a_manifest_is_no_captured_file(path):
    """A file that would lie where a manifest lies is refused, since it would hide it (telemetry §2.2)."""
    entry = MANIFEST["files"][0]
    (finding,) = findings_of(manifest_text(files=[entry, {**entry, "metric": "Served", "path": path}]))
    assert finding.pointer == "/files/1/path"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", Place(1, 1)),
        (b'{\n  "schemaVersion": 2,\n  oops\n}', Place(3, 3)),
        (b"\xff\xfe{", None),
        (b"[" * 100_000, None),
        (b'{"schemaVersion": NaN}', None),
    ],
)
def test_what_is_not_json(content, place):
    """A manifest that is no JSON is one finding, with line and column where known (telemetry §2.6)."""
    (finding,) = findings_of(content)
    assert (finding.pointer, finding.place) == ("", place)


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"5",
        b'{"schemaVersion": 3}',
        b'{"schemaVersion": 1}',
        b'{"schemaVersion": 1, "grid": [], "files": {}, "window": 3, "provenance": null}',
        b'{"schemaVersion": 1, "grid": {"bins": 1, "binSize": 1, "binUnit": 4}, "files": [4]}',
    ],
)
def test_other_shapes_are_findings(content):
    """JSON of another shape is reported, not stumbled over (telemetry §2.6)."""
    assert findings_of(content)


def test_older_times_that_cannot_be_read_are_findings():
    """A time of version 1 that is none stays wrong (telemetry §4.1)."""
    older = {**OLDER, "window": {"startTimeUtc": "noon"}, "provenance": {"capturedAtUtc": "noon"}}
    assert [each.pointer for each in findings_of(json.dumps(older).encode())] == ["/provenance/capturedAtUtc"]


def test_older_times_without_offset_are_utc():
    """A time of version 1 without offset is UTC (runs §1.3)."""
    older = {**OLDER, "window": {"startTimeUtc": "2025-03-03T08:02:00"}}
    start = read_manifest(json.dumps(older).encode(), "m").window.start_time_utc
    assert start == "2025-03-03T08:02:00Z"
