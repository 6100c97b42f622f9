"""Ids: each kind of element has its own, and no two published series share one (model §5.1)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.document import Path
from flowtime_domain.model.draft import Draft, Drafted
from flowtime_domain.model.published_series import PublishedSeries, SeriesRole
from flowtime_domain.model.tree import mappings_in, text_in


def duplicate_ids(draft: Draft) -> Iterator[DocumentError]:
    """`duplicate_id`: two elements of one list bear one id (model §5.1, §7.1, §7.7, §7.8)."""
    for elements in (draft.nodes, draft.topology_nodes, draft.edges, draft.constraints):
        yield from _repeated(draft, elements)


def _repeated(draft: Draft, elements: Iterable[Drafted[Any]]) -> Iterator[DocumentError]:
    seen: set[str] = set()
    for drafted in elements:
        identifier = drafted.identifier
        if identifier in seen:
            message = f"'{identifier}' is the id of an earlier element; give each its own."
            yield draft.written_as.error("duplicate_id", message, (*drafted.path, "id"))
        elif identifier is not None:
            seen.add(identifier)


def router_targets_declared(draft: Draft) -> Iterator[DocumentError]:
    """`router_target_declared`: a router's target is also declared as a node (model §5.7)."""
    declared = {drafted.identifier for drafted in draft.nodes}
    for path, target in _router_targets(draft):
        if target in declared:
            message = f"'{target}' is declared as a node; a router's target becomes a series by itself."
            yield draft.written_as.error("router_target_declared", message, path)


def series_id_conflicts(draft: Draft) -> Iterator[DocumentError]:
    """`series_id_conflict`: the ids of two published series are equal but for case (model §5.1)."""
    earlier: dict[str, PublishedSeries] = {}
    path_of_target = _paths_of_targets(draft)
    for series in draft.series:
        first = earlier.setdefault(series.name.lower(), series)
        if first is not series and not _are_duplicates(draft, first, series):
            yield draft.written_as.error(
                "series_id_conflict",
                f"Series '{series.name}' {_origin(draft, series)} and series '{first.name}' "
                f"{_origin(draft, first)} have the same id, upper and lower case being equal; rename one.",
                _path(draft, series, path_of_target),
            )


def _are_duplicates(draft: Draft, first: PublishedSeries, second: PublishedSeries) -> bool:
    # Two elements of one id are reported as such only (ruling 13).
    if first.is_generated and second.is_generated:
        places = draft.topology_nodes
        return first.owner != second.owner and (
            places[first.owner].identifier == places[second.owner].identifier
        )
    return first.role is second.role is SeriesRole.NODE and first.name == second.name


def _origin(draft: Draft, series: PublishedSeries) -> str:
    if series.is_generated:
        return f"generated for '{draft.topology_nodes[series.owner].identifier}'"
    return "of a router's route" if series.role is SeriesRole.ROUTER_TARGET else "of a node"


def _paths_of_targets(draft: Draft) -> dict[str, Path]:
    """Where each router target is named first."""
    paths: dict[str, Path] = {}
    for path, target in _router_targets(draft):
        paths.setdefault(target, path)
    return paths


def _router_targets(draft: Draft) -> Iterator[tuple[Path, str]]:
    for drafted in draft.nodes:
        for index, route in mappings_in(drafted.tree, "routes"):
            target = text_in(route, "target")
            if target is not None:
                yield (*drafted.path, "routes", index, "target"), target


def _path(draft: Draft, series: PublishedSeries, path_of_target: Mapping[str, Path]) -> Path:
    if series.is_generated:
        return draft.topology_nodes[series.owner].path
    if series.role is SeriesRole.ROUTER_TARGET:
        return path_of_target[series.name]
    return (*draft.nodes[series.owner].path, "id")
