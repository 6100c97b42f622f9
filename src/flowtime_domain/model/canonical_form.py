"""A document with one spelling for everything (model §3.3), of any shape still.

Rule 1: nothing is refused for its shape here; what cannot be rewritten is handed through.
Rule 2: an element never changes its index; only nodes that stand for files are added, at the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, final

from flowtime_domain.model.canonical.edges import with_default_ids
from flowtime_domain.model.canonical.files import nodes_for_files
from flowtime_domain.model.canonical.grid_form import canonical_grid, canonical_start
from flowtime_domain.model.canonical.mappings import form_of_shape
from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.canonical.series_nodes import canonical_node, declared_ids
from flowtime_domain.model.canonical.values import Form
from flowtime_domain.model.document import Document, Path, Value
from flowtime_domain.model.document_root import DocumentRoot
from flowtime_domain.model.mode_rules import ModeRules
from flowtime_domain.model.root_elements import ModelMetadata, Output, Rng
from flowtime_domain.model.topology import Constraint, Edge, TopologyNode
from flowtime_domain.model.tree import items_in, mapping_in

_ROOT: Final = form_of_shape(DocumentRoot)
_SECTIONS: Final[Mapping[str, Form]] = {
    "metadata": form_of_shape(ModelMetadata),
    "rng": form_of_shape(Rng),
}


@final
@dataclass(frozen=True, slots=True)
class CanonicalForm:
    """The canonical values of a document.

    Attributes
    ----------
    root
        The mapping at the root; its sections but the lists of elements are canonical.
    nodes, topology_nodes, edges, constraints, outputs
        The canonical elements in document order, () where the list is absent or no list.
    start
        When the grid begins, None if no start is given or readable.
    rewriting
        Where everything was written, and what could not be rewritten.
    """

    root: Mapping[str, Value]
    nodes: tuple[Value, ...]
    topology_nodes: tuple[Value, ...]
    edges: tuple[Value, ...]
    constraints: tuple[Value, ...]
    outputs: tuple[Value, ...]
    start: datetime | None
    rewriting: Rewriting


def canonical_form(document: Document, rules: ModeRules) -> CanonicalForm:
    """The canonical form of a document under the rules of a mode."""
    rewriting = Rewriting(document, rules)
    root = _ROOT(document.root, (), rewriting)
    assert isinstance(root, dict)
    _rewrite_sections(root, rewriting)
    nodes = _elements(root, ("nodes",), canonical_node, rewriting)
    rewriting.declared = declared_ids(nodes)
    topology = mapping_in(root, "topology")
    places = _elements(topology, ("topology", "nodes"), form_of_shape(TopologyNode), rewriting)
    edges = _elements(topology, ("topology", "edges"), form_of_shape(Edge), rewriting)
    constraints = _elements(topology, ("topology", "constraints"), form_of_shape(Constraint), rewriting)
    outputs = _elements(root, ("outputs",), form_of_shape(Output), rewriting)
    return CanonicalForm(
        root=root,
        nodes=(*nodes, *nodes_for_files(places, len(nodes), rewriting)),
        topology_nodes=places,
        edges=with_default_ids(edges, rewriting),
        constraints=constraints,
        outputs=outputs,
        start=canonical_start(rewriting),
        rewriting=rewriting,
    )


def _rewrite_sections(root: dict[str, Value], rewriting: Rewriting) -> None:
    grid = canonical_grid(root, rewriting)
    if grid is not None:
        root["grid"] = grid
    for key, form in _SECTIONS.items():
        if key in root:
            root[key] = form(root[key], (key,), rewriting)


def _elements(
    mapping: Mapping[str, Value], path: Path, form: Form, rewriting: Rewriting
) -> tuple[Value, ...]:
    items = items_in(mapping, str(path[-1]))
    return tuple(form(item, (*path, index), rewriting) for index, item in enumerate(items))
