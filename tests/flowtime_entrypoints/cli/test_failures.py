"""How failures are told."""

import json

import pytest

from flowtime_domain.errors import RunNotFoundError, StoreUnavailableError
from flowtime_entrypoints.cli.failures import reported
from flowtime_entrypoints.cli.session import Session


def test_an_error_is_told_twice_with_json(capfd: pytest.CaptureFixture[str]) -> None:
    """With --json the problem goes to standard output as well, without an instance (operations §4.4)."""
    assert reported(RunNotFoundError("a"), Session(), as_json=True) == 1
    captured = capfd.readouterr()
    assert captured.err == "error[run_not_found]: There is no run 'a'.\n"
    body = json.loads(captured.out)
    assert (body["code"], body["status"], body["instance"]) == ("run_not_found", 404, None)


@pytest.mark.parametrize(
    ("cause", "place"),
    [
        (PermissionError(13, "Permission denied", "data/\x1b"), " --> data/\\x1b: Permission denied\n"),
        (OSError(5, "Input/output error", 3), " --> Input/output error\n"),
        (OSError(), ""),
        (ValueError("inside"), ""),
    ],
)
def test_a_file_that_is_refused_is_named(
    capfd: pytest.CaptureFixture[str], cause: Exception, place: str
) -> None:
    """Where the system refuses a file, its name and the reason follow (operations §4.3)."""
    error = StoreUnavailableError()
    error.__cause__ = cause
    assert reported(error, Session(), as_json=True) == 1
    captured = capfd.readouterr()
    head = "error[store_unavailable]: The data root cannot be read or written; nothing was published.\n"
    assert captured.err == head + place
    assert "denied" not in captured.out


def test_a_bug_says_little(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """A bug is told without a stack trace (operations §4.3)."""
    monkeypatch.delenv("FLOWTIME_LOG_LEVEL", raising=False)
    assert reported(TypeError("inside"), Session(), as_json=False) == 1
    err = capfd.readouterr().err
    assert err == "error[internal_error]: FlowTime failed; this is a bug. '--log-level debug' shows where.\n"


@pytest.mark.parametrize("by_flag", [True, False])
def test_a_bug_shows_its_trace_for_debugging(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], by_flag: bool
) -> None:
    """With the log level debug, by flag or variable, a bug shows where it happened (operations §4.3)."""
    session = Session()
    if by_flag:
        session.flags["FLOWTIME_LOG_LEVEL"] = "debug"
    else:
        monkeypatch.setenv("FLOWTIME_LOG_LEVEL", "Debug")
    reported(TypeError("inside"), session, as_json=False)
    err = capfd.readouterr().err
    assert "TypeError: inside" in err
    assert err.endswith("error[internal_error]: FlowTime failed; this is a bug.\n")
