"""What is wrong with a request, in the words of flags."""

import pytest

from flowtime_domain.errors import RequestInvalidError
from flowtime_domain.runs.request_reading import read_run_request
from flowtime_entrypoints.cli.request_flags import in_words_of_flags


def refused(members: dict[str, object]) -> RequestInvalidError:
    with pytest.raises(RequestInvalidError) as caught:
        read_run_request({"templateId": "a", **members})  # type: ignore[dict-item]
    return caught.value


@pytest.mark.parametrize(
    ("members", "flags"),
    [
        ({"mode": "telemetry"}, ["'--capture-dir'"]),
        ({"telemetry": {"bindings": {"a": "b"}}}, ["'--capture-dir'"]),
        ({"telemetry": {"captureDirectory": " "}}, ["'--capture-dir'"]),
        ({"mode": "simulation", "telemetry": {"captureDirectory": "a"}}, ["'--capture-dir'", "'--bind'"]),
        ({"options": {"deterministicRunId": True, "runId": "a"}}, ["'--deterministic-run-id'", "'--run-id'"]),
        ({"templateId": None, "model": "a", "parameters": {"b": 1}}, ["'--param'", "'--param-file'"]),
    ],
)
def test_flags_stand_for_members(members: dict[str, object], flags: list[str]) -> None:
    """What a flag has caused is told by the name of the flag; code and pointer stay (operations §4.3)."""
    error = refused(members)
    told = in_words_of_flags(error)
    assert [(each.code, each.pointer) for each in told.errors] == [
        (each.code, each.pointer) for each in error.errors
    ]
    assert all(flag in told.errors[0].message for flag in flags)
    assert "captureDirectory" not in told.detail


def test_other_findings_stay_as_they_are() -> None:
    """A finding that names what the caller typed is told as it is (operations §4.3)."""
    error = refused({"rng": {"seed": -1}})
    assert in_words_of_flags(error).errors == error.errors
