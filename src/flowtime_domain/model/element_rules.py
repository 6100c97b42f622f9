"""Rules that one element obeys by itself, or with the grid alone (model §5.3, §5.5, §7.6).

Rule 1: each is a plain function from a draft to findings, as the rules that span elements.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.document import Value
from flowtime_domain.model.draft import Draft, Rule
from flowtime_domain.model.tree import Tree, mapping_in
from flowtime_domain.model.value_kinds import is_finite, is_list, is_number
from flowtime_domain.model.value_words import shown_value

PROBABILITY_TOLERANCE: Final = 1e-6


def values_required(draft: Draft) -> Iterator[DocumentError]:
    """`values_required`: a const needs values, or a source where the mode reads sources (model §5.3)."""
    for drafted in draft.nodes:
        tree = drafted.tree
        # Only nodes that stand for a file were written elsewhere as a whole.
        stands_for_file = drafted.path in draft.written_as.moved
        if tree.get("kind") != "const" or "values" in tree or stands_for_file:
            continue
        if draft.rules.allows_unbound_sources:
            if "source" not in tree:
                message = "A const needs 'values' or a 'source'."
                yield draft.written_as.error("values_required", message, drafted.path)
        else:
            message = f"A const needs 'values' in {draft.rules.mode} mode, which reads no 'source'."
            yield draft.written_as.error("values_required", message, drafted.path)


def values_lengths(draft: Draft) -> Iterator[DocumentError]:
    """`values_length`: the values of a const fill the grid (model §5.3)."""
    for drafted in draft.nodes:
        values = drafted.tree.get("values")
        if drafted.tree.get("kind") != "const" or not isinstance(values, tuple):
            continue
        count = len(values)
        if count == 0:
            message = "The list of values is empty: write one number, or one for each bin."
        elif draft.grid is None or count in (1, draft.grid.bins) or _may_repeat(drafted.tree):
            continue
        else:
            bins = draft.grid.bins
            message = f"{count} values for {bins} bins: write {bins}, or one, or add 'repeat: true'."
        yield draft.written_as.error("values_length", message, (*drafted.path, "values"))


def _may_repeat(tree: Tree) -> bool:
    # What is no boolean was perhaps meant to be true, and is spoken of elsewhere.
    return tree.get("repeat", False) is not False


def distributions(draft: Draft) -> Iterator[DocumentError]:
    """`pmf_length`, `pmf_duplicate_value`, `pmf_sum`: a pmf is a distribution (model §5.5)."""
    for drafted in draft.nodes:
        pmf = mapping_in(drafted.tree, "pmf")
        values, probabilities = pmf.get("values"), pmf.get("probabilities")
        if not is_list(values) or not is_list(probabilities):
            continue
        path = (*drafted.path, "pmf")
        if len(values) != len(probabilities) or not values:
            counts = f"{len(values)} values and {len(probabilities)} probabilities"
            message = f"Found {counts}: write as many of both, and at least one."
            yield draft.written_as.error("pmf_length", message, path)
        for index in _repeated(values):
            message = f"Value {shown_value(values[index])} stands twice; add up its probabilities."
            yield draft.written_as.error("pmf_duplicate_value", message, (*path, "values", index))
        total = _total(probabilities)
        if total is not None and abs(total - 1) > PROBABILITY_TOLERANCE:
            message = f"The probabilities add up to {total:.9g} instead of 1."
            yield draft.written_as.error("pmf_sum", message, (*path, "probabilities"))


def two_limits(draft: Draft) -> Iterator[DocumentError]:
    """`key_conflict`: a limit is a number or a series, not both (model §7.6)."""
    for drafted in draft.topology_nodes:
        limits = [key for key in drafted.tree if key in ("wipLimit", "wipLimitSeries")]
        if len(limits) == 2:
            message = f"'{limits[1]}' and '{limits[0]}' exclude each other; keep one of them."
            yield draft.written_as.error("key_conflict", message, (*drafted.path, limits[1]), key=True)


def _repeated(values: Sequence[Value]) -> Iterator[int]:
    seen: set[float] = set()
    for index, value in enumerate(values):
        if is_number(value):
            if value in seen:
                yield index
            seen.add(value)


def _total(probabilities: Sequence[Value]) -> float | None:
    """The sum of a list of finite numbers; None if it is empty or holds anything else."""
    numbers = [float(item) for item in probabilities if is_number(item) and is_finite(item)]
    return sum(numbers) if numbers and len(numbers) == len(probabilities) else None


ELEMENT_RULES: Final[tuple[Rule, ...]] = (distributions, two_limits)
CONST_RULES: Final[tuple[Rule, ...]] = (values_required, values_lengths)
