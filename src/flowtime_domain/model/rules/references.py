"""References: each names a series that the model publishes (model §7.4)."""

from collections.abc import Iterator
from typing import Final

from pydantic.alias_generators import to_camel

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.canonical.values import FILE_PREFIX
from flowtime_domain.model.document import Path
from flowtime_domain.model.draft import Draft
from flowtime_domain.model.rules.known_names import known_series
from flowtime_domain.model.topology import SERIES_SEMANTICS
from flowtime_domain.model.tree import Tree, mapping_in, text_in

# Their names may also be given here for the first time, which has rules of its own.
_NAMING_SEMANTICS: Final = frozenset({"queueDepth", "retryEcho"})
_SEMANTICS: Final = tuple(
    key for key in (*map(to_camel, SERIES_SEMANTICS), "parallelism") if key not in _NAMING_SEMANTICS
)
_NODE_KEYS: Final = ("inflow", "outflow", "loss")


def unknown_references(draft: Draft) -> Iterator[DocumentError]:
    """`unknown_reference`: nodes, topology nodes and constraints refer to published series only."""
    known = known_series(draft)
    for path, name in _references(draft):
        if name not in known and not name.startswith(FILE_PREFIX):
            message = f"There is no series '{name}'{known.hint(name)}"
            yield draft.written_as.error("unknown_reference", message, path)


def _references(draft: Draft) -> Iterator[tuple[Path, str]]:
    for node in draft.nodes:
        yield from _texts(node.tree, node.path, _NODE_KEYS)
        yield from _texts(mapping_in(node.tree, "inputs"), (*node.path, "inputs"), ("queue",))
        yield from _schedule(node.tree, node.path)
    for place, outline in draft.places:
        refused = outline.refused_semantics
        keys = tuple(key for key in _SEMANTICS if key not in refused)
        yield from _texts(mapping_in(place.tree, "semantics"), (*place.path, "semantics"), keys)
        yield from _texts(place.tree, place.path, ("wipLimitSeries",))
        yield from _schedule(place.tree, place.path)
    for constraint in draft.constraints:
        semantics = mapping_in(constraint.tree, "semantics")
        yield from _texts(semantics, (*constraint.path, "semantics"), ("served",))


def _schedule(tree: Tree, path: Path) -> Iterator[tuple[Path, str]]:
    schedule = mapping_in(tree, "dispatchSchedule")
    yield from _texts(schedule, (*path, "dispatchSchedule"), ("capacitySeries",))


def _texts(tree: Tree, path: Path, keys: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    for key in keys:
        name = text_in(tree, key)
        if name is not None:
            yield (*path, key), name
