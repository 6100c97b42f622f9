"""Help on terminals."""

import click

from flowtime_entrypoints.cli import main
from flowtime_entrypoints.cli.rich_help import rich_help
from flowtime_entrypoints.cli.session import Session


def test_help_on_a_terminal() -> None:
    """Help in colour has the commands, the flags and the example on lines of their own (operations §4.1)."""
    ctx = click.Context(main.flowtime, info_name="flowtime", obj=Session())
    page = rich_help(main.flowtime, ctx)
    lines = [line.strip("│ ") for line in page.splitlines()]
    assert any(line.startswith("run ") for line in lines)
    assert any(line.startswith("--data-dir") for line in lines)
    assert "flowtime run --template-id order-system" in lines
