"""Gathers what is wrong with a formula."""

from typing import final

from flowtime_domain.expressions.syntax import ExpressionFinding


@final
class Findings:
    """The errors found so far in one formula.

    Parameters
    ----------
    text
        The formula as written.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[ExpressionFinding] = []

    def add(self, code: str, message: str, offset: int) -> None:
        """Note an error at a character of the formula."""
        self._found.append(ExpressionFinding(code, message, offset, self._text))

    def in_order(self) -> tuple[ExpressionFinding, ...]:
        """All errors, in the order of the text."""
        return tuple(sorted(self._found, key=lambda finding: (finding.offset, finding.code)))
