"""The series of an import, in the order of their first appearance (telemetry §4.2).

Rule 1: a series is a topology node and a metric; each occurs once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.telemetry.aggregates import Aggregate
from flowtime_domain.telemetry.import_request import Form, ImportRequest, LongForm
from flowtime_domain.telemetry.metrics import METRICS

ROWS: Final = Aggregate("count")
"""How rows are counted where one row holds the values of several series."""


@final
@dataclass(frozen=True, slots=True)
class ImportedSeries:
    """One series of an import."""

    node_id: str
    metric: str
    aggregate: Aggregate
    unit: str


def imported_series(
    request: ImportRequest, node_id: str, metric: str, aggregate: Aggregate | None, unit: str | None
) -> ImportedSeries:
    """A series with what the request and its metric say where it says nothing itself."""
    facts = METRICS[metric]
    chosen = aggregate or request.aggregate or _default(metric)
    return ImportedSeries(node_id, metric, chosen, unit or facts.default_unit)


def possible_aggregates(request: ImportRequest) -> Sequence[Aggregate]:
    """All aggregates that series of a request may have."""
    form: Form = request.form
    if not isinstance(form, LongForm):
        return (ROWS, *(each.aggregate or request.aggregate or _default(each.metric) for each in form))
    if request.aggregate is not None:
        return (request.aggregate,)
    return [_default(metric) for metric in (METRICS if form.metric is None else (form.metric,))]


def _default(metric: str) -> Aggregate:
    return Aggregate(METRICS[metric].default_aggregate)
