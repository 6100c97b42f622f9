"""`flowtime version`."""

import json
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from examples.commands import command


def test_version_for_programs(tmp_path: Path) -> None:
    """The JSON form names what is installed (operations §4.12)."""
    ended = command(tmp_path, "version", "--json")
    assert ended.code == 0
    assert json.loads(ended.out) == {
        "version": version("flowtime"),
        "engineSemantics": 1,
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "fastPath": True,
    }


def test_version_without_a_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fast path is an extra, and the JSON form tells whether it is there (operations §4.12)."""
    monkeypatch.setitem(sys.modules, "numba", None)
    assert json.loads(command(tmp_path, "version", "--json").out)["fastPath"] is False


def test_version_for_people(tmp_path: Path) -> None:
    """The version is one line (operations §4.12)."""
    assert command(tmp_path, "version").text.startswith(
        f"flowtime {version('flowtime')} (engine semantics 1,"
    )


def test_its_help_promises_no_answer_of_the_api(tmp_path: Path) -> None:
    """No endpoint answers with the version, so the page of help names none (operations §4.1, §4.4)."""
    assert "API" not in command(tmp_path, "version", "--help").text


def test_short_version(tmp_path: Path) -> None:
    """The flag that every tool has gives the version too (operations §4.1)."""
    ended = command(tmp_path, "--version")
    assert (ended.code, ended.text) == (0, f"flowtime {version('flowtime')}")


def test_module_is_the_command() -> None:
    """Python runs the package as the command (operations §4.1)."""
    ended = subprocess.run(
        [sys.executable, "-m", "flowtime", "--version"], capture_output=True, text=True, check=True
    )
    assert ended.stdout == f"flowtime {version('flowtime')}\n"
