"""A model while it is being read: what has its right shape so far, and the ids of what has not.

Rule 1: a draft is complete as to ids: an element with a wrong shape still counts as declared (model §2.6).
Rule 2: rules look at drafts and return errors; they never change one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar, final

from flowtime_domain.errors import DocumentError
from flowtime_domain.expressions.lags import LaggedReference, references
from flowtime_domain.expressions.syntax import Expression, Reference
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.grid import Grid
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.mode_rules import ModeRules
from flowtime_domain.model.nodes import SeriesNode
from flowtime_domain.model.place_outline import PlaceOutline
from flowtime_domain.model.published_series import PublishedSeries, published_series
from flowtime_domain.model.root_elements import ModelMetadata, Output, Rng
from flowtime_domain.model.topology import Constraint, Edge, TopologyNode
from flowtime_domain.model.written_as import WrittenAs

Shape = TypeVar("Shape", covariant=True)


@final
@dataclass(frozen=True, slots=True)
class Drafted(Generic[Shape]):
    """One element of a list of a document.

    Attributes
    ----------
    path
        Canonical path, for example ``("nodes", 3)``.
    identifier
        The id as written (well-formed or not), None if it has none that is a text.
    element
        The element, None if its shape is wrong (then its errors are known already).
    tree
        The canonical mapping that the element was read from ({} if it is no mapping).
    """

    path: Path
    identifier: str | None
    element: Shape | None
    tree: Mapping[str, Value]


@final
@dataclass(frozen=True, eq=False)
class Draft:
    """Everything of a model that the shapes have let through.

    Attributes
    ----------
    grid
        None if its shape is wrong.
    expressions
        Parsed formula by index of the series node; absent where the text does not parse.
    names_beside_wrong_calls
        References of formulas that break a rule for calls and are syntax otherwise, by index of the node.
    request_seed
        Seed of the request, which replaces the seed of the model (model §8.2); None if it gives none.
    """

    written_as: WrittenAs
    rules: ModeRules
    limits: ModelLimits
    grid: Grid | None
    nodes: tuple[Drafted[SeriesNode], ...]
    topology_nodes: tuple[Drafted[TopologyNode], ...]
    edges: tuple[Drafted[Edge], ...]
    constraints: tuple[Drafted[Constraint], ...]
    outputs: tuple[Drafted[Output], ...]
    metadata: ModelMetadata
    rng: Rng | None
    authored_provenance: Mapping[str, Value] | None
    expressions: Mapping[int, Expression]
    names_beside_wrong_calls: Mapping[int, tuple[Reference, ...]] = field(default_factory=dict)
    request_seed: int | None = None

    @cached_property
    def named_series(self) -> Mapping[int, Sequence[LaggedReference | Reference]]:
        """The references of every formula without a syntax error, in the order of its text, by index."""
        read = {index: references(expression) for index, expression in self.expressions.items()}
        return {**read, **self.names_beside_wrong_calls}

    @cached_property
    def places(self) -> tuple[tuple[Drafted[TopologyNode], PlaceOutline], ...]:
        """Each topology node with its outline."""
        return tuple((drafted, PlaceOutline.of(drafted.tree)) for drafted in self.topology_nodes)

    @cached_property
    def series(self) -> tuple[PublishedSeries, ...]:
        """The series that the model publishes, as far as its elements can be read (engine §2.1)."""
        trees = ([one.tree for one in part] for part in (self.nodes, self.topology_nodes, self.constraints))
        return published_series(*trees)


Rule: TypeAlias = Callable[[Draft], Iterable[DocumentError]]
