"""What a template needs beyond a model."""

from copy import deepcopy
from typing import Any

import pytest

from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.errors import Place
from flowtime_domain.model.document import Document
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.mode_rules import SIMULATION_RULES, TELEMETRY_RULES
from flowtime_domain.templates.rules import mode_errors, template_errors

COMPLETE: dict[str, Any] = {
    "metadata": {"id": "clinic-day", "title": "Clinic day", "version": "1.0.0"},
    "window": {"start": "2025-01-06", "timezone": "UTC"},
    "topology": {"nodes": [{"id": "A"}, {"id": "B"}], "edges": [{"from": "A", "to": "B"}]},
    "outputs": [{"series": "*"}],
}


def changed(section: str, value: Any) -> Document:
    """The complete template with one section replaced, or removed where the value is None."""
    root = deepcopy(COMPLETE)
    if value is None:
        del root[section]
    else:
        root[section] = value
    return Document(root)


def found(document: Document) -> list[tuple[str, str]]:
    errors = [*template_errors(document), *mode_errors(document, SIMULATION_RULES)]
    return [(error.code, error.pointer) for error in errors]


def test_a_complete_template_lacks_nothing() -> None:
    """Metadata, window, topology with an edge and an output are enough (model §9.1)."""
    assert found(Document(COMPLETE)) == []


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        (None, ("required_key", "")),
        ({"title": "Clinic", "version": "1.0.0"}, ("required_key", "/metadata")),
        ({"id": "a", "title": None, "version": "1.0.0"}, ("required_key", "/metadata")),
        ({"id": "a", "title": "Clinic"}, ("required_key", "/metadata")),
        ({"id": "A", "title": "Clinic", "version": "1.0.0"}, ("invalid_identifier", "/metadata/id")),
        ({"id": "-a", "title": "Clinic", "version": "1.0.0"}, ("invalid_identifier", "/metadata/id")),
        ({"id": "a" * 65, "title": "Clinic", "version": "1.0.0"}, ("invalid_identifier", "/metadata/id")),
        ({"id": "a", "title": "Clinic", "version": "1.0"}, ("invalid_format", "/metadata/version")),
        ({"id": "a", "title": "Clinic", "version": "1.0.0.0"}, ("invalid_format", "/metadata/version")),
        ({"id": "a", "title": "Clinic", "version": "v1.0.0"}, ("invalid_format", "/metadata/version")),
        ({"id": "a", "title": "Clinic", "version": "1.0.0-"}, ("invalid_format", "/metadata/version")),
        ({"id": "a", "title": "Clinic", "version": "1.0.0\n"}, ("invalid_format", "/metadata/version")),
    ],
)
def test_metadata(metadata: Any, error: tuple[str, str]) -> None:
    """A template says its id, title and version, each in its form (model §9.1)."""
    assert found(changed("metadata", metadata)) == [error]


@pytest.mark.parametrize("version", ["0.0.1", "10.20.30", "1.0.0-draft", "1.0.0-rc.1-x"])
def test_versions(version: str) -> None:
    """A version is three numbers, optionally with a suffix (model §9.1)."""
    assert found(changed("metadata", {"id": "0-a", "title": "Clinic", "version": version})) == []


def test_wrong_types_are_left_to_the_shapes() -> None:
    """Values of a wrong type are not reported twice (model §2.6)."""
    assert found(changed("metadata", {"id": 1, "title": 2, "version": 3})) == []
    assert found(changed("metadata", "x")) == []
    assert found(changed("outputs", "x")) == []
    assert found(changed("window", {"start": 1, "timezone": 2})) == []


def test_outputs() -> None:
    """A template has at least one output (model §9.1)."""
    assert found(changed("outputs", None)) == [("required_key", "")]
    assert found(changed("outputs", [])) == [("too_few_items", "/outputs")]


def test_edges() -> None:
    """More than one topology node needs an edge, a single one does not (model §9.1)."""
    two = [{"id": "A"}, {"id": "B"}]
    assert found(changed("topology", {"nodes": two})) == [("edges_required", "/topology")]
    assert found(changed("topology", {"nodes": two, "edges": []})) == [("edges_required", "/topology/edges")]
    assert found(changed("topology", {"nodes": two[:1]})) == []


@pytest.mark.parametrize(
    ("window", "errors"),
    [
        (None, [("window_start_required", ""), ("window_timezone_required", "")]),
        ({"timezone": "UTC"}, [("window_start_required", "/window")]),
        ({"start": None, "timezone": "UTC"}, [("window_start_required", "/window")]),
        ({"start": "2025-01-06"}, [("window_timezone_required", "/window")]),
        ({"startTimeUtc": "2025-01-06", "timezone": "UTC"}, []),
    ],
)
def test_window(window: Any, errors: list[tuple[str, str]]) -> None:
    """For simulation the window has a start, in any spelling, and a time zone (model §9.1, §3.3)."""
    assert found(changed("window", window)) == errors


def test_a_start_of_the_grid_counts() -> None:
    """The start may stand in the grid, which is its canonical place (model §3.3)."""
    root = {**COMPLETE, "window": {"timezone": "UTC"}, "grid": {"start": "2025-01-06"}}
    assert found(Document(root)) == []


@pytest.mark.parametrize(
    ("topology", "pointer"), [(None, ""), ({"edges": []}, "/topology"), ({"nodes": []}, "/topology/nodes")]
)
def test_topology(topology: Any, pointer: str) -> None:
    """For simulation there is at least one topology node (model §9.1)."""
    assert found(changed("topology", topology)) == [("topology_required", pointer)]


@pytest.mark.parametrize("section", ["window", "topology"])
def test_a_section_of_a_wrong_type_lacks_nothing(section: str) -> None:
    """A section that is no mapping is one error, found where shapes are read (model §2.6, §9.1)."""
    assert found(changed(section, 3)) == []


def test_telemetry_needs_neither_window_nor_topology() -> None:
    """The rules of window and topology are those of simulation (model §10)."""
    assert list(mode_errors(Document({}), TELEMETRY_RULES)) == []


def test_errors_have_places() -> None:
    """A missing key is placed at the mapping that lacks it, a wrong value at the value (model §2.5)."""
    document = YamlOrJsonDocumentReader(DocumentLimits()).read(
        "metadata:\n  id: Clinic\n  title: Clinic\nwindow:\n  start: 2025-01-06\noutputs: []\n"
    )
    errors = [*template_errors(document), *mode_errors(document, SIMULATION_RULES)]
    assert [(error.code, error.place) for error in errors] == [
        ("required_key", Place(2, 3)),
        ("invalid_identifier", Place(2, 7)),
        ("too_few_items", Place(6, 10)),
        ("window_timezone_required", Place(5, 3)),
        ("topology_required", Place(1, 1)),
    ]
