"""What derived metrics are computed from (engine §11): the numbers of topology nodes, and their traits.

Rule 1: one place and many places at once are given in the same way, as arrays that fit each other.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.calculation import Column
from flowtime_domain.evaluation.place_numbers import PlaceNumbers
from flowtime_domain.model.topology import TopologyNode

Flags: TypeAlias = npt.NDArray[np.bool_]
# The largest numbers below 0.7 and 0.9.
_UTILIZATION_LIMITS: Final = (np.nextafter(0.7, 0), np.nextafter(0.9, 0))


@final
@dataclass(frozen=True, eq=False)
class PlaceTraits:
    """What the formulas ask of a topology node besides its series.

    Attributes
    ----------
    is_queue_like, is_queue, is_dlq
        shape () of one place, or (places, 1); true or false: whether it keeps a backlog, is of kind queue,
        of kind dlq.
    sla_minutes
        shape () or (places, 1); minutes, above 0, NaN where absent.
    arrival_variation, service_variation
        shape () or (places, 1); coefficients of variation without unit, at least 0, NaN where undefined.
    """

    is_queue_like: Flags
    is_queue: Flags
    is_dlq: Flags
    sla_minutes: Column
    arrival_variation: Column
    service_variation: Column

    @classmethod
    def of(cls, place: TopologyNode, arrival_variation: float, service_variation: float) -> "PlaceTraits":
        """The traits of one node."""
        return cls(
            is_queue_like=np.asarray(place.is_queue_like),
            is_queue=np.asarray(place.kind == "queue"),
            is_dlq=np.asarray(place.kind == "dlq"),
            sla_minutes=np.asarray(place.semantics.sla_min or np.nan),
            arrival_variation=np.asarray(arrival_variation),
            service_variation=np.asarray(service_variation),
        )

    def at(self, places: npt.NDArray[np.intp]) -> "PlaceTraits":
        """The traits of some places among many: `places` has shape (places,), no unit, indices."""
        return PlaceTraits(**{name: getattr(self, name)[places] for name in _TRAITS})

    @cached_property
    def color_limits(self) -> tuple[Column, Column]:
        """The most that is green and the most that is yellow (engine §11.3).

        Each has shape () or (places, 1); minutes of a queue, NaN without slaMin, items of a dlq, else ratio.
        """
        sla, (green, yellow) = self.sla_minutes, _UTILIZATION_LIMITS
        return self.by_kind(sla, 0.0, green), self.by_kind(1.5 * sla, 0.0, yellow)

    def by_kind(self, queue: Column, dlq: Column | float, other: Column | float) -> Column:
        """What fits the kind of each place; all have shape (), (bins,) or (places, bins), any unit."""
        return np.where(self.is_queue, queue, np.where(self.is_dlq, dlq, other))


_TRAITS: Final = tuple(field.name for field in fields(PlaceTraits))


@final
@dataclass(frozen=True, slots=True, eq=False)
class Operands:
    """What the derived metrics of one place, or of many, are computed from.

    Attributes
    ----------
    values_of
        Metric of state §2.1 -> shape (bins,) of one place or (places, bins), in its unit; NaN where nothing
        tells.
    has
        Metric -> whether some series tells about it: one truth, or where the places differ an array of shape
        (places, 1); true or false.
    traits
        What else is asked of the places.
    """

    values_of: Callable[[str], Column]
    has: Callable[[str], bool | Flags]
    traits: PlaceTraits

    @classmethod
    def of(cls, place: PlaceNumbers) -> "Operands":
        """What is known of one place."""
        traits = PlaceTraits.of(place.place, place.arrival_variation, place.service_variation)
        return cls(place.values_of, lambda metric: metric in place.reported, traits)
