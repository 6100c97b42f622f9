"""A model that has been read and found right.

Rule 1: a `FlowModel` has passed every rule of model §3-§8 but the ones that need its dependency graph.
Rule 2: it remembers where its parts stand, so that later findings still have a place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, final

from flowtime_domain.expressions.syntax import Expression
from flowtime_domain.model.derived import Derived
from flowtime_domain.model.document import Value
from flowtime_domain.model.grid import Grid
from flowtime_domain.model.limits import DocumentLimits, ModelLimits
from flowtime_domain.model.nodes import SeriesNode
from flowtime_domain.model.published_series import PublishedSeries
from flowtime_domain.model.root_elements import ModelMetadata, Output, Rng
from flowtime_domain.model.topology import Topology
from flowtime_domain.model.written_as import WrittenAs


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
    limits
        How large it may be: its numbers are counted when it is compiled (model §4.4).
    derived
        What has been worked out from it.
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
    limits: ModelLimits
    derived: Derived = field(default_factory=Derived, init=False, repr=False)

    def __repr__(self) -> str:
        """What a notebook shows: its size instead of all its parts."""
        return (
            f"FlowModel(bins={self.grid.bins}, series={len(self.series)}, places={len(self.topology.nodes)})"
        )

    @property
    def seed(self) -> int | None:
        """Where its random draws start unless a request says otherwise; None if it does not say."""
        return None if self.rng is None else self.rng.seed

    @classmethod
    def from_mapping(
        cls,
        mapping: Mapping[str, Any],
        *,
        document_limits: DocumentLimits | None = None,
        limits: ModelLimits | None = None,
    ) -> "FlowModel":
        """Read a model from a mapping, under the rules of simulation mode.

        Parameters
        ----------
        mapping
            What a YAML or JSON document would hold; NumPy's arrays and scalars may stand for lists and
            values, numbers for the keys of a pmf, and dates for a start.
        document_limits, limits
            How large the mapping and the model may be; if None, as large as `MAPPING_LIMITS` and the defaults
            of model §4 say.

        Raises
        ------
        ModelInvalidError
            The mapping breaks a rule of the model language; `errors` lists all.
        """
        from flowtime_domain.model.limits import MAPPING_LIMITS
        from flowtime_domain.model.object_document import object_document
        from flowtime_domain.model.reading import read_model

        document = object_document(mapping, document_limits or MAPPING_LIMITS)
        return read_model(document, limits=limits)
