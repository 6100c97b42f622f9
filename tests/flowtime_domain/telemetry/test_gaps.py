"""Bins without a value."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.telemetry.gaps import GapTreatment, NamedSeries, ObservedSeries

MODES = ("ignore", "warn", "fill_zero", "fill_previous", "interpolate")
DESK = NamedSeries("Desk", "Arrivals", lambda t: f"bin {t}")
OBSERVED = (None, 4.0, None, None, 10.0, 7.0, None)
NAN, INFINITY = math.nan, math.inf

bins = st.lists(
    st.none() | st.floats(-1e6, 1e6) | st.sampled_from([NAN, INFINITY, -INFINITY]), min_size=1, max_size=40
)


def observed(values):
    numbers = np.array([NAN if value is None else value for value in values])
    return ObservedSeries(numbers, np.array([value is not None for value in values]))


def written(treatment, values):
    treated = treatment.treated(observed(values))
    return [None if math.isnan(value) else value for value in treated.tolist()]


def told(treatment, values):
    series = observed(values)
    found = treatment.findings(series, treatment.treated(series), DESK)
    return {finding.code: finding.bins for finding in found}


@pytest.mark.parametrize(
    ("mode", "result", "unfilled"),
    [
        ("ignore", OBSERVED, ()),
        ("warn", OBSERVED, ()),
        ("fill_zero", (0, 4, 0, 0, 10, 7, 0), ()),
        ("fill_previous", (None, 4, 4, 4, 10, 7, 7), (0,)),
        ("interpolate", (None, 4, 6, 8, 10, 7, None), (0, 6)),
    ],
)
def test_the_worked_example(mode, result, unfilled):
    """Each mode writes and reports what the worked example says (telemetry §5.4)."""
    expected = {} if mode == "ignore" else {"data_gap": (0, 2, 3, 6)}
    if unfilled:
        expected["data_gap_unfilled"] = unfilled
    assert written(GapTreatment(mode), OBSERVED) == list(result)
    assert told(GapTreatment(mode), OBSERVED) == expected


def test_an_explicit_nan_stays_and_is_no_neighbour():
    """An explicit NaN stays unless told otherwise, and nothing is filled from it (telemetry §5.2)."""
    values = (1.0, NAN, None, 4.0)
    assert written(GapTreatment("interpolate"), values) == [1.0, None, 3.0, 4.0]
    assert written(GapTreatment("fill_previous"), values) == [1.0, None, 1.0, 4.0]


def test_an_explicit_infinity_stays_as_it_is():
    """An explicit infinity is no gap: it stays, with its sign, and is reported (telemetry §5.2)."""
    values = (-INFINITY, 1.0)
    assert written(GapTreatment("fill_zero"), values) == [-INFINITY, 1.0]
    assert told(GapTreatment("fill_zero"), values) == {"nan_detected": (0,)}


def test_filling_nan_comes_before_the_gaps():
    """What was NaN becomes 0 before gaps are looked at, so it serves as a neighbour (telemetry §5.2)."""
    values = (NAN, None, 4.0)
    treatment = GapTreatment("interpolate", fill_nan=True)
    assert written(treatment, values) == [0.0, 2.0, 4.0]
    assert told(treatment, values) == {"nan_fill": (0,), "data_gap": (1,)}


def test_a_message_counts_bins_and_names_the_first():
    """One gap is reported in the words of the example manifest (telemetry §4.3)."""
    series = observed((1.0, None))
    treatment = GapTreatment()
    (finding,) = treatment.findings(series, treatment.treated(series), DESK)
    assert finding.message == "Desk Arrivals: 1 of 2 bins has no data; first bin 1"
    assert (finding.severity, finding.node_id, finding.count) == ("warning", "Desk", 1)


def test_findings_list_twenty_bins_and_count_all():
    """A finding lists the first 20 bins and the full count (telemetry §5.3)."""
    series = observed([None] * 30)
    treatment = GapTreatment("fill_previous")
    gap, unfilled = treatment.findings(series, treatment.treated(series), DESK)
    assert (gap.code, gap.bins, gap.count) == ("data_gap", tuple(range(20)), 30)
    assert (unfilled.code, unfilled.count) == ("data_gap_unfilled", 30)


def second_derivation(mode, fill_nan, values):
    known = [
        0.0 if fill_nan and value is not None and not math.isfinite(value) else value for value in values
    ]
    usable = [t for t, value in enumerate(known) if value is not None and math.isfinite(value)]
    result = []
    for t, value in enumerate(known):
        before = max((j for j in usable if j < t), default=None)
        after = min((j for j in usable if j > t), default=None)
        if value is not None or mode in ("ignore", "warn"):
            result.append(value)
        elif mode == "fill_zero":
            result.append(0.0)
        elif mode == "fill_previous":
            result.append(None if before is None else known[before])
        elif before is None or after is None:
            result.append(None)
        else:
            rise = known[after] - known[before]
            result.append(known[before] + (rise * (t - before)) / (after - before))
    return [None if value is None or math.isnan(value) else value for value in result]


@given(st.sampled_from(MODES), st.booleans(), bins)
def test_filling_agrees_with_a_plain_derivation(mode, fill_nan, values):
    """Whatever was observed, each bin holds what the definition of its mode gives (telemetry §5.1)."""
    assert written(GapTreatment(mode, fill_nan), values) == second_derivation(mode, fill_nan, values)


@given(st.sampled_from(MODES), st.booleans(), bins)
def test_what_was_observed_is_never_changed(mode, fill_nan, values):
    """A finite value that was observed is written as it is, in every mode (telemetry §1.2)."""
    result = written(GapTreatment(mode, fill_nan), values)
    kept = [(t, value) for t, value in enumerate(values) if value is not None and math.isfinite(value)]
    assert [(t, result[t]) for t, _ in kept] == kept
