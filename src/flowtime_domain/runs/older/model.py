"""The models of older bundles: what is described is read, nothing is refused and nothing evaluated.

Rule 1: spellings are those of model §3.3; what this version does not know is left out (runs §10.2).
Rule 2: a semantic that names a file keeps its text.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, TypeVar, final

from flowtime_domain.model.canonical_form import canonical_form
from flowtime_domain.model.document import Document, Path, Value
from flowtime_domain.model.element import Element
from flowtime_domain.model.mode_rules import TELEMETRY_RULES
from flowtime_domain.model.nodes import SHAPES_OF_KINDS, ConstNode, SeriesNode
from flowtime_domain.model.topology import Constraint, Edge, Topology, TopologyNode
from flowtime_domain.model.tree import Tree, items_in, mapping_in, text_in
from flowtime_domain.runs.older.readable_part import readable_part

ReadDocument: TypeAlias = Callable[[bytes], Document]
Shape = TypeVar("Shape", bound=Element)
_PLACES: Final = ("topology", "nodes")


@final
@dataclass(frozen=True, slots=True, eq=False)
class OlderModel:
    """What an older model describes.

    Attributes
    ----------
    written
        The mapping at its root, as written.
    nodes
        The series nodes that can be read.
    topology
        The places, edges and constraints that can be read.
    """

    written: Tree = field(default_factory=dict)
    nodes: tuple[SeriesNode, ...] = ()
    topology: Topology = field(default_factory=Topology)

    @property
    def mode(self) -> str | None:
        """The mode that it says it is for."""
        return text_in(self.written, "mode") or text_in(mapping_in(self.written, "provenance"), "mode")

    @property
    def sources(self) -> Mapping[str, str]:
        """Id of a const node -> the text that names its source."""
        return {node.id: node.source for node in self.nodes if isinstance(node, ConstNode) and node.source}


def older_model(document: Document) -> OlderModel:
    """The model that a document describes."""
    canonical = canonical_form(document, TELEMETRY_RULES)
    written_nodes = len(items_in(document.root, "nodes"))
    places = canonical.topology_nodes
    _restore_file_texts(places, canonical.rewriting.files)
    return OlderModel(
        written=document.root,
        nodes=tuple(_series_nodes(canonical.nodes[:written_nodes])),
        topology=Topology(
            nodes=tuple(_readable(TopologyNode, map(_with_semantics, places))),
            edges=tuple(_readable(Edge, canonical.edges)),
            constraints=tuple(_readable(Constraint, canonical.constraints)),
        ),
    )


def _restore_file_texts(places: Sequence[Any], files: Sequence[tuple[Path, str]]) -> None:
    """Put back the texts for which the canonical form has put ids of nodes."""
    for path, text in files:
        if path[:2] == _PLACES:
            holder = places[int(path[2])]
            for part in path[3:-1]:
                holder = holder[part]
            holder[path[-1]] = text


def _series_nodes(values: Sequence[Value]) -> Iterator[SeriesNode]:
    for value in values:
        shape = SHAPES_OF_KINDS.get(text_in(value, "kind") or "") if isinstance(value, Mapping) else None
        node = None if shape is None else readable_part(shape, value)
        if node is not None:
            yield node


def _with_semantics(place: Value) -> Value:
    if not isinstance(place, Mapping):
        return place
    return {**place, "semantics": mapping_in(place, "semantics")}


def _readable(shape: type[Shape], values: Iterator[Value] | Sequence[Value]) -> Iterator[Shape]:
    for value in values:
        element = readable_part(shape, value)
        if element is not None:
            yield element
