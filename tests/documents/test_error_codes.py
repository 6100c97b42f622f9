"""The reference of error codes."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from architecture.layout import PACKAGES, source_files, syntax_tree
from documents.markdown_tables import first_names, names, rows, section
from flowtime_domain.errors import FlowTimeError
from flowtime_domain.evaluation.invariants.balance import Comparison
from flowtime_domain.evaluation.invariants.table import RULES, RULES_OF_CONSTRAINTS, RULES_OF_SERIES
from flowtime_entrypoints.problems import COMMAND_LINE_ONLY, INTERNAL_CODE, STATUSES

DOCUMENT = "reference/error-codes.md"
CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+")
# The functions and classes by which findings are reported; the first argument, or `code`, is their code.
REPORTERS = {
    "Comparison", "DocumentError", "Fault", "PydanticCustomError", "_error", "_fault", "_finding", "_found",
    "_note", "add", "error", "finding_in_bins", "found", "in_bins", "negative", "note", "reject", "report",
}  # fmt: skip


def called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def literals(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and CODE.fullmatch(part.value):
            yield part.value


@cache
def trees() -> list[ast.Module]:
    return [syntax_tree(path) for package in PACKAGES for path in source_files(package)]


def reported_codes() -> set[str]:
    calls = (node for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        code
        for call in calls
        if called_name(call) in REPORTERS
        for argument in [*call.args[:1], *(word.value for word in call.keywords if word.arg == "code")]
        for code in literals(argument)
    }


def documented_findings() -> list[str]:
    return first_names(section(DOCUMENT, "## Findings"))


def documented_capture_warnings() -> list[str]:
    return first_names(section(DOCUMENT, "## Warnings of captures"))


def documented_replay_warnings() -> list[str]:
    return first_names(section(DOCUMENT, "## Warnings of replays"))


def documented_warnings() -> dict[str, str]:
    return {names(row[0])[0]: row[1] for row in rows(section(DOCUMENT, "## Warnings"))}


def documented_codes() -> set[str]:
    """All but the codes of problems."""
    warnings = {*documented_warnings(), *documented_capture_warnings(), *documented_replay_warnings()}
    return warnings | {*documented_findings()}


def test_problem_codes_have_their_status():
    """The table of problems names every error of the tree with its HTTP status (api §13, §13.1)."""
    documented = {names(row[0])[0]: row[1] for row in rows(section(DOCUMENT, "## Problem codes"))}
    expected = {error.code: str(status) for error, status in STATUSES.items()}
    expected |= {error.code: "-" for error in COMMAND_LINE_ONLY} | {INTERNAL_CODE: "500"}
    assert documented == expected


def test_every_reported_code_is_documented():
    """A code that the code reports has its row in the reference (model §11)."""
    documented = documented_codes()
    problems = {error.code for error in FlowTimeError.__subclasses__()} | {error.code for error in STATUSES}
    assert reported_codes() - documented - problems == set()


def test_every_documented_code_exists():
    """The reference names no code that nothing reports (model §11)."""
    existing = {literal for tree in trees() for literal in literals(tree)}
    documented = documented_codes()
    assert documented - existing == set()


def test_rules_of_comparison_have_their_severity():
    """The table of warnings gives the severity of the rules (engine §12.1)."""
    documented = documented_warnings()
    comparisons = [rule for rule in RULES if isinstance(rule, Comparison)]
    assert comparisons
    assert {rule.code: documented[rule.code] for rule in comparisons} == {
        rule.code: rule.severity for rule in comparisons
    }


def test_there_are_as_many_warnings_as_rules():
    """Each rule has one row in the table of warnings (engine §12.1)."""
    assert len(documented_warnings()) == len(RULES) + len(RULES_OF_CONSTRAINTS) + len(RULES_OF_SERIES)
