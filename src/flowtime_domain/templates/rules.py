"""What a template needs beyond what every model needs (model §9.1).

Rule 1: what is there with a wrong type is left to the shapes of the model, so nothing is reported twice.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.document import Document, Path, Value
from flowtime_domain.model.identifiers import TEMPLATE_ID_PATTERN
from flowtime_domain.model.mode_rules import ModeRules
from flowtime_domain.model.tree import items_in, mapping_in
from flowtime_domain.model.value_words import shown_value

_TEMPLATE_ID: Final = re.compile(TEMPLATE_ID_PATTERN)
_VERSION: Final = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?", re.ASCII)
_METADATA: Final = ("id", "title", "version")
_STARTS: Final[tuple[Path, ...]] = (
    ("window", "start"),
    ("window", "startTimeUtc"),
    ("grid", "start"),
    ("grid", "startTimeUtc"),
)


def template_errors(document: Document) -> Iterator[DocumentError]:
    """What a template lacks in every mode."""
    yield from _metadata_errors(document)
    outputs = document.root.get("outputs")
    if outputs is None:
        yield document.error("required_key", "A template needs 'outputs', at least one.", ())
    elif _is_empty_list(outputs):
        yield document.error("too_few_items", "A template needs at least one output.", ("outputs",))
    topology = mapping_in(document.root, "topology")
    if len(items_in(topology, "nodes")) > 1 and _is_missing(topology, "edges"):
        message = "A template with more than one topology node needs at least one edge."
        yield document.error("edges_required", message, _nearest(document, "topology", "edges"))


def mode_errors(document: Document, rules: ModeRules) -> Iterator[DocumentError]:
    """What a template lacks in one mode."""
    if not rules.requires_window_and_topology:
        return
    if _may_have_keys(document.root.get("window")):
        yield from _window_errors(document, rules.mode)
    topology = document.root.get("topology")
    if _may_have_keys(topology) and _is_missing(mapping_in(document.root, "topology"), "nodes"):
        message = f"Mode '{rules.mode}' needs at least one node in 'topology.nodes'."
        yield document.error("topology_required", message, _nearest(document, "topology", "nodes"))


def _window_errors(document: Document, mode: str) -> Iterator[DocumentError]:
    if all(_at(document, path) is None for path in _STARTS):
        message = f"Mode '{mode}' needs 'window.start', for example 2025-01-06T00:00:00Z."
        yield document.error("window_start_required", message, _nearest(document, "window", "start"))
    if _at(document, ("window", "timezone")) is None:
        message = f"Mode '{mode}' needs 'window.timezone'; write 'timezone: UTC'."
        yield document.error("window_timezone_required", message, _nearest(document, "window", "timezone"))


def _metadata_errors(document: Document) -> Iterator[DocumentError]:
    metadata = document.root.get("metadata")
    if metadata is None:
        message = "A template needs 'metadata' with 'id', 'title' and 'version'."
        yield document.error("required_key", message, ())
    if not isinstance(metadata, Mapping):
        return
    for key in _METADATA:
        if metadata.get(key) is None:
            yield document.error("required_key", f"A template needs 'metadata.{key}'.", ("metadata",))
    identifier, version = metadata.get("id"), metadata.get("version")
    if isinstance(identifier, str) and not _TEMPLATE_ID.fullmatch(identifier):
        message = (
            f"{shown_value(identifier)} is no template id; use 1 to 64 lower-case letters, digits and '-', "
            "starting with a letter or digit."
        )
        yield document.error("invalid_identifier", message, ("metadata", "id"))
    if isinstance(version, str) and not _VERSION.fullmatch(version):
        message = (
            f"{shown_value(version)} is no version; write three numbers, for example 1.0.0 or 1.0.0-draft."
        )
        yield document.error("invalid_format", message, ("metadata", "version"))


def _at(document: Document, path: Path) -> Value:
    return mapping_in(document.root, str(path[0])).get(str(path[1]))


def _may_have_keys(section: Value) -> bool:
    """Whether a section is a mapping or absent; what is something else is left to the shapes (rule 1)."""
    return section is None or isinstance(section, Mapping)


def _is_missing(mapping: Mapping[str, Value], key: str) -> bool:
    value = mapping.get(key)
    return value is None or _is_empty_list(value)


def _is_empty_list(value: Value) -> bool:
    return isinstance(value, list | tuple) and not value


def _nearest(document: Document, section: str, key: str) -> Path:
    """The value at fault if there is one, else the mapping that lacks the key."""
    if _at(document, (section, key)) is not None:
        return (section, key)
    return (section,) if isinstance(document.root.get(section), Mapping) else ()
