"""Text about one run that is made once."""

import json
from itertools import chain

import numpy as np
import pytest

from examples import order_support
from examples.stored_runs import stored_run, view_of
from flowtime_domain.runs.artifact_documents import WarningDocument
from flowtime_domain.state.run_view import METRICS
from flowtime_entrypoints import bodies
from flowtime_entrypoints.bodies.parts import warnings_body
from flowtime_entrypoints.bodies.state_parts import StateParts


def warning(code, node_id):
    return WarningDocument(code=code, severity="info", message="m", node_id=node_id, bins=(), count=0)


WARNINGS = (
    warning("telemetry_gap", None),
    warning("telemetry_gap", "SupportQueue"),
    warning("missing_served_series", "OrderService"),
    warning("queue_depth_mismatch", "SupportQueue"),
    warning("constraint_limited", None),
)


@pytest.fixture
def parts():
    run = stored_run(order_support.MODEL)
    run.run = run.run.model_copy(update={"warnings": WARNINGS})
    return StateParts(run, view_of(run), "runs")


def test_metadata_is_that_of_the_creation():
    """What is said of a run is what its creation said (state §3.1)."""
    run = stored_run(order_support.MODEL)
    said = json.loads(StateParts(run, view_of(run), "elsewhere").metadata)
    assert said == bodies.run_metadata(run, "elsewhere")


@pytest.mark.parametrize(
    ("node_ids", "chosen"),
    [
        (None, [0, 1, 2, 3, 4]),
        (["SupportQueue"], [0, 1, 3, 4]),
        (["OrderService"], [0, 2, 4]),
        (["SupportQueue", "OrderService"], [0, 1, 2, 3, 4]),
    ],
)
def test_warnings_of_some_nodes(parts, node_ids, chosen):
    """With names warnings are those of the nodes and of the run, in stored order (state §3.3)."""
    found = json.loads(parts.warnings(node_ids))
    assert found == warnings_body([WARNINGS[index] for index in chosen])


def window_nodes(parts, places, metrics, has_series, rows):
    """The nodes of a window whose series are the given texts."""
    around = parts.around_series(places, metrics, np.array(has_series))
    assert len(around) == len(rows) + 1
    return json.loads(b"".join([b"[", *chain(*zip(around, [*rows, b"]"], strict=True))]))


def test_warnings_about_telemetry_stand_with_their_node(parts):
    """A node repeats what was found about its telemetry and nothing else (state §3.2)."""
    nodes = window_nodes(parts, [0, 1], ["queue"], [[False], [False]], [])
    assert [node["series"] for node in nodes] == [{}, {}]
    assert [node["telemetry"]["warnings"] for node in nodes] == [
        [],
        warnings_body(WARNINGS[1:2]),
    ]


def test_nodes_have_the_series_that_they_define(parts):
    """A node of a window has its series in the order of metrics, and no others (state §5.1, §5.2)."""
    rows = [b"1", b"2.5", b"3,null"]
    nodes = window_nodes(parts, [1, 0], ["served", "queue"], [[True, False], [True, True]], rows)
    assert [node["id"] for node in nodes] == ["SupportQueue", "OrderService"]
    assert [list(node) for node in nodes] == [["id", "kind", "group", "series", "telemetry"]] * 2
    assert [node["series"] for node in nodes] == [{"served": [1]}, {"served": [2.5], "queue": [3, None]}]


@pytest.mark.parametrize(("places", "ends"), [([0, 1], [8, 19]), ([0], [8]), ([1], [10])])
def test_a_snapshot_has_a_gap_for_each_value(parts, places, ends):
    """What a node does not define is null, and all else is a gap, colors last (state §2.1, §4.1)."""
    view = view_of(stored_run(order_support.MODEL))
    template = parts.snapshot_template(view.of(np.array(places)))
    assert template.color_gaps == ends
    assert len(template.around) - 1 == ends[-1] + 1 == template.is_there.sum()
    nodes = json.loads(b"[%b]" % b"1".join(template.around))
    for node, place in zip(nodes, places, strict=True):
        said = node["metrics"] | node["derived"]
        assert list(said) == list(METRICS)
        assert [value is not None for value in said.values()] == view.defined[:, place].tolist()
        assert said["color"] == "1"


def test_a_grid_without_start_has_no_times():
    """Without grid start bins have no times (state §5.1)."""
    grid = {key: value for key, value in order_support.MODEL["grid"].items() if key != "start"}
    run = stored_run({**order_support.MODEL, "grid": grid})
    assert StateParts(run, view_of(run), "runs").bin_starts is None
