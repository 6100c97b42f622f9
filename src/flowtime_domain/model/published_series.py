"""Which series a model publishes, in which order, and what they count (engine §2.1)."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal, TypeAlias

SeriesKind: TypeAlias = Literal["flow", "stock", "ratio", "time"]


class SeriesRole(Enum):
    """Why a series exists; the members after ROUTER_TARGET are generated, in the order of engine §2.1."""

    NODE = auto()
    ROUTER_TARGET = auto()
    RETRY_ECHO = auto()
    OVERFLOW_IN = auto()
    ALLOCATION = auto()
    SERVED = auto()
    GATED_OUTFLOW = auto()
    QUEUE_DEPTH = auto()
    OVERFLOW = auto()


@dataclass(frozen=True, slots=True)
class PublishedSeries:
    """One series of a run.

    Attributes
    ----------
    name
        Id by which models refer to it.
    kind
        flow (items per bin), stock (items at the end of a bin), ratio or time (ms).
    unit
        Authored unit, or the default of the kind.
    role
        Why it exists.
    owner
        Index of the series node (NODE, ROUTER_TARGET: the first router) or of the topology node.
    constraint
        Id of the constraint of an ALLOCATION.
    """

    name: str
    kind: SeriesKind
    unit: str
    role: SeriesRole
    owner: int
    constraint: str | None = None

    @property
    def is_generated(self) -> bool:
        """Whether the engine adds it for a topology node."""
        return self.role not in (SeriesRole.NODE, SeriesRole.ROUTER_TARGET)
