"""Requests about gaps."""

import pytest

from flowtime_domain.errors import RequestInvalidError
from flowtime_domain.runs.request_members import RequestMembers
from flowtime_domain.telemetry.gap_request import GAP_MODES, read_gap_treatment
from flowtime_domain.telemetry.gaps import GapTreatment


def read(gaps):
    body = RequestMembers.of_body({"gaps": gaps}, ("gaps",))
    treatment = read_gap_treatment(body)
    body.raise_errors()
    return treatment


@pytest.mark.parametrize("gaps", [None, {}, {"mode": None, "fillNaN": None}])
def test_defaults(gaps):
    """The default mode is `warn`, and NaN stays (telemetry §5.1, §5.2)."""
    assert read(gaps) == GapTreatment("warn", fill_nan=False)


@pytest.mark.parametrize("mode", GAP_MODES)
def test_every_mode(mode):
    """A mode is named in any case (telemetry §5.1)."""
    assert read({"mode": mode.upper(), "fillNaN": True}) == GapTreatment(mode, fill_nan=True)


def test_all_that_is_wrong_comes_together():
    """Unknown modes and wrong types are errors of the request (telemetry §11)."""
    with pytest.raises(RequestInvalidError) as caught:
        read({"mode": "fill", "fillNaN": "yes", "fillNan": True})
    assert [(error.code, error.pointer) for error in caught.value.errors] == [
        ("invalid_type", "/gaps/fillNaN"),
        ("unknown_member", "/gaps/fillNan"),
        ("out_of_range", "/gaps/mode"),
    ]
