"""Where the members of a canonical mapping stand in the written one: beside each other, nested, as pairs.

Rule 1: a member is a canonical or otherwise spelled key, the path where its value is written, and the value.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.plain_scalar import plain_scalar

Member: TypeAlias = tuple[str, Path, Value]
Members: TypeAlias = Callable[[Mapping[str, Value], Path, Rewriting], Iterable[Member]]

_ROUTER_KEYS: Final = ("inputs", "routes")
_PMF_KEYS: Final = ("values", "probabilities")
_REFUSED_AT_ROOT: Final[Mapping[str, tuple[str, str]]] = {
    "parameters": ("template_key_in_model", "A model has no parameters; only templates have."),
    "classes": ("classes_unsupported", "Classes of items are not supported; remove 'classes'."),
    "traffic": ("classes_unsupported", "Traffic by class is not supported; remove 'traffic'."),
    "constraints": ("unsupported_key", "Constraints stand under 'topology'; move them there."),
    "variables": ("unsupported_key", "Variables are not supported; remove 'variables'."),
}
_FINE_WHEN_EMPTY: Final = frozenset({"constraints", "variables"})


def members_as_written(mapping: Mapping[str, Value], path: Path, rewriting: Rewriting) -> Iterable[Member]:
    """Each member where it stands."""
    base = rewriting.written_path(path)
    return [(key, (*base, key), item) for key, item in mapping.items()]


def root_members(mapping: Mapping[str, Value], path: Path, rewriting: Rewriting) -> Iterator[Member]:
    """Keys of the root that are known and not supported (model §3.1, §3.4)."""
    for key, written, item in members_as_written(mapping, path, rewriting):
        if item is None or key not in _REFUSED_AT_ROOT:
            yield key, written, item
        elif key not in _FINE_WHEN_EMPTY or item not in ((), [], {}):
            rewriting.report(*_REFUSED_AT_ROOT[key], written)


def router_members(mapping: Mapping[str, Value], path: Path, rewriting: Rewriting) -> Iterator[Member]:
    """`inputs` and `routes` may be nested in `router` (model §3.3)."""
    for key, written, item in members_as_written(mapping, path, rewriting):
        if key != "router":
            yield key, written, item
        elif isinstance(item, Mapping):
            yield from _nested_router_members(item, written, rewriting)
        elif item is not None:
            rewriting.report("invalid_type", "Expected a mapping of 'inputs' and 'routes'.", written)


def _nested_router_members(
    mapping: Mapping[str, Value], written: Path, rewriting: Rewriting
) -> Iterator[Member]:
    for key, item in mapping.items():
        if key in _ROUTER_KEYS:
            yield key, (*written, key), item
        elif not key.startswith("x-"):
            rewriting.report_unknown_key(key, (*written, key), _ROUTER_KEYS)


def route_members(mapping: Mapping[str, Value], path: Path, rewriting: Rewriting) -> Iterator[Member]:
    """A route has no classes (model §3.4)."""
    for key, written, item in members_as_written(mapping, path, rewriting):
        if key != "classes":
            yield key, written, item
        elif item is not None:
            message = "Routes for single classes are not supported; remove 'classes'."
            rewriting.report("class_routes_unsupported", message, written)


def pmf_members(mapping: Mapping[str, Value], path: Path, rewriting: Rewriting) -> Iterable[Member]:
    """`values` and `probabilities`, or a mapping from value to probability (model §3.3)."""
    if any(key in mapping for key in _PMF_KEYS):
        return members_as_written(mapping, path, rewriting)
    base = rewriting.written_path(path)
    pairs = [
        (key, probability)
        for key, probability in mapping.items()
        if probability is not None and not key.startswith("x-")
    ]
    for index, (key, _) in enumerate(pairs):
        for name in _PMF_KEYS:
            rewriting.moved[(*path, name, index)] = (*base, key)
    values = [plain_scalar(key) for key, _ in pairs]
    return [("values", base, values), ("probabilities", base, [probability for _, probability in pairs])]
