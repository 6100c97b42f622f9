"""Values before bin 0: one for each series, and one where a formula looks back at itself (engine §2.6)."""

from collections.abc import Iterator, Sequence
from math import isfinite

from flowtime_domain.errors import DocumentError
from flowtime_domain.expressions.syntax import Call, Expression, Reference
from flowtime_domain.model.document import Path
from flowtime_domain.model.draft import Draft
from flowtime_domain.model.initial_values import names_of_depth
from flowtime_domain.model.published_series import PublishedSeries, SeriesRole
from flowtime_domain.model.rules.formulas import formula_finding
from flowtime_domain.model.rules.known_names import is_readable, series_of
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
    if not is_readable(draft, "topology", "nodes"):
        return
    given = {name for _, names, _ in _initial_values(draft, series_of(draft)) for name in names}
    for index, expression in draft.expressions.items():
        own = draft.nodes[index].identifier
        if own is None or own in given:
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
        is_given = "queueDepth" in condition or condition != place.tree.get("initialCondition", {})
        if not is_given or place.identifier in seen:
            continue
        seen.add(place.identifier)
        queue_depth = text_in(mapping_in(place.tree, "semantics"), "queueDepth")
        names = names_of_depth(place.identifier, queue_depth, generated.get(index))
        bearing = tuple(name for name in names if name in published)
        yield (*place.path, "initialCondition", "queueDepth"), bearing, number_in(condition, "queueDepth")
