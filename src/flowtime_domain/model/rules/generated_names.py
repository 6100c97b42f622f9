"""Semantics that may also give a name to a generated series: queueDepth and retryEcho (model §7.3)."""

import re
from collections.abc import Iterator
from typing import Final

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.draft import Draft, Drafted
from flowtime_domain.model.identifiers import SERIES_ID_PATTERN
from flowtime_domain.model.place_outline import PlaceOutline
from flowtime_domain.model.rules.known_names import KnownNames, declared_names, known_series
from flowtime_domain.model.topology import TopologyNode
from flowtime_domain.model.tree import mapping_in, text_in

# Spoken of where references are read (model §3.4, §7.4).
_FILE_OR_CLASS: Final = re.compile(r"file:|[^@]*@(?!DEFAULT$)")


def queue_depth_names(draft: Draft) -> Iterator[DocumentError]:
    """What `queueDepth` may name: a declared series, or a new one where the engine keeps a depth."""
    known, declared = known_series(draft), declared_names(draft)
    generated = frozenset(one.name for one in draft.series if one.is_generated)
    for drafted, outline in draft.places:
        name = text_in(mapping_in(drafted.tree, "semantics"), "queueDepth")
        if name is None or name in declared or outline.kind is None:
            continue
        if outline.is_queue_like:
            yield from _depth_of_queue(draft, drafted, name, outline)
        elif "queueDepth" not in outline.refused_semantics:
            yield from _depth_of_another(draft, drafted, name, known, generated)


def _depth_of_queue(
    draft: Draft, drafted: Drafted[TopologyNode], name: str, outline: PlaceOutline
) -> Iterator[DocumentError]:
    if outline.has_outflow:
        yield from _new_name(draft, drafted, name, "queueDepth")
    else:
        yield draft.written_as.error(
            "outflow_required",
            f"The engine can keep the depth '{name}' only with an outflow: "
            f"give '{outline.id}' arrivals, and served or capacity.",
            (*drafted.path, "semantics", "queueDepth"),
        )


def _depth_of_another(
    draft: Draft, drafted: Drafted[TopologyNode], name: str, known: KnownNames, generated: frozenset[str]
) -> Iterator[DocumentError]:
    if name in generated:
        yield draft.written_as.error(
            "series_id_conflict",
            f"Series '{name}' is generated for another topology node and cannot be the depth of "
            f"'{drafted.identifier}' too.",
            drafted.path,
        )
    elif name not in known:
        yield draft.written_as.error(
            "unknown_reference",
            f"There is no series '{name}' in this model, and only serviceWithBuffer, queue and dlq "
            f"get a generated depth{known.hint(name)}",
            (*drafted.path, "semantics", "queueDepth"),
        )


def retry_echo_names(draft: Draft) -> Iterator[DocumentError]:
    """What `retryEcho` may name: a declared series, or a new one made from failures or errors."""
    declared = declared_names(draft)
    for drafted, outline in draft.places:
        semantics = mapping_in(drafted.tree, "semantics")
        if not outline.may_generate_echo or outline.retry_echo in declared:
            continue
        key = "retryEcho" if "retryEcho" in semantics else "retryKernel"
        if outline.given.isdisjoint({"failures", "errors"}):
            yield draft.written_as.error(
                "retry_echo_needs_failures",
                f"The retry echo of '{outline.id}' is made from what fails: give 'failures' or 'errors'.",
                (*drafted.path, "semantics", key),
            )
        if outline.retry_echo is not None:
            yield from _new_name(draft, drafted, outline.retry_echo, "retryEcho")


def _new_name(draft: Draft, drafted: Drafted[TopologyNode], name: str, key: str) -> Iterator[DocumentError]:
    if re.fullmatch(SERIES_ID_PATTERN, name) is None and _FILE_OR_CLASS.match(name) is None:
        yield draft.written_as.error(
            "invalid_identifier",
            f"'{name}' is no declared series and cannot be the id of a new one: 1 to 128 letters, digits "
            "or '_', not starting with a digit.",
            (*drafted.path, "semantics", key),
        )
