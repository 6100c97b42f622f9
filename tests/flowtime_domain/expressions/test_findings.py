"""Gathering the errors of a formula."""

from flowtime_domain.expressions.findings import Findings
from flowtime_domain.expressions.syntax import ExpressionFinding


def test_findings_come_in_the_order_of_the_text():
    """Findings are sorted by their character, whatever the order in which they were met (model §2.6)."""
    findings = Findings("F(G(1))")
    findings.add("unknown_function", "G?", 2)
    findings.add("unknown_function", "F?", 0)
    assert findings.in_order() == (
        ExpressionFinding("unknown_function", "F?", 0, "F(G(1))"),
        ExpressionFinding("unknown_function", "G?", 2, "F(G(1))"),
    )
