"""What the rules look at, and how they say what they found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.calculation import Column
from flowtime_domain.evaluation.finding import MAXIMUM_LISTED_BINS, Finding, Severity
from flowtime_domain.evaluation.place_numbers import PlaceNumbers
from flowtime_domain.model.grid import Grid
from flowtime_domain.model.topology import Constraint, Edge

TOLERANCE: Final = 1e-6
Mask: TypeAlias = npt.NDArray[np.bool_]


@final
@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """A topology node with all that rules may ask about it.

    Attributes
    ----------
    numbers
        The node and its numbers.
    grid
        The bins.
    incoming, outgoing
        Edges that end and begin at the node, in document order.
    generates_echo
        Whether the engine computes its retry echo.
    """

    numbers: PlaceNumbers
    grid: Grid
    incoming: tuple[Edge, ...]
    outgoing: tuple[Edge, ...]
    generates_echo: bool

    @property
    def node_id(self) -> str:
        """Topology id."""
        return self.numbers.place.id

    @property
    def kind(self) -> str:
        """Kind of the topology node."""
        return self.numbers.place.kind

    @property
    def is_queue_like(self) -> bool:
        """Whether the kind keeps a backlog."""
        return self.numbers.place.is_queue_like

    @property
    def reported(self) -> Mapping[str, Column]:
        """Metric -> shape (bins,), in its unit; absent if nothing tells."""
        return self.numbers.reported

    def note(self, code: str, severity: Severity, message: str) -> Finding:
        """A finding that concerns no bin."""
        return Finding(code, severity, message, self.node_id)

    def in_bins(
        self, code: str, severity: Severity, offends: Mask, message: Callable[[str], str]
    ) -> Finding | None:
        """A finding about the bins that offend, shape (bins,), true or false; none if there is none.

        `message` is given the words "in COUNT of BINS bins".
        """
        return finding_in_bins(code, severity, offends, message, self.node_id)


def finding_in_bins(
    code: str, severity: Severity, offends: Mask, message: Callable[[str], str], node_id: str | None = None
) -> Finding | None:
    """A finding about the bins that offend, shape (bins,), true or false; none if there is none.

    `message` is given the words "in COUNT of BINS bins".
    """
    bins = np.flatnonzero(offends)
    if bins.size == 0:
        return None
    words = f"in {bins.size} of {offends.size} {'bin' if offends.size == 1 else 'bins'}"
    listed = tuple(bins[:MAXIMUM_LISTED_BINS].tolist())
    return Finding(code, severity, message(words), node_id, listed, int(bins.size))


Rule: TypeAlias = Callable[[Observation], Finding | None]
SeriesRule: TypeAlias = Callable[[str, Column], Finding | None]
ConstraintRule: TypeAlias = Callable[[Constraint, Column], Finding | None]
