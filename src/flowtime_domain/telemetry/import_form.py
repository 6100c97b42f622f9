"""Which columns of a table hold whose values: the single, the wide and the long form (telemetry §6.1)."""

from collections.abc import Mapping
from typing import Final

from flowtime_domain.model.value_words import shown_value
from flowtime_domain.runs.request_members import RequestMembers
from flowtime_domain.telemetry.aggregates import AGGREGATE_WORDS, Aggregate, aggregate_of
from flowtime_domain.telemetry.import_request import Form, LongForm, SeriesColumn
from flowtime_domain.telemetry.metrics import metric_named, unknown_metric_text

_DEFAULT_VALUE_COLUMN: Final = "value"
_LONG_MEMBERS: Final = ("nodeColumn", "metricColumn", "metric", "valueColumn")
_SERIES_MEMBERS: Final = ("column", "nodeId", "metric", "aggregate", "unit")


def read_form(body: RequestMembers) -> Form:
    """The form that a request uses; exactly one is needed."""
    given = [name for name in _LONG_MEMBERS if body.gives(name)]
    if body.gives("series"):
        for name in given:
            body.reject("conflicting_members", f"Give either 'series' or '{name}', not both.", name)
        return _series(body)
    if not given:
        body.reject("required_member", "Give 'series', or 'nodeColumn' and 'metricColumn'.", "series")
        return ()
    return _long_form(body)


def read_aggregate(members: RequestMembers) -> Aggregate | None:
    """The aggregate that an object names, None if it names none."""
    text = members.text("aggregate")
    if text is None:
        return None
    aggregate = aggregate_of(text)
    if aggregate is None:
        listed = ", ".join(AGGREGATE_WORDS)
        message = f"'aggregate' must be one of {listed} (0 <= Q <= 1), got {shown_value(text)}."
        members.reject("out_of_range", message, "aggregate")
    return aggregate


def _long_form(body: RequestMembers) -> LongForm:
    if not body.gives("nodeColumn"):
        message = "'nodeColumn' names the column that tells the topology node."
        body.reject("required_member", message, "nodeColumn")
    if body.gives("metricColumn") and body.gives("metric"):
        message = "Give either 'metricColumn' or 'metric', not both."
        body.reject("conflicting_members", message, "metric")
    elif not body.gives("metricColumn") and not body.gives("metric"):
        message = "'metricColumn' names the column that tells the metric; 'metric' gives one for all rows."
        body.reject("required_member", message, "metricColumn")
    return LongForm(
        node_column=body.text("nodeColumn") or "",
        metric_column=body.text("metricColumn"),
        metric=_metric(body) if body.gives("metric") else None,
        value_column=body.text("valueColumn") or _DEFAULT_VALUE_COLUMN,
    )


def _series(body: RequestMembers) -> tuple[SeriesColumn, ...]:
    entries = body.value("series")
    if not isinstance(entries, list | tuple):
        body.reject("invalid_type", "'series' must be a list of objects.", "series")
        return ()
    if not entries:
        body.reject("required_member", "'series' needs at least one entry.", "series")
    found: list[SeriesColumn] = []
    for index, entry in enumerate(entries):
        if not isinstance(entry, Mapping):
            body.reject("invalid_type", "A series is an object.", "series", index)
            continue
        series = _one_series(body.item("series", index, entry, _SERIES_MEMBERS), is_only=len(entries) == 1)
        if series.node_id and any(_is_same(series, each) for each in found):
            message = f"'{series.node_id}' has {series.metric} from an earlier entry already."
            body.reject("conflicting_members", message, "series", index)
        found.append(series)
    return tuple(found)


def _is_same(one: SeriesColumn, other: SeriesColumn) -> bool:
    return (one.node_id, one.metric) == (other.node_id, other.metric)


def _one_series(entry: RequestMembers, *, is_only: bool) -> SeriesColumn:
    needed = ("nodeId", "metric") if is_only else ("column", "nodeId", "metric")
    for name in needed:
        if not entry.gives(name):
            entry.reject("required_member", f"'{name}' is needed.", name)
    return SeriesColumn(
        column=entry.text("column") or _DEFAULT_VALUE_COLUMN,
        node_id=(entry.text("nodeId") or "").strip(),
        metric=_metric(entry),
        aggregate=read_aggregate(entry),
        unit=entry.text("unit"),
    )


def _metric(members: RequestMembers) -> str:
    word = members.text("metric")
    metric = None if word is None else metric_named(word.strip())
    if word is not None and metric is None:
        members.reject("metric_unknown", unknown_metric_text(word), "metric")
    return "" if metric is None else metric.name
