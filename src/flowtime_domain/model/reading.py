"""From a document to a model, with every error at its place.

Rule 1: one reading finds every error of a document but those of its dependency graph.
Rule 2: the stages are canonical form, shapes, rules; all of them look at the whole document.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from flowtime_domain.errors import DocumentError, ModelInvalidError, in_document_order
from flowtime_domain.model.canonical_form import canonical_form
from flowtime_domain.model.document import Document
from flowtime_domain.model.document_root import DocumentRoot
from flowtime_domain.model.draft import Draft, Drafted
from flowtime_domain.model.element_rules import CONST_RULES, ELEMENT_RULES
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.formula_texts import read_formulas
from flowtime_domain.model.grid_reading import read_grid
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.mode_rules import SIMULATION_RULES, ModeRules
from flowtime_domain.model.provenance import authored_provenance
from flowtime_domain.model.root_elements import ModelMetadata, Output, Rng
from flowtime_domain.model.rules import RULES
from flowtime_domain.model.shaping import Shaping
from flowtime_domain.model.topology import Constraint, Edge, Topology, TopologyNode

Shape = TypeVar("Shape")


def read_model(
    document: Document,
    rules: ModeRules = SIMULATION_RULES,
    limits: ModelLimits | None = None,
    request_seed: int | None = None,
) -> FlowModel:
    """The model that a document describes.

    Parameters
    ----------
    document
        A model as written; a template without its `parameters`, after substitution.
    rules
        What the run mode asks of it.
    limits
        How large it may be, by default `ModelLimits()`.
    request_seed
        Seed that replaces that of the document (model §8.2).

    Raises
    ------
    ModelInvalidError
        The document breaks rules; `errors` lists every one that needs no dependency graph.

    Examples
    --------
    >>> grid = {"bins": 2, "binSize": 1, "binUnit": "Hour"}
    >>> model = read_model(Document({"grid": grid, "nodes": [{"id": "visits", "values": [18, 26]}]}))
    >>> model.grid.bin_unit, model.nodes[0].values
    ('hours', (18.0, 26.0))
    """
    reading = _read(document, rules, limits, request_seed)
    errors = [*reading.shape_errors, *reading.formula_errors]
    for rule in (*CONST_RULES, *RULES):
        errors += rule(reading.draft)
    if errors:
        raise ModelInvalidError(in_document_order(errors))
    return _model(reading.draft)


def check_shapes(
    document: Document, rules: ModeRules = SIMULATION_RULES, limits: ModelLimits | None = None
) -> tuple[DocumentError, ...]:
    """What is wrong with the elements of a document, each looked at by itself (tier `schema`, model §2.6)."""
    return in_document_order(_read(document, rules, limits, None).shape_errors)


@dataclass(frozen=True, slots=True)
class _Reading:
    draft: Draft
    shape_errors: list[DocumentError]
    formula_errors: list[DocumentError]


def _read(
    document: Document, rules: ModeRules, limits: ModelLimits | None, request_seed: int | None
) -> _Reading:
    canonical = canonical_form(document, rules)
    shaping = Shaping(canonical.rewriting.written_as, canonical.rewriting.errors)
    nodes = shaping.drafted_nodes(canonical.nodes)
    formulas = read_formulas(nodes, shaping.written_as)
    root = canonical.root
    shaping.shaped(DocumentRoot, root, ())
    draft = Draft(
        written_as=shaping.written_as,
        rules=rules,
        limits=limits or ModelLimits(),
        grid=read_grid(canonical, limits or ModelLimits(), shaping),
        nodes=nodes,
        topology_nodes=shaping.drafted(TopologyNode, canonical.topology_nodes, ("topology", "nodes")),
        edges=shaping.drafted(Edge, canonical.edges, ("topology", "edges")),
        constraints=shaping.drafted(Constraint, canonical.constraints, ("topology", "constraints")),
        outputs=shaping.drafted(Output, canonical.outputs, ("outputs",)),
        metadata=shaping.section(ModelMetadata, root, "metadata") or ModelMetadata(),
        rng=shaping.section(Rng, root, "rng"),
        authored_provenance=authored_provenance(root, shaping),
        expressions=formulas.parsed,
        names_beside_wrong_calls=formulas.names_beside_wrong_calls,
        request_seed=request_seed,
    )
    for rule in ELEMENT_RULES:
        shaping.errors.extend(rule(draft))
    return _Reading(draft, shaping.errors, formulas.errors)


def _model(draft: Draft) -> FlowModel:
    grid = draft.grid
    assert grid is not None
    return FlowModel(
        grid=grid,
        nodes=_elements(draft.nodes),
        topology=Topology(
            nodes=_elements(draft.topology_nodes),
            edges=_elements(draft.edges),
            constraints=_elements(draft.constraints),
        ),
        outputs=_elements(draft.outputs),
        metadata=draft.metadata,
        rng=draft.rng,
        authored_provenance=draft.authored_provenance,
        expressions={str(draft.nodes[index].identifier): one for index, one in draft.expressions.items()},
        series=draft.series,
        written_as=draft.written_as,
        limits=draft.limits,
    )


def _elements(drafted: Iterable[Drafted[Shape]]) -> tuple[Shape, ...]:
    return tuple(one.element for one in drafted if one.element is not None)
