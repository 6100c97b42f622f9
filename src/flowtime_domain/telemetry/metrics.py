"""What can be captured about a topology node (telemetry §1.3).

Rule 1: a new metric is one row here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, final

from flowtime_domain.errors import did_you_mean
from flowtime_domain.model.published_series import DEFAULT_UNITS

DefaultAggregate: TypeAlias = Literal["sum", "last"]


@final
@dataclass(frozen=True, slots=True)
class CapturedMetric:
    """One metric of a capture.

    Attributes
    ----------
    name
        As manifests write it.
    semantic_key
        Key of the semantic that names its series in a model.
    reported
        Name under which states report it (state §2.1).
    default_aggregate
        How several rows of a bin become one value unless the caller says (telemetry §6.8).
    default_unit
        Unit of imported values unless the caller says.
    """

    name: str
    semantic_key: str
    reported: str
    default_aggregate: DefaultAggregate
    default_unit: str


def _metric(
    name: str,
    reported: str | None = None,
    default_aggregate: DefaultAggregate = "sum",
    default_unit: str = DEFAULT_UNITS["flow"],
) -> CapturedMetric:
    semantic_key = name[0].lower() + name[1:]
    return CapturedMetric(name, semantic_key, reported or semantic_key, default_aggregate, default_unit)


_ROWS: Final = (
    _metric("Arrivals"),
    _metric("Served"),
    _metric("Errors"),
    _metric("Attempts"),
    _metric("Failures"),
    _metric("ExhaustedFailures"),
    _metric("RetryEcho"),
    _metric("RetryBudgetRemaining", default_aggregate="last", default_unit=DEFAULT_UNITS["stock"]),
    _metric("ExternalDemand"),
    _metric("QueueDepth", reported="queue", default_aggregate="last", default_unit=DEFAULT_UNITS["stock"]),
    _metric("Capacity"),
    _metric("ProcessingTimeMsSum", default_unit=DEFAULT_UNITS["time"]),
    _metric("ServedCount"),
)
METRICS: Final[Mapping[str, CapturedMetric]] = MappingProxyType({metric.name: metric for metric in _ROWS})
"""All metrics by name, in the order of files in a manifest."""

_BY_WORD: Final = {metric.name.lower(): metric for metric in _ROWS}


def metric_named(word: str) -> CapturedMetric | None:
    """The metric of a word in any case, None if there is none.

    Examples
    --------
    >>> metric_named("queuedepth").name
    'QueueDepth'
    """
    return _BY_WORD.get(word.lower())


def unknown_metric_text(word: str) -> str:
    """What to tell somebody who names a metric that does not exist.

    Examples
    --------
    >>> unknown_metric_text("Arrival")
    "There is no metric 'Arrival'; did you mean 'Arrivals'?"
    """
    hint = did_you_mean(word, METRICS) or f"; there are: {', '.join(METRICS)}."
    return f"There is no metric '{word[:64]}'{hint}"
