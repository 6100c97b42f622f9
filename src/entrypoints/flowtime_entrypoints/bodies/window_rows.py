"""The series of a window as text (state §5.1), node by node and metric by metric."""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from flowtime_domain.evaluation.derived_metrics import COLOR
from flowtime_domain.state.run_view import METRIC_INDEX
from flowtime_domain.state.state_slice import StateSlice
from flowtime_entrypoints.bodies.series_text import color_rows, number_rows

Rows: TypeAlias = list[bytes | None]


def window_rows(found: StateSlice) -> list[bytes]:
    """The values of each series that the nodes have, with commas between them."""
    has_series = dict(zip(found.metrics, found.has_series.T, strict=True))
    if not {"queueTimeMs", "cycleTimeMs"} <= has_series.keys():
        return _node_by_node(_rows(found, metric, has) for metric, has in has_series.items())
    # Without service time the cycle is the time in the queue (engine §11.1): written once, it stands twice.
    has_service_time = found.numbers.view.defined[METRIC_INDEX["serviceTimeMs"]]
    has_series["cycleTimeMs"] = has_series["cycleTimeMs"] & has_service_time
    rows_of = {metric: _rows(found, metric, has) for metric, has in has_series.items()}
    for place in np.flatnonzero(~has_service_time).tolist():
        rows_of["cycleTimeMs"][place] = rows_of["queueTimeMs"][place]
    return _node_by_node(rows_of.values())


def _rows(found: StateSlice, metric: str, has: npt.NDArray[np.bool_]) -> Rows:
    """The series of those nodes that have one, None for the others; `has`: shape (places,), true or false."""
    if metric == COLOR:
        return [*color_rows(found.numbers.color_codes())]
    if not has.any():
        return [None] * len(has)
    values = found.numbers.values_of(metric)
    rows = iter(number_rows(values if has.all() else values[has]))
    return [next(rows) if is_there else None for is_there in has.tolist()]


def _node_by_node(rows_of_metrics: Iterable[Rows]) -> list[bytes]:
    return [row for node in zip(*rows_of_metrics, strict=True) for row in node if row is not None]
