"""Topology nodes: which semantics their kinds ask for and refuse (model §7.2)."""

from collections.abc import Iterator, Mapping
from typing import Final

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.draft import Draft, Drafted
from flowtime_domain.model.place_outline import PlaceOutline
from flowtime_domain.model.topology import TopologyNode
from flowtime_domain.model.tree import items_in, mapping_in, texts_in

_QUEUE_KEYS: Final = ("dispatchSchedule", "wipLimit", "wipLimitSeries", "wipOverflow")


def refused_semantics(draft: Draft) -> Iterator[DocumentError]:
    """`semantic_not_allowed`: a kind of topology node cannot have this semantic."""
    for drafted, outline in draft.places:
        for key in mapping_in(drafted.tree, "semantics"):
            if key in outline.refused_semantics:
                yield draft.written_as.error(
                    "semantic_not_allowed",
                    f"A topology node of kind {outline.kind} cannot have '{key}'; leave it out.",
                    (*drafted.path, "semantics", key),
                )


def missing_semantics(draft: Draft) -> Iterator[DocumentError]:
    """`semantic_required`: a run in this mode needs arrivals and a way of serving."""
    if not draft.rules.requires_semantics:
        return
    for drafted, outline in draft.places:
        missing = _missing(outline)
        if missing and isinstance(drafted.tree.get("semantics"), Mapping):
            message = f"Topology node '{drafted.identifier}' needs {' and '.join(missing)} in its semantics."
            yield draft.written_as.error("semantic_required", message, (*drafted.path, "semantics"))


def _missing(outline: PlaceOutline) -> list[str]:
    missing = [] if "arrivals" in outline.given else ["'arrivals'"]
    # A sink serves what arrives (engine §5.7); what an unreadable kind needs, nobody knows.
    if outline.kind not in (None, "sink") and outline.given.isdisjoint({"served", "queueDepth", "capacity"}):
        missing.append("one of 'served', 'queueDepth', 'capacity'")
    return missing


def queue_features(draft: Draft) -> Iterator[DocumentError]:
    """`queue_kind_required`, `outflow_required`: schedules, limits and constraints shape an outflow."""
    place_of = {drafted.identifier: drafted for drafted in reversed(draft.topology_nodes)}
    for drafted in draft.topology_nodes:
        keys = [key for key in _QUEUE_KEYS if key in drafted.tree]
        if items_in(drafted.tree, "constraints"):
            keys.append("constraints")
        for key in keys:
            yield from _outflow_errors(draft, drafted, key, (*drafted.path, key))
    for constraint in draft.constraints:
        for index, name in texts_in(constraint.tree, "nodes"):
            if name in place_of:
                path = (*constraint.path, "nodes", index)
                yield from _outflow_errors(draft, place_of[name], "constraints", path)


def _outflow_errors(
    draft: Draft, drafted: Drafted[TopologyNode], feature: str, path: tuple[str | int, ...]
) -> Iterator[DocumentError]:
    outline = PlaceOutline.of(drafted.tree)
    if outline.kind is not None and not outline.is_queue_like:
        yield draft.written_as.error(
            "queue_kind_required",
            f"Only serviceWithBuffer, queue and dlq can have '{feature}'; the kind of '{outline.id}' is "
            f"{outline.kind}.",
            path,
        )
    elif outline.lacks_outflow:
        yield draft.written_as.error(
            "outflow_required",
            f"'{feature}' needs an outflow: give '{outline.id}' arrivals, and served or capacity.",
            path,
        )
