"""Errors as answers."""

from collections.abc import Iterator

import pytest

from flowtime_adapters.run_observer.event_log import SERVICE_FAULTS
from flowtime_domain.errors import (
    DocumentError,
    FlowTimeError,
    MethodNotAllowedError,
    ParametersInvalidError,
    Place,
    RateLimitedError,
    RunExistsError,
    ShuttingDownError,
    StorageFullError,
    StoreUnavailableError,
    TooManyCreationsError,
)
from flowtime_entrypoints.problems import COMMAND_LINE_ONLY, STATUSES, finding, problem


def leaves(error: type[FlowTimeError] = FlowTimeError) -> Iterator[type[FlowTimeError]]:
    below = error.__subclasses__()
    if not below:
        yield error
    for child in below:
        yield from leaves(child)


def test_every_error_has_one_row() -> None:
    """The table of statuses and the error tree name the same errors (api §13.1)."""
    assert set(leaves()) == set(STATUSES) | set(COMMAND_LINE_ONLY)
    codes = [error.code for error in leaves()]
    assert len(set(codes)) == len(codes)
    assert all(codes)


def test_log_and_table_agree_on_whose_fault_it_is() -> None:
    """Causes with a status of 500 and above, and no others, are logged as errors (operations §2.4)."""
    assert {error for error, status in STATUSES.items() if status >= 500} == set(SERVICE_FAULTS)


def test_body_of_two_wrong_parameters() -> None:
    """The worked example of a problem comes out member for member (api §2.4)."""
    errors = [
        DocumentError(
            code="parameter_out_of_range",
            message="'capacity' must be at least 1, got -4.",
            pointer="/parameters/capacity",
        ),
        DocumentError(
            code="unknown_parameter",
            message="Template 'clinic-day' has no parameter 'bin'; did you mean 'bins'?",
            pointer="/parameters/bin",
        ),
    ]
    detail = "2 parameters of template 'clinic-day' are wrong; first: 'capacity' must be at least 1, got -4."
    answer = problem(ParametersInvalidError("clinic-day", errors), "7d0c1f5a9b2e4c61")
    assert answer.status == 400
    assert answer.headers == {}
    assert answer.body == {
        "type": "urn:flowtime:problem:parameters_invalid",
        "title": "Bad Request",
        "status": 400,
        "detail": detail,
        "code": "parameters_invalid",
        "instance": "urn:flowtime:request:7d0c1f5a9b2e4c61",
        "errors": [
            {
                "code": "parameter_out_of_range",
                "message": "'capacity' must be at least 1, got -4.",
                "pointer": "/parameters/capacity",
            },
            {
                "code": "unknown_parameter",
                "message": "Template 'clinic-day' has no parameter 'bin'; did you mean 'bins'?",
                "pointer": "/parameters/bin",
            },
        ],
        "error": detail,
    }
    assert list(answer.body) == ["type", "title", "status", "detail", "code", "instance", "errors", "error"]


def test_a_finding_shows_what_it_has() -> None:
    """Members of a finding without value are left out (api §2.1)."""
    error = DocumentError(
        code="unknown_reference",
        message="There is no series 'visit'.",
        pointer="/nodes/2/expr",
        place=Place(14, 11),
        offset=0,
        formula="visit",
    )
    assert finding(error) == {
        "code": "unknown_reference",
        "message": "There is no series 'visit'.",
        "pointer": "/nodes/2/expr",
        "line": 14,
        "column": 11,
        "offset": 0,
        "caret": "visit\n^",
    }


def test_a_bug_says_nothing_about_the_inside() -> None:
    """An unexpected exception is an answer without its message (api §2.3)."""
    answer = problem(KeyError("/secret/path"), "r1")
    assert answer.status == 500
    assert answer.body["code"] == "internal_error"
    assert answer.body["detail"] == "The server failed. Quote the request id."
    assert "secret" not in str(answer.body)


def test_the_command_line_has_no_request() -> None:
    """Without a request the instance is null (operations §4.4)."""
    assert problem(RunExistsError("a"), None).body["instance"] is None


@pytest.mark.parametrize(
    ("error", "headers"),
    [
        (TooManyCreationsError(32, "FLOWTIME_MAX_CONCURRENT_CREATIONS", 33), {"Retry-After": "1"}),
        (RateLimitedError(60, 17), {"Retry-After": "17"}),
        (ShuttingDownError(), {"Retry-After": "5"}),
        (StoreUnavailableError(), {"Retry-After": "5"}),
        (StorageFullError(), {}),
        (MethodNotAllowedError("PUT", ["GET", "POST"]), {"Allow": "GET, POST"}),
    ],
    ids=lambda value: getattr(value, "code", ""),
)
def test_headers_say_when_to_try_again_and_what_is_allowed(
    error: FlowTimeError, headers: dict[str, str]
) -> None:
    """Refusals that pass carry Retry-After, a wrong method carries Allow (api §13)."""
    assert problem(error, "r1").headers == headers
