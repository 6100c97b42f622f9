"""The numbers of one topology node, brought together for metrics and warnings.

Rule 1: values are the reported ones (engine §5.6); the queue's own recurrence stands beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import final

import numpy as np

from flowtime_domain.compilation.plan import Plan
from flowtime_domain.compilation.steps import Allocation, Outflow
from flowtime_domain.evaluation.calculation import Calculation, Column, Matrix
from flowtime_domain.evaluation.queues_at_once import demand_values, raw_work
from flowtime_domain.evaluation.reported_series import reported_series
from flowtime_domain.evaluation.variability import UNDEFINED, variability
from flowtime_domain.kernels.queueing import at_least_zero
from flowtime_domain.model.published_series import SeriesRole
from flowtime_domain.model.topology import TopologyNode


@final
@dataclass(frozen=True, slots=True, eq=False)
class Recurrence:
    """What a queue's recurrence had and made in each bin (engine §5.1).

    Attributes
    ----------
    intake
        shape (bins,); items; backlog before the bin plus arrivals and overflow-in.
    available
        shape (bins,); items, at least 0; intake without what was lost.
    outflow
        shape (bins,); items per bin.
    depth
        shape (bins,); items at the end of the bin, at least 0.
    demand
        shape (bins,); items per bin; what it would put out without constraints; None if it shares nothing.
    allocation
        shape (bins,); items per bin, at least 0; what its last constraint allots; None if it shares nothing.
    """

    intake: Column
    available: Column
    outflow: Column
    depth: Column
    demand: Column | None
    allocation: Column | None

    @classmethod
    def of(cls, index: int, calculation: Calculation) -> "Recurrence":
        """The recurrence of a topology node whose outflow is known, by its index, in a filled matrix."""
        backlog = calculation.plan.backlogs[index]
        shared = _shared_outflow(index, calculation.plan)
        return cls(
            intake=raw_work(replace(backlog, loss=None), calculation),
            available=at_least_zero(raw_work(backlog, calculation)),
            outflow=calculation.row(backlog.outflow),
            depth=calculation.row(backlog.depth),
            demand=None if shared is None else demand_values(shared.demand, calculation),
            allocation=None if shared is None else calculation.row(shared.allocations[-1]),
        )


def _shared_outflow(index: int, plan: Plan) -> Outflow | None:
    """How the outflow of a topology node comes about if it shares a constraint; else None."""
    if not any(isinstance(plan.steps[row], Allocation) for row in plan.queue_rows[index]):
        return None
    step = plan.steps[plan.backlogs[index].outflow]
    assert isinstance(step, Outflow)
    return step


@final
@dataclass(frozen=True, slots=True, eq=False)
class PlaceNumbers:
    """A topology node with its numbers.

    Attributes
    ----------
    place
        The node.
    reported
        Metric -> shape (bins,); items per bin, items, servers or ms (state §2.1); absent if nothing tells.
    nothing
        shape (bins,); any unit; NaN, what stands for a series that is missing.
    recurrence
        Of a queue whose outflow is known, else None.
    arrival_variation, service_variation
        Coefficients of variation for Kingman's formula (engine §11.2), without unit; NaN if undefined.
    """

    place: TopologyNode
    reported: Mapping[str, Column]
    nothing: Column
    recurrence: Recurrence | None
    arrival_variation: float
    service_variation: float

    def values_of(self, metric: str) -> Column:
        """The reported series of a metric, shape (bins,), in its unit; NaN in all bins if nothing tells."""
        return self.reported.get(metric, self.nothing)

    @property
    def full_capacity(self) -> Column:
        """Capacity times parallelism, shape (bins,), items per bin; NaN in all bins without capacity."""
        capacity = self.values_of("capacity")
        return capacity * self.reported["parallelism"] if "parallelism" in self.reported else capacity


@np.errstate(all="ignore")
def place_numbers(plan: Plan, matrix: Matrix) -> tuple[PlaceNumbers, ...]:
    """All topology nodes in document order with their numbers.

    Parameters
    ----------
    plan
        Says which row holds what.
    matrix
        shape (rows, bins); items per bin for flows, items for stocks, ms for times; filled, finite.
    """
    model = plan.model
    calculation = Calculation.of(plan, matrix, None)
    nothing = np.broadcast_to(np.float64(UNDEFINED), matrix.shape[1:])
    return tuple(
        PlaceNumbers(
            place=place,
            reported={metric: _column(source, plan, matrix) for metric, source in sources.items()},
            nothing=nothing,
            recurrence=Recurrence.of(index, calculation) if index in plan.backlogs else None,
            arrival_variation=_variation(place.semantics.arrivals, plan, matrix),
            service_variation=_variation(place.semantics.processing_time_ms_sum, plan, matrix),
        )
        for index, (place, sources) in enumerate(
            zip(model.topology.nodes, reported_series(model), strict=True)
        )
    )


def _column(source: str | float, plan: Plan, matrix: Matrix) -> Column:
    if isinstance(source, str):
        column: Column = matrix[plan.row_of[source]]
        return column
    return np.broadcast_to(np.float64(source), matrix.shape[1:])


def _variation(name: str | None, plan: Plan, matrix: Matrix) -> float:
    """How much a series node varies; of any other series undefined (engine §11.2)."""
    if name is None:
        return UNDEFINED
    quantity = plan.quantities[plan.row_of[name]]
    if quantity.role is not SeriesRole.NODE:
        return UNDEFINED
    return variability(plan.model.nodes[quantity.owner], lambda: matrix[quantity.row])
