"""The formulas of a document, parsed, with their errors at their places (model §6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import final

from flowtime_domain.errors import DocumentError
from flowtime_domain.expressions.parser import parse_expression
from flowtime_domain.expressions.syntax import Expression, ExpressionErrors, Reference
from flowtime_domain.model.draft import Drafted
from flowtime_domain.model.nodes import SeriesNode
from flowtime_domain.model.tree import text_in
from flowtime_domain.model.written_as import WrittenAs


@final
@dataclass(frozen=True, slots=True)
class Formulas:
    """The formulas of a document, by index of their nodes.

    Attributes
    ----------
    parsed
        Those that are right in themselves.
    names_beside_wrong_calls
        References of those that only break a rule for calls.
    errors
        What is wrong with the others.
    """

    parsed: dict[int, Expression] = field(default_factory=dict)
    names_beside_wrong_calls: dict[int, tuple[Reference, ...]] = field(default_factory=dict)
    errors: list[DocumentError] = field(default_factory=list)


def read_formulas(nodes: Sequence[Drafted[SeriesNode]], written_as: WrittenAs) -> Formulas:
    """All formulas of the expr nodes."""
    formulas = Formulas()
    for index, drafted in enumerate(nodes):
        text = text_in(drafted.tree, "expr") if drafted.tree.get("kind") == "expr" else None
        if text is None:
            continue
        try:
            formulas.parsed[index] = parse_expression(text)
        except ExpressionErrors as error:
            path = (*drafted.path, "expr")
            if error.references:
                formulas.names_beside_wrong_calls[index] = error.references
            formulas.errors.extend(
                written_as.error(one.code, one.message, path, offset=one.offset, formula=one.formula)
                for one in error.findings
            )
    return formulas
