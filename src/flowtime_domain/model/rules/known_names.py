"""The names that a draft knows, and the nearest of them for a name that it does not.

Rule 1: what cannot be known because something is written wrong counts as known, so that one mistake does
not bring others along (model §2.6).
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, final

from flowtime_domain.errors import did_you_mean
from flowtime_domain.errors.nearest_name import LONGEST_COMPARED
from flowtime_domain.model.draft import Draft
from flowtime_domain.model.place_outline import PlaceOutline
from flowtime_domain.model.value_kinds import is_list

COMPARED_CHARACTERS: Final = 3_000_000
_GENERATED_SUFFIXES: Final = ("retry_echo", "overflow_in", "served", "gated_outflow", "queue", "overflow")


@final
class KnownNames:
    """Names of one kind, in document order.

    Parameters
    ----------
    names
        The names that may be suggested.
    unsettled
        Further names that may exist once other mistakes are mended; None if any name may.
    """

    def __init__(self, names: Sequence[str], unsettled: frozenset[str] | None = frozenset()) -> None:
        self.names = names
        self._known = frozenset(names)
        self._unsettled = unsettled
        # A suggestion costs a comparison with every name, so a document full of mistakes gets only some.
        self._characters_left = COMPARED_CHARACTERS

    def __contains__(self, name: object) -> bool:
        return self._unsettled is None or name in self._known or name in self._unsettled

    def is_any_like(self, prefix: str) -> bool:
        """Whether some name starts with a prefix."""
        if self._unsettled is None:
            return True
        first = bisect_left(self._sorted, prefix)
        return first < len(self._sorted) and self._sorted[first].startswith(prefix)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted((*self.names, *(self._unsettled or ())))

    def hint(self, unknown: str) -> str:
        """The end of a message about an unknown name: a suggestion, or a full stop."""
        self._characters_left -= min(len(unknown), LONGEST_COMPARED) * len(self.names)
        return (did_you_mean(unknown, self.names) if self._characters_left >= 0 else "") or "."


def declared_names(draft: Draft) -> frozenset[str]:
    """The names of series nodes and router targets (ruling 12)."""
    return frozenset(one.name for one in draft.series if not one.is_generated)


def known_series(draft: Draft) -> KnownNames:
    """The names that a reference to a series may bear."""
    names = tuple(dict.fromkeys(one.name for one in draft.series))
    if not draft.nodes or not is_readable(draft, "topology", "nodes"):
        return KnownNames(names, unsettled=None)
    unsettled = (name for _, outline in draft.places for name in _unsettled_names(outline))
    return KnownNames(names, unsettled=frozenset(unsettled))


def _unsettled_names(outline: PlaceOutline) -> Iterator[str]:
    named = [outline.queue_depth] if outline.is_queue_like and not outline.has_outflow else []
    if outline.kind is None or not outline.has_semantics:
        named = [outline.queue_depth, outline.retry_echo, *map(outline.generated_id, _GENERATED_SUFFIXES)]
    yield from (name for name in named if name is not None)


def known_places(draft: Draft) -> KnownNames:
    """The ids that a reference to a topology node may bear."""
    return KnownNames(
        tuple(dict.fromkeys(one.identifier for one in draft.topology_nodes if one.identifier is not None)),
        unsettled=frozenset() if is_readable(draft, "topology", "nodes") else None,
    )


def known_constraints(draft: Draft) -> KnownNames:
    """The ids that a reference to a constraint may bear."""
    return KnownNames(
        tuple(dict.fromkeys(one.identifier for one in draft.constraints if one.identifier is not None)),
        unsettled=frozenset() if is_readable(draft, "topology", "constraints") else None,
    )


def is_readable(draft: Draft, section: str, key: str) -> bool:
    """Whether a list of the document is a list, or absent."""
    written = draft.written_as.document.root.get(section)
    if isinstance(written, Mapping):
        written = written.get(key)
        return written is None or is_list(written)
    return written is None
