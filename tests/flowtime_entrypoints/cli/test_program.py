"""The commands under one name."""

from importlib.metadata import version
from pathlib import Path

import click

from examples.commands import command
from flowtime_entrypoints.cli.program import flowtime


def test_every_name_leads_to_its_command() -> None:
    """A command that is imported when it is asked for bears the name of its row (operations §4)."""
    ctx = click.Context(flowtime)
    for name in flowtime.list_commands(ctx):
        found = flowtime.get_command(ctx, name)
        assert found is not None
        assert found.name == name


def test_the_version_of_the_program(tmp_path: Path) -> None:
    """--version tells the version of the distribution (operations §4.12)."""
    assert command(tmp_path, "--version").text == f"flowtime {version('flowtime')}"
