"""A class is either made to be extended or final."""

import ast

from architecture.layout import PACKAGES, ROOT, source_files, syntax_tree

OPEN_KINDS = {
    "ABC", "Protocol",  # made to be extended
    "Enum", "StrEnum", "NamedTuple", "TypedDict",  # closed by the language
    "DeclarativeContainer",  # taken apart by its library, which makes a class of its own of it
}  # fmt: skip


def last_name(expression: ast.expr) -> str:
    """The name of a base or decorator without package and arguments."""
    while isinstance(expression, ast.Subscript | ast.Call):
        expression = expression.value if isinstance(expression, ast.Subscript) else expression.func
    return ast.unparse(expression).rpartition(".")[2]


def test_concrete_classes_are_final():
    """A public class that nothing extends is @final (design §1, §5)."""
    classes = [
        (path.relative_to(ROOT).as_posix(), node)
        for package in PACKAGES
        for path in source_files(package)
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.ClassDef)
    ]
    extended = {last_name(base) for _, node in classes for base in node.bases}
    open_ones = [
        f"{path}: {node.name}"
        for path, node in classes
        if not node.name.startswith("_")
        and node.name not in extended
        and not OPEN_KINDS & {last_name(base) for base in node.bases}
        and "final" not in {last_name(decorator) for decorator in node.decorator_list}
    ]
    assert open_ones == []
