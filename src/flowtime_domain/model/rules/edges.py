"""Edges: both ends are topology nodes (model §7.8)."""

from collections.abc import Iterator

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.draft import Draft
from flowtime_domain.model.rules.known_names import known_places
from flowtime_domain.model.tree import text_in


def unknown_ends(draft: Draft) -> Iterator[DocumentError]:
    """`unknown_node`: an edge begins or ends at a topology node that does not exist."""
    known = known_places(draft)
    for drafted in draft.edges:
        for key in ("from", "to"):
            end = text_in(drafted.tree, key)
            place = None if end is None else end.partition(":")[0]
            if place is not None and place not in known:
                message = f"There is no topology node '{place}'{known.hint(place)}"
                yield draft.written_as.error("unknown_node", message, (*drafted.path, key))
