"""Reads a formula: text in, a complete and right formula out, or every error of it (model §6).

Rule 1: no text can exhaust memory or stack: its length is checked first, its nesting while it is read.
"""

from typing import Final

from flowtime_domain.expressions.findings import Findings
from flowtime_domain.expressions.syntax import Expression, ExpressionErrors

MAXIMUM_LENGTH: Final = 4096


def parse_expression(text: str) -> Expression:
    """The formula that a text spells.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    Expression
        The formula; every call in it suits the rules of its function.

    Raises
    ------
    ExpressionErrors
        If the text is too long or nested too deep, with the first syntax error, or else with every number
        out of range, every wrong call, and every unknown function once per name.

    Examples
    --------
    >>> parse_expression("MIN(demand, 4)")
    Call('MIN', (), 0)
    >>> parse_expression("SHFT(demand, 1)")
    Traceback (most recent call last):
        ...
    flowtime_domain.expressions.syntax.ExpressionErrors: There is no function 'SHFT'; did you mean 'SHIFT'?
    """
    # What is too long is shown up to the first character too many: a caret must not repeat a megabyte.
    findings = Findings(text[: MAXIMUM_LENGTH + 1])
    if len(text) > MAXIMUM_LENGTH:
        message = f"The formula has {len(text)} characters; at most {MAXIMUM_LENGTH} are allowed."
        findings.add("expression_too_long", message, MAXIMUM_LENGTH)
        raise ExpressionErrors(findings.in_order())
    # lark takes as long to import as the rest of the domain; who reads no formula does not pay for it.
    from flowtime_domain.expressions.grammar import built_formula

    formula = built_formula(text, findings)
    if found := findings.in_order():
        raise ExpressionErrors(found, tuple(findings.references))
    return formula
