"""Requests to capture a run."""

import pytest

from flowtime_domain.errors import RequestInvalidError
from flowtime_domain.telemetry.capture_request import (
    CaptureRequest,
    is_about_a_run,
    read_capture_request,
)
from flowtime_domain.telemetry.gaps import GapTreatment
from flowtime_domain.telemetry.metrics import METRICS

SOURCE = {"type": "run", "runId": "monday"}


def findings(members):
    with pytest.raises(RequestInvalidError) as caught:
        read_capture_request(members)
    return [(error.code, error.pointer) for error in caught.value.errors]


def test_the_least_that_can_be_said():
    """A run is all that must be named; every metric is captured (api §11.1, telemetry §7.1)."""
    expected = CaptureRequest("monday", None, tuple(METRICS), GapTreatment(), overwrite=False, dry_run=False)
    assert read_capture_request({"source": SOURCE}) == expected


def test_everything_said():
    """All members are taken over, and metrics come in their own order (telemetry §1.3, §7.1)."""
    request = read_capture_request(
        {
            "source": {"type": "RUN", "runId": "monday"},
            "output": {"captureKey": "k", "overwrite": True},
            "metrics": ["queuedepth", "Arrivals", "QUEUEDEPTH"],
            "gaps": {"mode": "ignore", "fillNaN": True},
            "dryRun": True,
        }
    )
    treatment = GapTreatment("ignore", fill_nan=True)
    metrics = ("Arrivals", "QueueDepth")
    assert request == CaptureRequest("monday", "k", metrics, treatment, overwrite=True, dry_run=True)


@pytest.mark.parametrize(
    ("members", "errors"),
    [
        ({}, [("required_member", "/source/runId")]),
        ({"source": "monday"}, [("invalid_type", "/source"), ("required_member", "/source/runId")]),
        ({"source": {"type": "file", "runId": 5}}, [("invalid_type", "/source/runId"),
                                                    ("out_of_range", "/source/type")]),
        ({"source": SOURCE, "metrics": "Arrivals"}, [("invalid_type", "/metrics")]),
        ({"source": SOURCE, "metrics": ["Arrivls", 5]}, [("metric_unknown", "/metrics/0"),
                                                         ("invalid_type", "/metrics/1")]),
        ({"source": SOURCE, "grid": {}, "output": {"key": "k"}}, [("unknown_member", "/grid"),
                                                                  ("unknown_member", "/output/key")]),
    ],
)  # fmt: skip
def test_all_that_is_wrong_comes_together(members, errors):
    """Unknown, missing and mistyped members are reported together (api §6.2, telemetry §11)."""
    assert findings(members) == errors


@pytest.mark.parametrize("members", [None, [], {}, {"source": 5}, {"source": {}}, {"source": {"type": 5}}])
def test_what_is_not_about_a_run(members):
    """Whatever has another form is not about a run (api §11.1)."""
    assert not is_about_a_run(members)


def test_what_is_about_a_run():
    """The type of the source says so, in any case (api §11.1)."""
    assert is_about_a_run({"source": {"type": "Run"}})
    assert not is_about_a_run({"source": {"type": "upload"}})
