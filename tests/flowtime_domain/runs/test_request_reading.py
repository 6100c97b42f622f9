"""Requests for runs: which members go together, and how all that is wrong comes in one answer."""

from typing import Any

import pytest

from flowtime_domain.errors import RequestInvalidError
from flowtime_domain.runs.request_reading import read_run_request
from flowtime_domain.runs.run_request import RunOptions, RunRequest, TelemetryRequest


def findings(members: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(RequestInvalidError) as caught:
        read_run_request(members)
    return [(error.code, error.pointer) for error in caught.value.errors]


def test_a_template_with_everything_said() -> None:
    """All members of a simulation request are taken over (runs §2.1)."""
    request = read_run_request(
        {
            "templateId": "order-system",
            "mode": "Simulation",
            "parameters": {"bins": 144},
            "rng": {"kind": "PCG32", "seed": 7.0},
            "options": {"deterministicRunId": True, "runId": None, "dryRun": True, "overwriteExisting": True},
        }
    )
    options = RunOptions(deterministic_run_id=True, dry_run=True, overwrite_existing=True)
    assert request == RunRequest("Simulation", "order-system", None, {"bins": 144}, 7, None, options)
    assert isinstance(request.seed, int)


def test_a_model_alone_is_a_simulation_with_default_options() -> None:
    """Mode and options have defaults (runs §2.1)."""
    assert read_run_request({"model": "nodes: []"}) == RunRequest("simulation", model="nodes: []")


def test_a_capture_makes_the_mode_telemetry() -> None:
    """The default mode is telemetry if a capture is given (runs §2.1)."""
    telemetry = {"captureDirectory": "clinic", "bindings": {"visitsFile": "Desk_arrivals.csv"}}
    request = read_run_request({"templateId": "clinic-day", "telemetry": telemetry})
    assert request.mode == "telemetry"
    assert request.telemetry == TelemetryRequest("clinic", {"visitsFile": "Desk_arrivals.csv"})


def test_null_equals_absent_inside_parameters_too() -> None:
    """Members and parameters that are null count as not given (api §6.2)."""
    request = read_run_request(
        {
            "templateId": "a",
            "model": None,
            "parameters": {"bins": None, "rate": 0},
            "rng": None,
            "options": None,
        }
    )
    assert request == RunRequest("simulation", "a", parameters={"rate": 0})


def test_a_model_with_empty_parameters_is_no_conflict() -> None:
    """An object without values is the default of `parameters` (runs §2.1)."""
    assert read_run_request({"model": {"nodes": []}, "parameters": {"bins": None}}).parameters == {}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, [("required_member", "")]),
        ({"templateId": "a", "model": {}}, [("conflicting_members", "/model")]),
        ({"model": {}, "parameters": {"bins": 1}}, [("conflicting_members", "/parameters")]),
        ({"templateId": "a", "mode": "telemetry"}, [("required_member", "")]),
        ({"templateId": "a", "telemetry": {}}, [("required_member", "/telemetry")]),
        ({"templateId": "a", "telemetry": "clinic"}, [("invalid_type", "/telemetry")]),
        (
            {"templateId": "a", "mode": "SIMULATION", "telemetry": {"captureDirectory": "c"}},
            [("conflicting_members", "/telemetry")],
        ),
        (
            {"templateId": "a", "options": {"deterministicRunId": True, "runId": "x"}},
            [("conflicting_members", "/options/runId")],
        ),
        (
            {
                "templateId": "a",
                "parameters": {"file": "x"},
                "telemetry": {"captureDirectory": "c", "bindings": {"file": "f.csv"}},
            },
            [("conflicting_members", "/telemetry/bindings/file")],
        ),
        ({"templateId": "  "}, [("blank_text", "/templateId")]),
        ({"templateId": "a", "mode": ""}, [("blank_text", "/mode")]),
        (
            {"templateId": "a", "telemetry": {"captureDirectory": " "}},
            [("blank_text", "/telemetry/captureDirectory")],
        ),
        (
            {"templateId": "a", "telemetry": {"captureDirectory": "c", "bindings": {"f": " ", "g": 1}}},
            [("blank_text", "/telemetry/bindings/f"), ("invalid_type", "/telemetry/bindings/g")],
        ),
        ({"templateId": "a", "rng": {"seed": -1}}, [("out_of_range", "/rng/seed")]),
        ({"templateId": "a", "rng": {"seed": 2**63}}, [("out_of_range", "/rng/seed")]),
        ({"templateId": "a", "rng": {"seed": 2.5}}, [("invalid_type", "/rng/seed")]),
        ({"templateId": "a", "rng": {"seed": True}}, [("invalid_type", "/rng/seed")]),
        ({"templateId": "a", "rng": {"kind": "mt19937"}}, [("out_of_range", "/rng/kind")]),
        ({"model": 5}, [("invalid_type", "/model")]),
        ({"templateId": 5}, [("invalid_type", "/templateId")]),
        ({"templateId": "a", "parameters": [1]}, [("invalid_type", "/parameters")]),
        ({"templateId": "a", "options": "dry"}, [("invalid_type", "/options")]),
        ({"templateId": "a", "options": {"dryRun": "yes"}}, [("invalid_type", "/options/dryRun")]),
        ({"templateId": "a", "options": {"dryrun": True}}, [("unknown_member", "/options/dryrun")]),
        ({"templateId": "a", "speed": None}, [("unknown_member", "/speed")]),
    ],
)
def test_what_is_wrong_with_a_request(members: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Every wrong member has its code and its pointer into the request (api §6.2)."""
    assert findings(members) == expected


def test_all_errors_come_together() -> None:
    """One answer names everything that is wrong with a request (runs §2.1)."""
    members = {"templatId": "a", "parameters": 3, "rng": {"seed": "x", "kid": 1}, "options": {"runId": 7}}
    assert findings(members) == [
        ("required_member", ""),
        ("invalid_type", "/options/runId"),
        ("invalid_type", "/parameters"),
        ("unknown_member", "/rng/kid"),
        ("invalid_type", "/rng/seed"),
        ("unknown_member", "/templatId"),
    ]


def test_an_unknown_member_names_the_nearest_known_one() -> None:
    """The message proposes the name that was probably meant (api §1.3)."""
    with pytest.raises(RequestInvalidError, match="did you mean 'templateId'") as caught:
        read_run_request({"templatId": "a", "model": {}})
    assert "The request has 1 error" in caught.value.detail
    with pytest.raises(RequestInvalidError, match="known here: templateId, model"):
        read_run_request({"model": {}, "speed": 1})


def test_a_malformed_run_id_is_left_to_its_type() -> None:
    """Whether a run id is well formed is another problem than the members of a request (runs §3.7)."""
    assert read_run_request({"templateId": "a", "options": {"runId": ""}}).options.run_id == ""
