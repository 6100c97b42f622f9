"""The reference of formulas."""

import re

import pytest

from documents.markdown_tables import DOCS, names, rows, section
from flowtime_domain.expressions.functions import FUNCTIONS
from flowtime_domain.expressions.operators import OPERATORS

DOCUMENT = "reference/expressions.md"
HEADINGS = re.findall(r"^### (([A-Z]+)\(.*\))$", (DOCS / DOCUMENT).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_function_has_its_section():
    """The reference describes each function of the language once, by the alphabet (model §6.4)."""
    assert [name for _, name in HEADINGS] == sorted(FUNCTIONS)


@pytest.mark.parametrize(("heading", "name"), HEADINGS)
def test_every_function_is_shown_at_work(heading, name):
    """The section of a function holds an example that runs, and that calls it (model §6.4)."""
    examples = re.findall(r"```python\n(.*?)```", section(DOCUMENT, f"### {heading}"), re.DOTALL)
    assert any(f"{name}(" in example for example in examples)


def test_every_operator_is_listed():
    """The table of operators names each operator of the language (model §6.1)."""
    spellings = {name for row in rows(section(DOCUMENT, "## Operators")) for name in names(row[0])}
    documented = {spelling.split()[1] for spelling in spellings if " " in spelling}
    assert documented == set(OPERATORS)
    assert "-a" in spellings
