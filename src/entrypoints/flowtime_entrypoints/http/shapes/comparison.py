"""Shapes of the answer about how two runs differ (state §8)."""

from typing import Any, Final, Literal, final

from litestar.openapi.spec import Parameter, Schema
from litestar.openapi.spec.enums import OpenAPIType

from flowtime_entrypoints.http.shapes.runs import RunMetadata
from flowtime_entrypoints.http.shapes.shape import Shape

ComparedMetric = Literal[
    "arrivals",
    "served",
    "errors",
    "attempts",
    "failures",
    "exhaustedFailures",
    "retryEcho",
    "retryBudgetRemaining",
    "externalDemand",
    "queue",
    "overflow",
    "capacity",
    "parallelism",
    "processingTimeMsSum",
    "servedCount",
]


@final
class ParameterDifference(Shape):
    """A parameter that the runs give different values; null where a run does not give it."""

    name: str
    left: Any
    right: Any


@final
class MetricOfSide(Shape):
    """What one run says of a metric; no total for stocks, nothing at all if no bin is compared."""

    total: float | None
    peak: float | None
    peak_bin: int | None
    peak_utc: str | None


@final
class MetricComparison(Shape):
    """A metric of a node in both runs; differences are right minus left."""

    node_id: str
    metric: ComparedMetric
    left: MetricOfSide
    right: MetricOfSide
    max_difference: float | None
    max_difference_bin: int | None
    mean_absolute_error: float | None
    root_mean_square_error: float | None
    compared_bins: int
    within_tolerance: bool


@final
class RunComparison(Shape):
    """How two runs differ."""

    left: RunMetadata
    right: RunMetadata
    parameters: list[ParameterDifference]
    only_left: list[str]
    only_right: list[str]
    metrics: list[MetricComparison]
    identical: bool
    passed: bool


def _run_parameter(name: str) -> Parameter:
    schema = Schema(type=OpenAPIType.STRING, description="Id of a run.")
    return Parameter(name=name, param_in="query", required=True, schema=schema)


def _tolerance_parameter(name: str, meaning: str) -> Parameter:
    schema = Schema(type=OpenAPIType.NUMBER, minimum=0, default=0, description=meaning)
    return Parameter(name=name, param_in="query", schema=schema)


COMPARISON_QUERY: Final = (
    _run_parameter("left"),
    _run_parameter("right"),
    _tolerance_parameter("absolute", "What two values may differ by."),
    _tolerance_parameter("relative", "What they may besides, as a share of the left value."),
)
