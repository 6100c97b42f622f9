"""Elements of older models, as far as today's shapes can hold them (runs §10.2)."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError

from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.element import Element
from flowtime_domain.model.shape_errors import faults
from flowtime_domain.model.tree import Tree

Shape = TypeVar("Shape", bound=Element)


def readable_part(shape: type[Shape], value: Value) -> Shape | None:
    """An element without the members that do not fit its shape; None if a required one does not.

    Parameters
    ----------
    shape
        What the element should be.
    value
        Its canonical mapping.

    Examples
    --------
    >>> from flowtime_domain.model.topology import Coordinates
    >>> readable_part(Coordinates, {"x": 1.0, "y": "far"})
    Coordinates(x=1.0, y=None)
    """
    while isinstance(value, Mapping):
        try:
            return shape.model_validate(value)
        except ValidationError as error:
            paths = [fault.path for fault in faults(error, value)]
            if () in paths:
                return None
            for path in paths:
                value = _without(value, path)
    return None


def _without(tree: Tree, path: Path) -> Tree:
    """A mapping without the innermost member on a path; what holds it is kept."""
    key, *rest = path
    inner = tree.get(str(key))
    if isinstance(inner, Mapping) and rest:
        return {**tree, str(key): _without(inner, tuple(rest))}
    return {name: item for name, item in tree.items() if name != key}
