"""A model that has been read and found right.

Rule 1: a `FlowModel` has passed every rule of model §3-§8 but the ones that need its dependency graph.
Rule 2: it remembers where its parts stand, so that later findings still have a place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal, final

from pydantic import ConfigDict, Field

from flowtime_domain.expressions.syntax import Expression
from flowtime_domain.model.document import Value
from flowtime_domain.model.element import Element, FiniteScalar
from flowtime_domain.model.grid import Grid
from flowtime_domain.model.identifiers import SeriesReference
from flowtime_domain.model.nodes import SeriesNode
from flowtime_domain.model.published_series import PublishedSeries
from flowtime_domain.model.topology import Topology
from flowtime_domain.model.written_as import WrittenAs

OUTPUT_ALIAS_PATTERN: Final = r"^[A-Za-z0-9_-]+\.(csv|txt)$"


@final
class ModelMetadata(Element):
    """What a model says about itself (model §3.2); further scalars may stand beside the known keys."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, FiniteScalar] = Field(init=False)

    id: str | None = None
    title: str | None = None
    description: str | None = None
    version: str | None = None
    tags: tuple[str, ...] | None = None


@final
class Output(Element):
    """Series chosen for export (model §8.1)."""

    series: SeriesReference
    exclude: tuple[SeriesReference, ...] | None = None
    as_: Annotated[str | None, Field(alias="as", pattern=OUTPUT_ALIAS_PATTERN)] = None


@final
class Rng(Element):
    """Where random draws start (model §8.2)."""

    kind: Literal["pcg32"] = "pcg32"
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None


@final
@dataclass(frozen=True, slots=True, eq=False)
class FlowModel:
    """A network of series and places on a time grid (model §1).

    Attributes
    ----------
    grid
        The time grid.
    nodes
        Series nodes in document order.
    topology
        Places, edges and constraints.
    outputs
        Series chosen for export; empty means all.
    metadata, rng
        What the model says about itself, and its seed; None where absent.
    authored_provenance
        The document's own `provenance` block as written, or None.
    expressions
        The parsed formula of each expr node, by node id.
    series
        All published series in the order of engine §2.1.
    written_as
        Where its parts stand.
    """

    grid: Grid
    nodes: tuple[SeriesNode, ...]
    topology: Topology
    outputs: tuple[Output, ...]
    metadata: ModelMetadata
    rng: Rng | None
    authored_provenance: Mapping[str, Value] | None
    expressions: Mapping[str, Expression]
    series: tuple[PublishedSeries, ...]
    written_as: WrittenAs

    @property
    def seed(self) -> int | None:
        """Where its random draws start unless a request says otherwise; None if it does not say."""
        return None if self.rng is None else self.rng.seed

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Value]) -> "FlowModel":
        """Read a model from a parsed JSON or YAML mapping, under the rules of simulation mode.

        Raises
        ------
        ModelInvalidError
            The mapping breaks a rule of the model language; `errors` lists all.
        """
        from flowtime_domain.model.limits import DocumentLimits
        from flowtime_domain.model.object_document import object_document
        from flowtime_domain.model.reading import read_model

        return read_model(object_document(mapping, DocumentLimits()))
