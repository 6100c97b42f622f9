"""The formulas of a document, parsed, with their errors at their places (model §6)."""

from collections.abc import Sequence

from flowtime_domain.errors import DocumentError
from flowtime_domain.expressions.parser import parse_expression
from flowtime_domain.expressions.syntax import Expression, ExpressionErrors
from flowtime_domain.model.draft import Drafted
from flowtime_domain.model.nodes import SeriesNode
from flowtime_domain.model.tree import text_in
from flowtime_domain.model.written_as import WrittenAs


def parsed_formulas(
    nodes: Sequence[Drafted[SeriesNode]], written_as: WrittenAs
) -> tuple[dict[int, Expression], list[DocumentError]]:
    """The formula of each expr node by the node's index, and what is wrong with those that do not parse."""
    parsed: dict[int, Expression] = {}
    errors: list[DocumentError] = []
    for index, drafted in enumerate(nodes):
        text = text_in(drafted.tree, "expr") if drafted.tree.get("kind") == "expr" else None
        if text is None:
            continue
        try:
            parsed[index] = parse_expression(text)
        except ExpressionErrors as error:
            path = (*drafted.path, "expr")
            errors += [
                written_as.error(
                    finding.code, finding.message, path, offset=finding.offset, caret=finding.caret
                )
                for finding in error.findings
            ]
    return parsed, errors
