"""Captures inside runs."""

from flowtime_domain.runs.identity import sha256_digits
from flowtime_domain.runs.replayed_capture import CapturedFile, ReplayedCapture

CAPTURE = ReplayedCapture(
    manifest=b"{}",
    contents={"b.csv": b"b", "a/a.csv": b"a"},
    files=(CapturedFile("b.csv", "Desk", "Arrivals"), CapturedFile("a/a.csv", "Desk", "Served")),
    node_sources={"visits": "b.csv", "seen": "a/a.csv"},
    values={"visits": (1.0,), "seen": (2.0,)},
)


def test_files_are_identified_by_path_and_hash() -> None:
    """The scenario depends on every listed file, sorted by path (runs §3.2)."""
    assert [each.members() for each in CAPTURE.references] == [
        {"path": "a/a.csv", "sha256": sha256_digits(b"a")},
        {"path": "b.csv", "sha256": sha256_digits(b"b")},
    ]


def test_files_and_manifest_become_part_of_the_run() -> None:
    """Every listed file and the manifest are copied byte for byte (runs §6.5, telemetry §8.6)."""
    assert CAPTURE.documents == {
        "model/telemetry/b.csv": b"b",
        "model/telemetry/a/a.csv": b"a",
        "model/telemetry/telemetry-manifest.json": b"{}",
    }


def test_sources_are_named_by_node() -> None:
    """Node sources stand in the order of the nodes' names, relative to the model (runs §1.5, §6.3)."""
    assert list(CAPTURE.stored_sources.items()) == [
        ("seen", "telemetry/a/a.csv"),
        ("visits", "telemetry/b.csv"),
    ]
