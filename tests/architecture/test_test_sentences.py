"""Every test says in one sentence which behaviour it shows."""

import ast

import pytest

from architecture.layout import ROOT, syntax_tree

TEST_FILES = sorted((ROOT / "tests").rglob("*.py"))


@pytest.mark.parametrize("path", TEST_FILES, ids=lambda path: str(path.relative_to(ROOT / "tests")))
def test_each_test_has_its_sentence(path):
    """Each test function has a docstring that ends in a full stop (design §1, §10)."""
    silent = [
        node.name
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not (ast.get_docstring(node) or "").endswith(".")
    ]
    assert silent == []
