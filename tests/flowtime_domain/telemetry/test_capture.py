"""Putting a capture together."""

import json

import numpy as np
import pytest

from examples.captures import FILE, GRID, KEY, MANIFEST, visits
from flowtime_domain.model.grid import Grid
from flowtime_domain.runs.artifact_documents import RunSource, TelemetryProvenance
from flowtime_domain.runs.encoding import artifact_json
from flowtime_domain.telemetry.capture import CaptureDraft, ObservedMetric
from flowtime_domain.telemetry.gaps import GapTreatment, ObservedSeries


def test_worked_example():
    """The example gives its manifest member for member, laid out like the artifacts (telemetry §4.3)."""
    bundle = visits().bundle
    assert bundle.files == {FILE: b"bin_index,value\n0,4\n1,6\n2,5\n3,\n4,8\n5,9\n"}
    assert bundle.manifest.to_json() == artifact_json(MANIFEST)
    assert json.loads(bundle.manifest.to_json()) == MANIFEST


def test_what_is_said_of_gaps_is_about_what_was_observed():
    """A filled gap is listed with its time, and no longer missing in the manifest (telemetry §6.11)."""
    capture = visits(treatment=GapTreatment("interpolate"))
    assert capture.bundle.files[FILE].splitlines()[4] == b"3,6.5"
    assert capture.bundle.manifest.files[0].missing == 0
    (gaps,) = capture.gaps.series
    assert (gaps.node_id, gaps.metric, gaps.count) == ("Desk", "Arrivals", 1)
    assert [(each.start, each.end, each.bins) for each in gaps.intervals] == [
        (GRID.time_of(3), GRID.time_of(4), 1)
    ]


@pytest.mark.parametrize(
    ("fill_nan", "row", "code", "missing"),
    [(False, b"1,Infinity", "nan_detected", 2), (True, b"1,0", "nan_fill", 1)],
)
def test_explicit_values_that_are_not_finite(fill_nan, row, code, missing):
    """An infinity that stays is written as its word and counts as missing (telemetry §3.1, §4.1, §5.2)."""
    values = np.array([1.0, np.inf, np.nan])
    observed = ObservedSeries(values, np.array([True, True, False]))
    capture = CaptureDraft(
        key=KEY,
        grid=Grid(3, 1, "hours"),
        metrics=[ObservedMetric("Desk", "Served", "s@S@DEFAULT", "entities/bin", "a.csv", observed)],
        treatment=GapTreatment("warn", fill_nan=fill_nan),
        source=RunSource(type="run", run_id="r"),
        provenance=TelemetryProvenance(
            run_id="r", scenario_hash=None, model_hash=None, generator="g", captured_at_utc=None
        ),
    ).finished()
    lines = capture.bundle.files["a.csv"].splitlines()
    assert lines[2:] == [row, b"2,"]
    assert [each.finding.code for each in capture.findings] == [code, "data_gap"]
    assert capture.findings[0].finding.message.endswith("first bin 1")
    assert capture.bundle.manifest.files[0].missing == missing
    assert capture.bundle.manifest.window.start_time_utc is None
