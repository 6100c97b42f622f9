"""Canonical values put through their shapes, one element at a time.

Rule 1: a wrong element is reported and stays under its id (model §2.6).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, final

from pydantic import ValidationError

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.draft import Drafted
from flowtime_domain.model.element import Element
from flowtime_domain.model.nodes import SHAPES_OF_KINDS, NodeOfUnknownKind, SeriesNode
from flowtime_domain.model.shape_errors import faults
from flowtime_domain.model.tree import text_in
from flowtime_domain.model.written_as import WrittenAs

Shape = TypeVar("Shape", bound=Element)


@final
@dataclass(frozen=True, slots=True)
class Shaping:
    """Puts canonical values through shapes and remembers what these refuse.

    Attributes
    ----------
    written_as
        Where the values stand.
    errors
        Findings so far.
    """

    written_as: WrittenAs
    errors: list[DocumentError] = field(default_factory=list)

    def shaped(self, shape: type[Shape], value: Value, path: Path) -> Shape | None:
        """The value in its shape, None if it does not fit."""
        try:
            return shape.model_validate(value)
        except ValidationError as error:
            for fault in faults(error, value):
                self.errors.append(self.written_as.error(fault.code, fault.message, (*path, *fault.path)))
            return None

    def section(self, shape: type[Shape], root: Mapping[str, Value], key: str) -> Shape | None:
        """A section of the document, None where it is absent or does not fit."""
        return self.shaped(shape, root[key], (key,)) if key in root else None

    def drafted(self, shape: type[Shape], values: Sequence[Value], path: Path) -> tuple[Drafted[Shape], ...]:
        """The elements of a list."""
        return tuple(self._drafted(shape, value, (*path, index)) for index, value in enumerate(values))

    def drafted_nodes(self, values: Sequence[Value]) -> tuple[Drafted[SeriesNode], ...]:
        """The series nodes, each in the shape of its kind; a node of no kind never fits."""
        return tuple(self._drafted_node(value, ("nodes", index)) for index, value in enumerate(values))

    def _drafted(self, shape: type[Shape], value: Value, path: Path) -> Drafted[Shape]:
        return _under_its_id(value, path, self.shaped(shape, value, path))

    def _drafted_node(self, value: Value, path: Path) -> Drafted[SeriesNode]:
        kind = text_in(value, "kind") if isinstance(value, Mapping) else None
        shape = SHAPES_OF_KINDS.get(kind or "")
        if shape is None:
            self.shaped(NodeOfUnknownKind, value, path)
            return _under_its_id(value, path, None)
        return self._drafted(shape, value, path)


def _under_its_id(value: Value, path: Path, element: Shape | None) -> Drafted[Shape]:
    tree = value if isinstance(value, Mapping) else {}
    return Drafted(path, text_in(tree, "id"), element, tree)
