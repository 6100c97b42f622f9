"""The kinds of series nodes: each defines one series, a router also its targets (model §5)."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias, final

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from flowtime_domain.model.element import (
    AT_LEAST_ONE,
    LEFT_OUT,
    Element,
    FiniteNumber,
    Metadata,
    NumberOrNumbers,
    Numbers,
)
from flowtime_domain.model.identifiers import SeriesId, SeriesReference

SeriesNodeKind: TypeAlias = Literal["const", "expr", "pmf", "serviceWithBuffer", "router"]


class AbstractSeriesNode(Element):
    """The keys of every kind of series node, in the order of the normal form (model §5.2)."""

    id: SeriesId
    kind: str
    initial: FiniteNumber | None = None
    unit: str | None = None
    description: str | None = None
    metadata: Metadata | None = None


@final
class DispatchSchedule(Element):
    """Work leaves only in every `period_bins`-th bin (model §7.5)."""

    kind: Annotated[Literal["time-based", "periodic"] | None, LEFT_OUT, Field(exclude=True)] = None
    period_bins: Annotated[int, Field(ge=1)]
    phase_offset: int = 0
    capacity_series: SeriesReference | None = None


@final
class ConstNode(AbstractSeriesNode):
    """A series whose values are written down (model §5.3)."""

    kind: Literal["const"]
    values: NumberOrNumbers | None = None
    repeat: bool | None = None
    source: str | None = None


def _finite_if_a_number(expr: object) -> object:
    if isinstance(expr, float):
        raise PydanticCustomError("non_finite_number", "A formula cannot be a number that is not finite.")
    return expr


@final
class ExprNode(AbstractSeriesNode):
    """A series computed by a formula (model §5.4)."""

    kind: Literal["expr"]
    expr: Annotated[str, BeforeValidator(_finite_if_a_number)]
    dependencies: Annotated[tuple[SeriesReference, ...] | None, LEFT_OUT, Field(exclude=True)] = None


@final
class Pmf(Element):
    """A discrete distribution: values and their probabilities, of equal length (model §5.5)."""

    values: Numbers
    probabilities: tuple[Annotated[FiniteNumber, Field(ge=0)], ...]


@final
class PmfNode(AbstractSeriesNode):
    """A series drawn from, or averaged over, a discrete distribution (model §5.5)."""

    kind: Literal["pmf"]
    pmf: Pmf
    mode: Literal["expected", "sample"] = "expected"


@final
class BufferNode(AbstractSeriesNode):
    """A queue depth from an inflow and an outflow, without a topology node (model §5.6)."""

    kind: Literal["serviceWithBuffer"]
    inflow: SeriesReference
    outflow: SeriesReference
    loss: SeriesReference | None = None
    dispatch_schedule: DispatchSchedule | None = None


@final
class RouterInputs(Element):
    """What a router divides."""

    queue: SeriesReference


@final
class Route(Element):
    """One share of a router's input (model §5.7)."""

    target: SeriesId
    weight: Annotated[FiniteNumber, Field(gt=0)] = 1.0


@final
class RouterNode(AbstractSeriesNode):
    """Divides a series among its targets by weight (model §5.7)."""

    kind: Literal["router"]
    inputs: RouterInputs
    routes: Annotated[tuple[Route, ...], AT_LEAST_ONE, Field(json_schema_extra={"minItems": 1})]


@final
class NodeOfUnknownKind(AbstractSeriesNode):
    """What is checked of a node whose kind is none; it never becomes part of a model."""

    model_config = ConfigDict(extra="ignore")

    kind: SeriesNodeKind


SeriesNode: TypeAlias = ConstNode | ExprNode | PmfNode | BufferNode | RouterNode

SHAPES_OF_KINDS: Final[Mapping[str, type[SeriesNode]]] = {
    "const": ConstNode,
    "expr": ExprNode,
    "pmf": PmfNode,
    "serviceWithBuffer": BufferNode,
    "router": RouterNode,
}
