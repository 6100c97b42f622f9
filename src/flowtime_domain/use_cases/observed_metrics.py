"""What a stored run tells about its topology nodes, as series of a capture (telemetry §7.1)."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from flowtime_domain.model.root_elements import Output
from flowtime_domain.runs.stored_run import StoredRun
from flowtime_domain.state.run_view import METRIC_INDEX, NO_ROW, RunView
from flowtime_domain.telemetry.capture import ObservedMetric
from flowtime_domain.telemetry.capture_names import CaptureNames
from flowtime_domain.telemetry.gaps import ObservedSeries
from flowtime_domain.telemetry.metrics import METRICS


def observed_metrics(
    run: StoredRun, view: RunView, outputs: Sequence[Output], chosen: Collection[str]
) -> Iterator[ObservedMetric]:
    """The reported series of every topology node in document order, in the order of the metrics.

    Parameters
    ----------
    run
        An intact run.
    view
        Which row of its matrix tells what.
    outputs
        The exports of its model, which name files.
    chosen
        Names of the metrics that are wanted.
    """
    names = CaptureNames(outputs)
    entries = {entry.row: entry for entry in run.index.series}
    for place_index, place in enumerate(view.places):
        for metric in METRICS.values():
            row = int(view.rows[METRIC_INDEX[metric.reported], place_index])
            if row == NO_ROW or metric.name not in chosen:
                continue
            # In a run of an earlier version a file may tell that is no series of the index.
            entry, values = entries.get(row), run.values(row)
            yield ObservedMetric(
                node_id=place.id,
                metric=metric.name,
                series_id=entry and entry.id,
                unit=entry and entry.unit,
                path=names.name_of(place.id, metric.name, entry.name if entry else ""),
                series=ObservedSeries(values, ~np.isnan(values)),
            )
