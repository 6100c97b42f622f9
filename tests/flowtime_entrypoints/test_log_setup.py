"""Form and place of log lines."""

import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
import structlog

from flowtime_entrypoints.log_setup import logger_of, warn_of_unknown_variables
from flowtime_entrypoints.settings import Settings, read_settings


def settings(form: str, level: str = "info", **variables: str) -> Settings:
    return read_settings({"FLOWTIME_LOG_FORMAT": form, "FLOWTIME_LOG_LEVEL": level, **variables})


@pytest.fixture(autouse=True)
def _restored_logging() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_an_event_is_one_json_object_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Every event has a UTC time of six digits, level, name and id, then its fields (operations §2.2)."""
    structlog.contextvars.bind_contextvars(requestId="r1", client="ops")
    logger_of(settings("json"))().info("HttpRequest", eventId=1001, status=200)
    (line,) = lines(capsys)
    event = json.loads(line)
    assert list(event)[:4] == ["timestamp", "level", "event", "eventId"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", event.pop("timestamp"))
    assert event == {
        "level": "info",
        "event": "HttpRequest",
        "eventId": 1001,
        "requestId": "r1",
        "client": "ops",
        "status": 200,
    }


@pytest.mark.parametrize("form", ["json", "console"])
def test_input_can_neither_end_a_line_nor_colour_a_terminal(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Control characters in values are escaped in both forms (operations §2.1)."""
    nasty = "a\nb\r\x1b[31mred\x7f\x85\u2028c"
    logger_of(settings(form))().info("Event", eventId=1, runId=nasty, codes=[nasty])
    (line,) = lines(capsys)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028]", line)
    assert "a\\nb" in line or "a\\u000ab" in line


def test_levels_below_the_configured_one_are_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    """Only events of the configured level and above are written (operations §1.1)."""
    logger = logger_of(settings("json", "warning"))()
    logger.info("Quiet")
    logger.log(logging.WARNING, "Loud")
    assert [json.loads(line)["event"] for line in lines(capsys)] == ["Loud"]


def test_an_exception_is_a_field(capsys: pytest.CaptureFixture[str]) -> None:
    """A cause is written as one field of the event, on the same line (operations §2.4)."""
    try:
        raise KeyError("lost")
    except KeyError as error:
        logger_of(settings("json"))().error("Failed", exc_info=error)
    (line,) = lines(capsys)
    assert "KeyError: 'lost'" in json.loads(line)["exception"]


def test_libraries_speak_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings of libraries are events on standard error like all others (operations §2.1)."""
    logger_of(settings("json"))()
    logging.getLogger("some.library").warning("odd %s", "thing")
    logging.getLogger("some.library").info("chatter")
    (line,) = lines(capsys)
    event = json.loads(line)
    assert (event["event"], event["logger"], event["detail"], event["level"]) == (
        "LibraryMessage",
        "some.library",
        "odd thing",
        "warning",
    )


def test_each_unknown_variable_gives_one_warning(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt variable is named once, with the nearest known name (operations §1.2)."""
    warn_of_unknown_variables(settings("json", FLOWTIME_PROT="1"))
    (line,) = lines(capsys)
    event = json.loads(line)
    assert (event["level"], event["variable"]) == ("warning", "FLOWTIME_PROT")
    assert event["detail"].endswith("did you mean 'FLOWTIME_PORT'?")


def test_console_form_is_readable(capsys: pytest.CaptureFixture[str]) -> None:
    """The console form shows name and fields as text (operations §2.1)."""
    logger_of(settings("console"))().warning("RunOrchestrationFailed", eventId=4500, code="run_exists")
    (line,) = lines(capsys)
    assert "RunOrchestrationFailed" in line
    assert "code=run_exists" in line


def test_a_lost_log_does_not_stop_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing to a closed standard error is not an error of what is logged (operations §2.1)."""
    closed = io.StringIO()
    monkeypatch.setattr(sys, "stderr", closed)
    logger = logger_of(settings("json"))()
    closed.close()
    logger.info("Unseen")


def test_a_quiet_command_does_not_load_structlog() -> None:
    """Importing the set-up and asking for no logger loads no logging library (design: CLI start-up)."""
    script = (
        "import sys; from flowtime_entrypoints import log_setup, settings; s = settings.read_settings({});"
        "log_setup.logger_of(s); log_setup.warn_of_unknown_variables(s); sys.exit('structlog' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
