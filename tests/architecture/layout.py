"""Where the code and its tests lie; shared by the tests of the house."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "flowtime_domain": ROOT / "src" / "flowtime_domain",
    "flowtime_adapters": ROOT / "src" / "adapters" / "flowtime_adapters",
    "flowtime_entrypoints": ROOT / "src" / "entrypoints" / "flowtime_entrypoints",
    "flowtime": ROOT / "src" / "entrypoints" / "flowtime",
}


def source_files(package: str) -> Iterator[Path]:
    """Every Python file of a package."""
    yield from sorted(PACKAGES[package].rglob("*.py"))


def syntax_tree(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported_modules(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported anywhere in a file, lazily or not."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
