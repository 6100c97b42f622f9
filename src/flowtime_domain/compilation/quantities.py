"""What an evaluation computes: the published series, and the recurrences that are not published.

Rule 1: published series take the first rows, so that these are the matrix that is stored.
Rule 2: order is that of engine §2.1; an unpublished recurrence stands where its `<s>_queue` would stand.
"""

from dataclasses import dataclass
from typing import final

from flowtime_domain.model.document import Path
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.identifiers import snake_case
from flowtime_domain.model.published_series import SeriesRole


@final
@dataclass(frozen=True, slots=True)
class Quantity:
    """What one row of an evaluation holds.

    Attributes
    ----------
    name
        Name of the series, or ``<s>_queue`` for an unpublished recurrence.
    role
        Why it exists.
    owner
        Index of the series node (NODE, ROUTER_TARGET) or of the topology node that it belongs to.
    row
        Its row; published series come first.
    """

    name: str
    role: SeriesRole
    owner: int
    row: int

    @property
    def path(self) -> Path:
        """Canonical path of the node that it belongs to."""
        return ("topology", "nodes", self.owner) if self.is_generated else ("nodes", self.owner)

    @property
    def is_generated(self) -> bool:
        """Whether the engine adds it for a topology node."""
        return self.role not in (SeriesRole.NODE, SeriesRole.ROUTER_TARGET)


def quantities(model: FlowModel) -> tuple[Quantity, ...]:
    """Everything that an evaluation of a model computes, in the order of engine §2.1 (ruling 11)."""
    published = [
        Quantity(series.name, series.role, series.owner, row) for row, series in enumerate(model.series)
    ]
    with_depth = {each.owner for each in published if each.role is SeriesRole.QUEUE_DEPTH}
    hidden = [
        owner
        for owner, node in enumerate(model.topology.nodes)
        if node.has_outflow and owner not in with_depth
    ]
    unpublished = [
        Quantity(f"{snake_case(model.topology.nodes[owner].id)}_queue", SeriesRole.QUEUE_DEPTH, owner, row)
        for row, owner in enumerate(hidden, start=len(published))
    ]
    # Sorting is stable: several allocations of one node stay in the order of their constraints.
    return tuple(sorted([*published, *unpublished], key=_order))


def _order(quantity: Quantity) -> tuple[bool, int, int]:
    """Declared series as published, then topology node by node what is generated, role by role."""
    if quantity.is_generated:
        return (True, quantity.owner, quantity.role.value)
    return (False, quantity.row, 0)
