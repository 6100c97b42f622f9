"""Formulas: the names in them, and what a formula that looks back at its own series needs (model §6.5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import final

from flowtime_domain.errors import DocumentError
from flowtime_domain.expressions.caret import caret
from flowtime_domain.expressions.syntax import Call, Expression, Reference
from flowtime_domain.model.draft import Draft
from flowtime_domain.model.rules.known_names import known_series, series_of
from flowtime_domain.model.tree import is_list_of_texts, text_in


@final
@dataclass(frozen=True, slots=True)
class NamedSeries:
    """One reference in a formula.

    Attributes
    ----------
    name
        The series.
    offset
        Zero-based character at which the name stands.
    is_shifted
        Whether it stands under a SHIFT of one bin or more.
    """

    name: str
    offset: int
    is_shifted: bool


def named_series(expression: Expression) -> list[NamedSeries]:
    """The references of a formula in the order of its text.

    Examples
    --------
    >>> from flowtime_domain.expressions.parser import parse_expression
    >>> [(one.name, one.is_shifted) for one in named_series(parse_expression("a + SHIFT(b * 2, 1)"))]
    [('a', False), ('b', True)]
    """
    found: list[NamedSeries] = []
    waiting: list[tuple[Expression, bool]] = [(expression, False)]
    while waiting:
        part, is_shifted = waiting.pop()
        if isinstance(part, Reference):
            found.append(NamedSeries(part.name, part.offset, is_shifted))
        elif isinstance(part, Call):
            is_shifted = is_shifted or (part.function == "SHIFT" and part.literals[0] >= 1)
        waiting.extend((inner, is_shifted) for inner in reversed(part.parts))
    return found


def unknown_names(draft: Draft) -> Iterator[DocumentError]:
    """`unknown_reference`: a formula names a series that is not published, once per name (ruling 23)."""
    known = known_series(draft, series_of(draft))
    references: dict[int, Sequence[NamedSeries | Reference]] = {
        **{index: named_series(expression) for index, expression in draft.expressions.items()},
        **draft.names_beside_wrong_calls,
    }
    for index, named in references.items():
        first_of_name = {one.name: one for one in reversed(named)}
        for one in first_of_name.values():
            if one.name not in known:
                message = f"There is no series '{one.name}' in this model{known.hint(one.name)}"
                yield formula_finding(draft, "unknown_reference", message, index, one.offset)


def dependencies_mismatches(draft: Draft) -> Iterator[DocumentError]:
    """`dependencies_mismatch`: `dependencies` lists other names than the formula has (model §5.4)."""
    for index, expression in draft.expressions.items():
        drafted = draft.nodes[index]
        listed = drafted.tree.get("dependencies")
        named = {one.name for one in named_series(expression)}
        if is_list_of_texts(listed) and set(listed) != named:
            expected = ", ".join(sorted(named)) or "none"
            message = f"`dependencies` must list exactly the names in the formula: {expected}."
            yield draft.written_as.error("dependencies_mismatch", message, (*drafted.path, "dependencies"))


def formula_finding(draft: Draft, code: str, message: str, index: int, offset: int) -> DocumentError:
    """The finding about one character of the formula of a node."""
    drafted = draft.nodes[index]
    text = text_in(drafted.tree, "expr") or ""
    return draft.written_as.error(
        code, message, (*drafted.path, "expr"), offset=offset, caret=caret(text, offset)
    )
