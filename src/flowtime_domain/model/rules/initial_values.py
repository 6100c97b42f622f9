"""Values before bin 0: one for each series, and one where a formula looks back at itself (engine §2.6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import final

from flowtime_domain.errors import DocumentError
from flowtime_domain.expressions.syntax import Call, Expression, Reference
from flowtime_domain.model.document import Path
from flowtime_domain.model.draft import Draft
from flowtime_domain.model.initial_values import names_of_depth
from flowtime_domain.model.published_series import PublishedSeries, SeriesRole
from flowtime_domain.model.rules.formulas import formula_finding
from flowtime_domain.model.rules.known_names import is_readable
from flowtime_domain.model.tree import Tree, mapping_in, number_in, text_in


@final
@dataclass(frozen=True, slots=True)
class _InitialValue:
    """A value before bin 0 as written: where, for which published series, and the number if it is one."""

    path: Path
    names: tuple[str, ...]
    value: float | None


def initial_conflicts(draft: Draft) -> Iterator[DocumentError]:
    """`initial_conflict`: one series has two values before bin 0; named at the later one (ruling 1)."""
    first: dict[str, _InitialValue] = {}
    for written in _initial_values(draft):
        if written.value is not None and isfinite(written.value):
            yield from _differing(draft, written, first)
    for owner, depth in _depths_that_start_empty(draft):
        other = first.get(depth)
        if other is not None and other.value != 0 and other.path[0] == "topology":
            message = (
                f"Before bin 0 series '{depth}' would be {other.value:g}, but the queue of '{owner}' starts "
                f"empty; give '{owner}' the same initialCondition."
            )
            yield draft.written_as.error("initial_conflict", message, other.path)


def _differing(
    draft: Draft, written: _InitialValue, first: dict[str, _InitialValue]
) -> Iterator[DocumentError]:
    for name in written.names:
        other = first.setdefault(name, written)
        if other.value != written.value:
            message = (
                f"Before bin 0 series '{name}' would be {other.value:g} and {written.value:g}; "
                "give one value, or the same one twice."
            )
            yield draft.written_as.error("initial_conflict", message, written.path)
            return


def _depths_that_start_empty(draft: Draft) -> Iterator[tuple[str | None, str]]:
    """The places whose recurrence has no authored start, each with the name of its depth (engine §5.2)."""
    generated = _generated_depths(draft.series)
    for index, (place, outline) in enumerate(draft.places):
        depth = generated.get(index, outline.queue_depth)
        if depth is not None and outline.has_outflow and not _gives_depth(place.tree):
            yield outline.id, depth


def _generated_depths(series: Sequence[PublishedSeries]) -> dict[int, str]:
    return {one.owner: one.name for one in series if one.role is SeriesRole.QUEUE_DEPTH}


def self_shifts_without_initial(draft: Draft) -> Iterator[DocumentError]:
    """`self_shift_requires_initial_condition`: a formula shifts its own series, which has no first value."""
    if not is_readable(draft, "topology", "nodes"):
        return
    given = {name for written in _initial_values(draft) for name in written.names}
    for index, expression in draft.expressions.items():
        own = draft.nodes[index].identifier
        if own is None or own in given or all(one.name != own for one in draft.named_series[index]):
            continue
        shifted = next((one for one in _shifted_references(expression) if one.name == own), None)
        if shifted is not None:
            message = f"'{own}' looks back at itself, so bin 0 needs a value before it: give 'initial'."
            code = "self_shift_requires_initial_condition"
            yield formula_finding(draft, code, message, index, shifted.offset)


def _shifted_references(expression: Expression) -> Iterator[Reference]:
    """The references under a SHIFT of one bin or more, in the order of the text."""
    waiting: list[tuple[Expression, bool]] = [(expression, False)]
    while waiting:
        part, is_shifted = waiting.pop()
        if isinstance(part, Reference) and is_shifted:
            yield part
        elif isinstance(part, Call):
            is_shifted = is_shifted or (part.function == "SHIFT" and part.literals[0] >= 1)
        waiting.extend((inner, is_shifted) for inner in reversed(part.parts))


def _initial_values(draft: Draft) -> Iterator[_InitialValue]:
    """All that is written, the own values of series nodes first; of elements with one id the first."""
    for node in {one.identifier: one for one in reversed(draft.nodes)}.values():
        if node.identifier is not None and "initial" in node.tree:
            value = number_in(node.tree, "initial")
            yield _InitialValue((*node.path, "initial"), (node.identifier,), value)
    published = {one.name for one in draft.series}
    generated = _generated_depths(draft.series)
    seen: set[str | None] = set()
    for index, place in enumerate(draft.topology_nodes):
        if place.identifier in seen or not _gives_depth(place.tree):
            continue
        seen.add(place.identifier)
        queue_depth = text_in(mapping_in(place.tree, "semantics"), "queueDepth")
        names = names_of_depth(place.identifier, queue_depth, generated.get(index))
        path = (*place.path, "initialCondition", "queueDepth")
        bearing = tuple(name for name in names if name in published)
        depth = number_in(mapping_in(place.tree, "initialCondition"), "queueDepth")
        yield _InitialValue(path, bearing, depth)


def _gives_depth(tree: Tree) -> bool:
    condition = tree.get("initialCondition", {})
    return not isinstance(condition, Mapping) or "queueDepth" in condition
