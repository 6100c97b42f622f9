"""What the domain may import: an allow-list, since a deny-list cannot see a new dependency."""

import pytest

from architecture.layout import ROOT, imported_modules, source_files, syntax_tree

ALLOWED = {
    # Dependencies of the core
    "flowtime_domain", "lark", "numpy", "pydantic", "pydantic_core",
    # Pure parts of the standard library
    "abc", "base64", "binascii", "bisect", "collections", "contextlib", "copy", "dataclasses",
    "datetime", "decimal", "enum", "functools", "hashlib", "heapq", "itertools", "json", "math", "operator",
    "re", "string", "struct", "types", "typing",
    # Threads that evaluate scenarios
    "concurrent",
    # Locks for state that several creations share; no thread is started
    "threading",
    # What is forgotten together with the run that it was made from
    "weakref",
}  # fmt: skip

ALSO_ALLOWED = {
    # The compiler is an extra, which one file asks for when it is needed
    "flowtime_domain/kernels/compiled.py": {"numba"},
    # The package loads what it gives when it is asked for
    "flowtime_domain/__init__.py": {"importlib"},
}


@pytest.mark.parametrize(
    "path", list(source_files("flowtime_domain")), ids=lambda path: str(path.relative_to(ROOT / "src"))
)
def test_domain_imports_only_what_is_allowed(path):
    """A file of the domain imports nothing outside the allow-list (design: who may import whom)."""
    allowed = ALLOWED | ALSO_ALLOWED.get(path.relative_to(ROOT / "src").as_posix(), set())
    roots = {module.partition(".")[0] for module in imported_modules(syntax_tree(path))}
    assert roots <= allowed
