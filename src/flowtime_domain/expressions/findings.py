"""Gathers what is found in a formula: its errors, and the names in it."""

from typing import final

from flowtime_domain.expressions.syntax import ExpressionFinding, Reference


@final
class Findings:
    """The errors and references found so far in one formula.

    Parameters
    ----------
    text
        The formula as written.

    Attributes
    ----------
    references
        The references met so far, in order.
    unknown_functions
        Names of functions, in upper case, that were reported as unknown.
    """

    def __init__(self, text: str) -> None:
        self.references: list[Reference] = []
        self.unknown_functions: set[str] = set()
        self._text = text
        self._found: list[ExpressionFinding] = []

    def add(self, code: str, message: str, offset: int) -> None:
        """Note an error at a character of the formula."""
        self._found.append(ExpressionFinding(code, message, offset, self._text))

    def in_order(self) -> tuple[ExpressionFinding, ...]:
        """All errors, in the order of the text."""
        return tuple(sorted(self._found, key=lambda finding: (finding.offset, finding.code)))
