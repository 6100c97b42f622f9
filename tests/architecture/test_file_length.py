"""Files and functions stay small enough to be read at once."""

import ast
from statistics import median

import pytest

from architecture.layout import ROOT, syntax_tree

HARD_LIMIT_LINES = 400
LONGEST_FUNCTION_LINES = 50
FILES = sorted(
    path for folder in ("src", "tests", "benchmarks", "tools") for path in (ROOT / folder).rglob("*.py")
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_short(path):
    """No Python file is longer than 400 lines (design §1)."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= HARD_LIMIT_LINES


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without its docstring, since a full docstring is no fault."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    docstring = first.end_lineno - first.lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - docstring


def functions(path):
    nodes = ast.walk(syntax_tree(path))
    return [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_are_short(path):
    """No function has more than 50 lines of code (design §1)."""
    lengths = {function.name: code_lines(function) for function in functions(path)}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION_LINES} == {}


def test_most_functions_are_read_at_a_glance():
    """Half of all functions of the source have at most 10 lines of code (design §1)."""
    sources = [path for path in FILES if path.is_relative_to(ROOT / "src")]
    assert median(code_lines(function) for path in sources for function in functions(path)) <= 10
