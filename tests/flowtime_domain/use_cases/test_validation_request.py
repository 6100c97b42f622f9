"""Requests for validations."""

from typing import Any

import pytest

from flowtime_domain.errors import RequestInvalidError
from flowtime_domain.use_cases.validation_request import ValidationRequest, read_validation_request


def test_defaults() -> None:
    """A model alone is compiled under the rules of simulation mode (api §10.1)."""
    assert read_validation_request({"model": "a: 1"}) == ValidationRequest(
        model="a: 1", mode="simulation", tier="compile"
    )


def test_everything_said() -> None:
    """Template, parameters, mode, seed and tier are taken over (api §10.1)."""
    members = {
        "templateId": "a",
        "parameters": {"n": 1, "m": None},
        "mode": "telemetry",
        "rng": {"seed": 3},
        "tier": "SCHEMA",
    }
    assert read_validation_request(members) == ValidationRequest(
        template_id="a", parameters={"n": 1}, mode="telemetry", seed=3, tier="schema"
    )


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, [("required_member", "")]),
        ({"templateId": "a", "model": "m"}, [("conflicting_members", "/model")]),
        ({"model": "m", "tier": "all"}, [("out_of_range", "/tier")]),
        ({"model": "m", "mode": "Telemetry", "tier": "analyse"}, [("conflicting_members", "/tier")]),
        ({"model": "m", "options": {}}, [("unknown_member", "/options")]),
    ],
)
def test_what_is_wrong_with_a_validation(members: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Every wrong member has its code and pointer (api §6.2, §10.1)."""
    with pytest.raises(RequestInvalidError) as caught:
        read_validation_request(members)
    assert [(error.code, error.pointer) for error in caught.value.errors] == expected
