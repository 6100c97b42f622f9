"""What a stored run tells about its nodes."""

import numpy as np

from examples import order_support
from examples.older_bundles import SERIES, file_bundle
from examples.stored_runs import older_run, stored_run, view_of
from flowtime_domain.model.root_elements import Output
from flowtime_domain.telemetry.metrics import METRICS
from flowtime_domain.use_cases.observed_metrics import observed_metrics


def observed(model, outputs=(), chosen=tuple(METRICS)):
    run = stored_run(model)
    return run, list(observed_metrics(run, view_of(run), outputs, chosen))


def test_nodes_in_document_order_and_metrics_in_theirs():
    """Each reported series comes with its id and unit; what nothing tells is left out (telemetry §7.1)."""
    run, metrics = observed(order_support.MODEL)
    assert [(each.node_id, each.metric, each.series_id.partition("@")[0], each.unit) for each in metrics] == [
        ("OrderService", "Arrivals", "order_arrivals", "entities/bin"),
        ("OrderService", "Served", "order_served", "entities/bin"),
        ("OrderService", "Errors", "order_errors", "entities/bin"),
        ("OrderService", "Capacity", "order_capacity", "entities/bin"),
        ("SupportQueue", "Arrivals", "support_arrivals", "entities/bin"),
        ("SupportQueue", "Served", "support_served", "entities/bin"),
        ("SupportQueue", "Errors", "support_errors", "entities/bin"),
        ("SupportQueue", "QueueDepth", "support_depth", "entities"),
    ]
    depth = metrics[-1]
    assert depth.series.values.tolist() == run.values(run.index.entry("support_depth").row).tolist()
    assert depth.series.is_observed.all()


def test_only_chosen_metrics():
    """Metrics that are not wanted are left out, and take no names (telemetry §7.1)."""
    outputs = [Output(series="support_depth", as_="depth.csv")]
    _, metrics = observed(order_support.MODEL, outputs, ("QueueDepth",))
    assert [(each.node_id, each.path) for each in metrics] == [("SupportQueue", "depth.csv")]


def test_missing_values_are_gaps():
    """A value that a run misses was not observed (telemetry §7.1)."""
    run = stored_run(order_support.MODEL)
    matrix = run.matrix.copy()
    matrix[run.index.entry("order_errors").row, 1] = np.nan
    run.matrix = matrix
    errors = next(observed_metrics(run, view_of(run), (), ("Errors",)))
    assert errors.series.gaps.tolist() == [1]


def test_files_of_older_runs_are_observed_too():
    """What a file tells of a node of an older run has no series id and no unit (telemetry §7.1, §9)."""
    run = older_run(file_bundle())
    *_, served, _, depth = observed_metrics(run, view_of(run), (), tuple(METRICS))
    assert (served.path, served.series_id, served.unit) == ("SupportQueue_served.csv", None, None)
    assert depth.series.values.tolist() == list(SERIES["support_queue"])
