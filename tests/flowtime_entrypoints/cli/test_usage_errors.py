"""Words that no command understands."""

from pathlib import Path

import click
import pytest

from examples.commands import command
from flowtime_entrypoints.cli.usage_errors import usage_error


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["rn"], "'flowtime' has no command 'rn'; did you mean 'run'?"),
        (["templates", "shw"], "'flowtime templates' has no command 'shw'; did you mean 'show'?"),
        (
            ["compare"],
            "'flowtime' has no command 'compare'; "
            "there are run, templates, runs, state, telemetry, catalog, serve, version.",
        ),
        (
            ["run", "--tempate-id", "x"],
            "'flowtime run' has no flag '--tempate-id'; did you mean '--template-id'?",
        ),
        (["run", "--bogus"], "'flowtime run' has no flag '--bogus'. See 'flowtime run --help'."),
        (["run", "x"], "Got unexpected extra argument (x). See 'flowtime run --help'."),
        (["runs", "show"], "Missing argument 'RUN'. See 'flowtime runs show --help'."),
        (
            ["run", "--seed", "x"],
            "Invalid value for '--seed': 'x' is not a valid integer. See 'flowtime run --help'.",
        ),
        (["run"], "Give exactly one of '--template-id' and '--model'."),
        (["run", "--template-id", "a", "--model", "b"], "Give exactly one of '--template-id' and '--model'."),
    ],
)
def test_usage_errors_in_our_own_form(tmp_path: Path, words: list[str], message: str) -> None:
    """A wrong word ends with exit code 2 and names the nearest right one (operations §4.2)."""
    ended = command(tmp_path, *words)
    assert (ended.code, ended.out, ended.err) == (2, b"", f"error[usage]: {message}\n")


def test_an_option_without_context() -> None:
    """An unknown flag can be told of without knowing its command (operations §4.2)."""
    assert usage_error(click.NoSuchOption("--x")).detail == "There is no flag '--x'."
