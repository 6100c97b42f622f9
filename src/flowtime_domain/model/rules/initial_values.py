"""Values before bin 0: one for each series, and one where a formula looks back at itself (engine §2.6)."""

from collections.abc import Iterator, Sequence
from math import isfinite

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.document import Path
from flowtime_domain.model.draft import Draft
from flowtime_domain.model.initial_values import names_of_depth
from flowtime_domain.model.published_series import PublishedSeries, SeriesRole
from flowtime_domain.model.rules.formulas import formula_finding, named_series
from flowtime_domain.model.rules.known_names import series_of
from flowtime_domain.model.tree import mapping_in, number_in, text_in


def initial_conflicts(draft: Draft) -> Iterator[DocumentError]:
    """`initial_conflict`: one series has two values before bin 0; named at the later one (ruling 1)."""
    first: dict[str, float] = {}
    for path, names, value in _initial_values(draft, series_of(draft)):
        if value is None or not isfinite(value):
            continue
        other = next((name for name in names if first.setdefault(name, value) != value), None)
        if other is not None:
            message = (
                f"Before bin 0 series '{other}' would be {first[other]:g} and {value:g}; "
                "give one value, or the same one twice."
            )
            yield draft.written_as.error("initial_conflict", message, path)


def self_shifts_without_initial(draft: Draft) -> Iterator[DocumentError]:
    """`self_shift_requires_initial_condition`: a formula shifts its own series, which has no first value."""
    given = {name for _, names, _ in _initial_values(draft, series_of(draft)) for name in names}
    for index, expression in draft.expressions.items():
        own = draft.nodes[index].identifier
        if own is None or own in given:
            continue
        shifted = [one for one in named_series(expression) if one.is_shifted and one.name == own]
        if shifted:
            message = f"'{own}' looks back at itself, so bin 0 needs a value before it: give 'initial'."
            code = "self_shift_requires_initial_condition"
            yield formula_finding(draft, code, message, index, shifted[0].offset)


def _initial_values(
    draft: Draft, series: Sequence[PublishedSeries]
) -> Iterator[tuple[Path, tuple[str, ...], float | None]]:
    """What is written: where, for which published series, and the number (None if it is none)."""
    for node in {one.identifier: one for one in reversed(draft.nodes)}.values():
        if node.identifier is not None and "initial" in node.tree:
            yield (*node.path, "initial"), (node.identifier,), number_in(node.tree, "initial")
    published = {one.name for one in series}
    generated = {one.owner: one.name for one in series if one.role is SeriesRole.QUEUE_DEPTH}
    seen: set[str | None] = set()
    for index, place in enumerate(draft.topology_nodes):
        condition = mapping_in(place.tree, "initialCondition")
        if "queueDepth" not in condition or place.identifier in seen:
            continue
        seen.add(place.identifier)
        queue_depth = text_in(mapping_in(place.tree, "semantics"), "queueDepth")
        names = names_of_depth(place.identifier, queue_depth, generated.get(index))
        bearing = tuple(name for name in names if name in published)
        yield (*place.path, "initialCondition", "queueDepth"), bearing, number_in(condition, "queueDepth")
