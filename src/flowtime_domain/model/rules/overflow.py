"""Overflow: where work goes that a WIP limit turns away (model §7.6)."""

from collections.abc import Iterator

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.draft import Draft
from flowtime_domain.model.place_outline import PlaceOutline
from flowtime_domain.model.rules.known_names import known_places


def overflow_without_limit(draft: Draft) -> Iterator[DocumentError]:
    """`wip_overflow_without_limit`: nothing overflows where nothing is limited (ruling 19)."""
    for drafted, outline in draft.places:
        if "wipOverflow" in drafted.tree and not outline.has_limit:
            yield draft.written_as.error(
                "wip_overflow_without_limit",
                "'wipOverflow' says where work goes beyond a limit: give 'wipLimit' or 'wipLimitSeries'.",
                (*drafted.path, "wipOverflow"),
            )


def overflow_targets(draft: Draft) -> Iterator[DocumentError]:
    """`wip_overflow_target`: overflow goes to another queue-like node with arrivals and an outflow."""
    known = known_places(draft)
    outline_of = _outlines(draft)
    for drafted, outline in draft.places:
        target = outline.wip_overflow
        if target is None:
            continue
        if target not in known:
            reason = f"there is no topology node '{target}'{known.hint(target)}"
        elif target == outline.id:
            reason = "a topology node cannot overflow into itself."
        elif target in outline_of and not _can_receive(outline_of[target]):
            reason = f"'{target}' must be a serviceWithBuffer, queue or dlq with arrivals and an outflow."
        else:
            continue
        yield draft.written_as.error(
            "wip_overflow_target", f"Overflow cannot go there: {reason}", (*drafted.path, "wipOverflow")
        )


def _outlines(draft: Draft) -> dict[str, PlaceOutline]:
    return {outline.id: outline for _, outline in reversed(draft.places) if outline.id is not None}


def _can_receive(outline: PlaceOutline) -> bool:
    return outline.kind is None or (outline.is_queue_like and not outline.lacks_outflow)


def overflow_cycles(draft: Draft) -> Iterator[DocumentError]:
    """`overflow_cycle`: overflow would run in a circle; named at its first topology node (ruling 23)."""
    outline_of = _outlines(draft)
    path_of = {drafted.identifier: drafted.path for drafted in reversed(draft.topology_nodes)}
    finished: set[str] = set()
    for drafted in draft.topology_nodes:
        trail: dict[str, None] = {}
        at = drafted.identifier
        while at is not None and at in outline_of and at not in finished and at not in trail:
            trail[at] = None
            at = outline_of[at].wip_overflow
        circle = _circle(list(trail), at)
        if len(circle) > 1:
            first = min(circle, key=lambda place: path_of[place])
            start = circle.index(first)
            shown = " -> ".join([*circle[start:], *circle[:start], first])
            message = f"Overflow runs in a circle: {shown}; let one of them lose its overflow."
            yield draft.written_as.error("overflow_cycle", message, path_of[first])
        finished.update(trail)


def _circle(trail: list[str], closes_at: str | None) -> list[str]:
    return trail[trail.index(closes_at) :] if closes_at in trail else []
