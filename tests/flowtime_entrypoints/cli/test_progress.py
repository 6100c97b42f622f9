"""A sign of life."""

import io
import sys
import time

import pytest

from flowtime_entrypoints.cli import progress as progress_module
from flowtime_entrypoints.cli.progress import progress, rows_progress
from flowtime_entrypoints.cli.session import Session


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal_of(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Make standard error a terminal; not a fixture, since pytest replaces the stream before each test."""
    stream = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def test_long_work_shows_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that takes long says what it does (operations §4.1)."""
    terminal = terminal_of(monkeypatch)
    monkeypatch.setattr(progress_module, "PATIENCE_SECONDS", 0.01)
    with progress(Session(), "Making the run"):
        deadline = time.monotonic() + 5
        while "Making the run" not in terminal.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
    assert "Making the run" in terminal.getvalue()


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that is over at once leaves the screen alone (operations §4.1)."""
    terminal = terminal_of(monkeypatch)
    with progress(Session(), "Making the run"):
        pass
    assert "Making" not in terminal.getvalue()


def test_quiet_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With --quiet there is no progress (operations §4.1)."""
    terminal = terminal_of(monkeypatch)
    session = Session()
    session.quiet = True
    with progress(session, "Making the run"):
        pass
    assert terminal.getvalue() == ""


def test_nobody_watches_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is no terminal there is no progress (operations §4.1)."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress(Session(), "Making the run"):
        pass
    assert stream.getvalue() == ""


def test_rows_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading rows says how many were read (telemetry §6.10)."""
    terminal = terminal_of(monkeypatch)
    monkeypatch.setattr(progress_module, "PATIENCE_SECONDS", 0.01)
    with rows_progress(Session(), "Importing") as advance:
        advance(65_536)
        deadline = time.monotonic() + 5
        while "65,536 rows" not in terminal.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
    assert "Importing: 65,536 rows" in terminal.getvalue()
