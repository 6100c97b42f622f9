"""Tests mirror the source, file for file."""

import ast

import pytest

from architecture.layout import PACKAGES, ROOT, source_files, syntax_tree

EXEMPT: dict[str, str] = {}


def has_behaviour(tree: ast.Module) -> bool:
    """Whether a module defines a function; shapes, protocols and tables alone have nothing to run."""
    return any(isinstance(node, ast.FunctionDef) and not is_declaration(node) for node in ast.walk(tree))


def is_declaration(function: ast.FunctionDef) -> bool:
    """Whether a function only declares: its body is a docstring or an ellipsis."""
    return all(
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        for statement in function.body
    )


def mirrored_modules():
    for package, folder in PACKAGES.items():
        for path in source_files(package):
            relative = path.relative_to(folder)
            if path.name != "__init__.py" and has_behaviour(syntax_tree(path)):
                yield f"{package}/{relative.as_posix()}"


@pytest.mark.parametrize("module", list(mirrored_modules()))
def test_module_has_its_test(module):
    """Every module with behaviour has a test file of the same name in the same place (design §10)."""
    folder, _, name = module.rpartition("/")
    mirror = ROOT / "tests" / folder / f"test_{name}"
    assert mirror.is_file() or module in EXEMPT


def test_exemptions_are_needed():
    """An exemption from the mirror names a module that exists and has no test (design §10)."""
    assert set(EXEMPT) <= set(mirrored_modules())
    for module in EXEMPT:
        folder, _, name = module.rpartition("/")
        assert not (ROOT / "tests" / folder / f"test_{name}").is_file()
