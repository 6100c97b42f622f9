"""Looking into a canonical mapping whose shape may be wrong.

Rule 1: nothing here raises; what is not there, or is something else than asked for, is left out.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypeGuard

from flowtime_domain.model.document import Value
from flowtime_domain.model.value_kinds import is_list, is_number

Tree: TypeAlias = Mapping[str, Value]


def mapping_in(tree: Tree, key: str) -> Tree:
    """The mapping under a key; an empty one where there is none.

    Examples
    --------
    >>> mapping_in({"semantics": {"arrivals": "a"}, "ui": 3}, "semantics"), mapping_in({"ui": 3}, "ui")
    ({'arrivals': 'a'}, {})
    """
    value = tree.get(key)
    return value if isinstance(value, Mapping) else {}


def text_in(tree: Tree, key: str) -> str | None:
    """The text under a key; None where there is none.

    Examples
    --------
    >>> text_in({"id": "a"}, "id"), text_in({"id": 5}, "id")
    ('a', None)
    """
    value = tree.get(key)
    return value if isinstance(value, str) else None


def number_in(tree: Tree, key: str) -> float | None:
    """The number under a key; None where there is none.

    Examples
    --------
    >>> number_in({"initial": 7}, "initial"), number_in({"initial": True}, "initial")
    (7, None)
    """
    value = tree.get(key)
    return value if is_number(value) else None


def items_in(tree: Tree, key: str) -> Sequence[Value]:
    """The list under a key; an empty one where there is none.

    Examples
    --------
    >>> items_in({"nodes": ["A", 3]}, "nodes"), items_in({"nodes": "A"}, "nodes")
    (['A', 3], ())
    """
    value = tree.get(key)
    return value if is_list(value) else ()


def is_list_of_texts(value: Value) -> TypeGuard[Sequence[str]]:
    """Whether a value is a list that holds texts only.

    Examples
    --------
    >>> [is_list_of_texts(value) for value in (["a", "b"], [], ["a", 5], "ab")]
    [True, True, False, False]
    """
    return is_list(value) and all(isinstance(item, str) for item in value)


def texts_in(tree: Tree, key: str) -> list[tuple[int, str]]:
    """The texts of the list under a key, each with its index in the list.

    Examples
    --------
    >>> texts_in({"nodes": ["A", 3, "B"]}, "nodes")
    [(0, 'A'), (2, 'B')]
    """
    return [(index, item) for index, item in enumerate(items_in(tree, key)) if isinstance(item, str)]


def mappings_in(tree: Tree, key: str) -> list[tuple[int, Tree]]:
    """The mappings of the list under a key, each with its index in the list.

    Examples
    --------
    >>> mappings_in({"routes": [{"target": "b"}, 3]}, "routes")
    [(0, {'target': 'b'})]
    """
    return [(index, item) for index, item in enumerate(items_in(tree, key)) if isinstance(item, Mapping)]
