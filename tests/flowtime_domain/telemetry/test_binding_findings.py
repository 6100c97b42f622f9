"""What is said about bindings."""

from examples.replays import GAP, bound, stored_capture

PLACES = [
    {"id": "Desk", "semantics": {"arrivals": "visits", "served": "seen"}},
    {"id": "Door", "semantics": {"arrivals": "draws"}},
]
NODES = [
    {"id": "visits", "values": [1, 2, 3]},
    {"id": "seen", "values": [1, 2, 3]},
    {"id": "draws", "kind": "pmf", "pmf": {"1": 1}},
]
DOCUMENT = {"nodes": NODES, "topology": {"nodes": PLACES}}


def test_a_run_without_files_is_told_of() -> None:
    """No series of the run is backed by a file, which the run says once (telemetry §10)."""
    found = bound(DOCUMENT, stored_capture({})).findings
    assert [(each.code, each.severity, each.node_id) for each in found] == [
        ("telemetry_sources_missing", "warning", None),
        ("telemetry_sources_unresolved", "warning", "Desk"),
        ("telemetry_sources_unresolved", "warning", "Door"),
    ]


def test_missing_values_are_told_once_for_a_node() -> None:
    """A node whose backed series have missing values is told of with all their bins (telemetry §10)."""
    files = {"Desk:Arrivals": [1, GAP, 3], "Desk:Served": [GAP, 2, 3]}
    found = bound(DOCUMENT, stored_capture(files)).findings
    assert [(each.code, each.node_id, each.bins, each.count) for each in found] == [
        ("telemetry_series_invalid", "Desk", (0, 1), 2),
        ("telemetry_sources_unresolved", "Door", (), 0),
    ]
    assert found[0].message.endswith("has missing values: 'visits', 'seen'.")


def test_run_findings_come_first() -> None:
    """What concerns the run comes before what concerns its nodes (engine §12.1)."""
    found = bound(DOCUMENT, stored_capture({"Desk:Arrivals": [1, 2, 3], "No:Served": [1, 2, 3]})).findings
    assert [each.code for each in found] == ["telemetry_file_unused", "telemetry_sources_unresolved"]
