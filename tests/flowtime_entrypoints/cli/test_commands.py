"""Groups, flags and help."""

from pathlib import Path

import click
import pytest

from examples.commands import command
from flowtime_entrypoints.cli.program import flowtime
from flowtime_entrypoints.cli.session import Session

COMMANDS = [
    [],
    ["run"],
    ["templates"],
    ["templates", "list"],
    ["templates", "show"],
    ["templates", "validate"],
    ["templates", "render"],
    ["runs"],
    ["runs", "list"],
    ["runs", "show"],
    ["runs", "series"],
    ["runs", "graph"],
    ["runs", "compare"],
    ["runs", "verify"],
    ["runs", "delete"],
    ["state"],
    ["telemetry"],
    ["telemetry", "import"],
    ["telemetry", "capture"],
    ["telemetry", "bundle"],
    ["catalog"],
    ["catalog", "rebuild"],
    ["serve"],
    ["version"],
]


def every_command(group: click.Group, words: list[str]) -> list[list[str]]:
    ctx = click.Context(group)
    found = [words]
    for name in group.list_commands(ctx):
        below = group.get_command(ctx, name)
        deeper = isinstance(below, click.Group)
        found += every_command(below, [*words, name]) if deeper else [[*words, name]]  # type: ignore[arg-type]
    return found


def test_the_commands_of_this_version() -> None:
    """There are these commands and no others (operations §4)."""
    assert every_command(flowtime, []) == COMMANDS


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(tmp_path: Path, words: list[str]) -> None:
    """Each command explains itself, shows an example and takes the global flags (operations §4.1)."""
    ended = command(tmp_path, *words, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert f"Example:\n    flowtime {' '.join(words)}".rstrip() in ended.text
    for flag in ("--data-dir DIR", "--log-level LEVEL", "--quiet", "--no-color"):
        assert flag in ended.text


@pytest.mark.parametrize(
    "words", [["--data-dir", "{}", "runs", "list"], ["runs", "list", "--data-dir", "{}"]]
)
def test_global_flags_stand_anywhere(tmp_path: Path, words: list[str]) -> None:
    """A global flag counts before and after the name of the command (operations §4.1)."""
    command(tmp_path / "data", "run", "--template-id", "transportation-basic", "--run-id", "a")
    ended = command(tmp_path, "--quiet", *(word.format(tmp_path / "data") for word in words))
    assert ended.text == "a"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["runs", "list", "--log-level", "loud"], "--log-level (FLOWTIME_LOG_LEVEL) is 'loud', but "),
        (["--data-dir", " ", "runs", "list"], "--data-dir (FLOWTIME_DATA_DIR) is ' ', but "),
        (["serve", "--port", "99999"], "--port (FLOWTIME_PORT) is '99999', but "),
        (["templates", "list", "--templates-dir", "/no"], "--templates-dir (FLOWTIME_TEMPLATES_DIR) is "),
    ],
)
def test_wrong_values_are_told_by_the_flag_that_was_typed(
    tmp_path: Path, words: list[str], told: str
) -> None:
    """A wrong setting that a flag gave names the flag before its variable (operations §1.1)."""
    ended = command(tmp_path, *words)
    assert ended.code == 2
    assert ended.err.startswith(f"error[setting_invalid]: {told}")


def test_lists_of_commands_cut_nothing(tmp_path: Path) -> None:
    """A group says the whole sentence about each of its commands (operations §4.1)."""
    for group in ("runs", "telemetry", "catalog"):
        assert "..." not in command(tmp_path, group, "--help").text.partition("Commands:")[2]


def test_help_on_a_terminal_has_bold_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the headings of a help page are bold, and nothing else differs (operations §4.1)."""
    ctx = click.Context(flowtime, info_name="flowtime", obj=Session())
    plain = flowtime.get_help(ctx)
    monkeypatch.setattr(Session, "is_styled", True)
    page = flowtime.get_help(ctx)
    assert click.unstyle(page) == plain
    for heading in ("Usage:", "Options:", "Commands:", "  Example:"):
        assert click.style(heading, bold=True) in page


def test_no_words_show_the_help(tmp_path: Path) -> None:
    """A command line without a command is a usage error that shows the help (operations §4.2)."""
    ended = command(tmp_path)
    assert ended.code == 2
    assert ended.err.startswith("Usage: flowtime")
