"""What one call knows."""

import io
import sys
from pathlib import Path

import pytest

from flowtime_domain.errors import SettingInvalidError
from flowtime_entrypoints.cli.session import PIPE_WIDTH, Session, is_terminal


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_flags_go_before_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A setting is taken from the flag, else from the environment (operations §1.1)."""
    monkeypatch.setenv("FLOWTIME_DATA_DIR", "elsewhere")
    session = Session()
    assert session.settings().data_dir == Path("elsewhere")
    session.flags["FLOWTIME_DATA_DIR"] = str(tmp_path)
    assert session.settings().data_dir == tmp_path


def test_wrong_flags_are_wrong_settings() -> None:
    """A wrong flag is told by its name and the variable that it replaces (operations §1.1)."""
    session = Session()
    session.take_flag("FLOWTIME_LOG_LEVEL", "--log-level", "loud")
    with pytest.raises(SettingInvalidError, match=r"--log-level \(FLOWTIME_LOG_LEVEL\) is 'loud'"):
        session.settings()


def test_unknown_variables_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A variable that nothing reads gives one warning (operations §1.2)."""
    monkeypatch.setenv("FLOWTIME_DATADIR", "x")
    monkeypatch.delenv("FLOWTIME_LOG_LEVEL", raising=False)
    Session().settings()
    assert "did you mean 'FLOWTIME_DATA_DIR'?" in capsys.readouterr().err


def test_the_container_is_built_from_the_settings(tmp_path: Path) -> None:
    """The parts of a call know its data root and another directory of runs (operations §4.5)."""
    session = Session()
    session.flags["FLOWTIME_DATA_DIR"] = str(tmp_path)
    assert session.container(session.settings()).runs_root() == tmp_path / "runs"
    assert session.container(session.settings(), tmp_path / "other").runs_root() == tmp_path / "other"


def test_style_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output is coloured on a terminal, unless a flag or a variable forbids it (operations §4.1)."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    session = Session()
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not session.is_styled
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert session.is_styled
    monkeypatch.setenv("NO_COLOR", "1")
    assert not session.is_styled
    monkeypatch.delenv("NO_COLOR")
    session.no_color = True
    assert not session.is_styled


def test_dumb_terminals_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that understands plain lines only gets these (operations §4.1)."""
    monkeypatch.setenv("TERM", "dumb")
    assert not is_terminal(Terminal())
    assert not is_terminal(object())


@pytest.mark.parametrize(
    ("terminal", "variables", "no_color", "expected"),
    [
        (True, {}, False, "\x1b[1mx\x1b[0m\n"),
        (True, {"NO_COLOR": "1"}, False, "x\n"),
        (True, {}, True, "x\n"),
        (True, {"TERM": "dumb"}, False, "x\n"),
        (False, {"FORCE_COLOR": "1"}, False, "x\n"),
    ],
)
def test_escapes_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,
    variables: dict[str, str],
    no_color: bool,
    expected: str,
) -> None:
    """Without colour, and off terminals, output holds no escapes at all (operations §4.1)."""
    stream = Terminal() if terminal else io.StringIO()
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", stream)
    session = Session()
    session.no_color = no_color
    session.console().print("x", style="bold")
    assert stream.getvalue() == expected


def test_nothing_is_cut_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table in a pipe is as wide as its content, or as COLUMNS says (operations §4.1)."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert Session().console().width == PIPE_WIDTH
    monkeypatch.setenv("COLUMNS", "72")
    assert Session().console().width == 72
