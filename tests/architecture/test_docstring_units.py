"""Docstrings of numeric functions say what an array holds."""

import ast

import pytest

from architecture.layout import ROOT, source_files, syntax_tree

ARRAY_WORDS = ("NDArray", "Column", "Matrix")


def public_numeric_functions():
    for path in source_files("flowtime_domain"):
        if "kernels" not in path.parts and "evaluation" not in path.parts:
            continue
        for node in ast.walk(syntax_tree(path)):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and handles_arrays(node):
                yield pytest.param(node, id=f"{path.relative_to(ROOT / 'src').as_posix()}:{node.name}")


def handles_arrays(function: ast.FunctionDef) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    annotations = [argument.annotation for argument in arguments] + [function.returns]
    return any(word in ast.unparse(note) for note in annotations if note for word in ARRAY_WORDS)


@pytest.mark.parametrize("function", list(public_numeric_functions()))
def test_array_has_a_shape(function):
    """A public function over arrays states their shape in its docstring (design §6)."""
    assert "shape (" in (ast.get_docstring(function) or "")
