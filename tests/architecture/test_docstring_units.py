"""Docstrings of what handles arrays say what an array holds: its shape, its unit, its allowed values."""

import ast
import re

import pytest

from architecture.layout import PACKAGES, ROOT, source_files, syntax_tree

ARRAY = re.compile(r"\b(?:NDArray|Column|Matrix|Mask)\b")
SHAPE = re.compile(r"\bshape \(")
UNIT = re.compile(r"\b(?:units?|items|bins|hours|minutes|ms|ratios?|weekday|true or false)\b")


def array_handlers():
    """Every public function that takes or gives an array, and every public class that holds one."""
    for package in PACKAGES:
        for path in source_files(package):
            for node in ast.walk(syntax_tree(path)):
                if handles_arrays(node):
                    place = path.relative_to(ROOT / "src").as_posix()
                    yield pytest.param(node, id=f"{place}:{node.name}")


def handles_arrays(node: ast.AST) -> bool:
    if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
        return False
    return any(ARRAY.search(ast.unparse(note)) for note in annotations(node) if note is not None)


def annotations(node: ast.FunctionDef | ast.ClassDef) -> list[ast.expr | None]:
    if isinstance(node, ast.ClassDef):
        return [field.annotation for field in node.body if isinstance(field, ast.AnnAssign)]
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg]
    return [*(argument.annotation for argument in arguments if argument), node.returns]


@pytest.mark.parametrize("node", list(array_handlers()))
def test_array_has_shape_and_unit(node):
    """Whoever handles arrays states their shape and, in the same paragraph, their unit (design §6)."""
    paragraphs = re.split(r"\n\s*\n|\n(?=\S+\n\s+\S)", ast.get_docstring(node) or "")
    described = [paragraph for paragraph in paragraphs if SHAPE.search(paragraph)]
    assert described
    for paragraph in described:
        for after in SHAPE.split(" ".join(paragraph.split()))[1:]:
            assert UNIT.search(after.partition(")")[2]), paragraph


@pytest.mark.parametrize(
    "node", [param for param in array_handlers() if isinstance(param.values[0], ast.ClassDef)]
)
def test_each_array_of_a_class_has_its_shape(node):
    """A class describes as many shapes as it holds arrays (design §6)."""
    arrays = [note for note in annotations(node) if note is not None and ARRAY.search(ast.unparse(note))]
    assert len(SHAPE.findall(ast.get_docstring(node) or "")) >= len(arrays)
