"""Help pages for terminals.

Rule 1: only help on a terminal imports this file; it loads rich.
"""

from __future__ import annotations

import click
from rich.text import Text
from rich_click.rich_help_formatter import RichHelpFormatter
from rich_click.rich_help_rendering import get_rich_help_text
from rich_click.rich_panel import construct_panels


def rich_help(command: click.Command, ctx: click.Context) -> str:
    """The help page of a command in colour."""
    formatter = RichHelpFormatter()
    command.format_usage(ctx, formatter)
    # The library's types ask for its own kinds of command and context; it does not use what only these have.
    get_rich_help_text(command, ctx, formatter)  # type: ignore[arg-type]
    for panel in construct_panels(command, ctx, formatter):  # type: ignore[arg-type]
        formatter.write(panel.render(command, ctx, formatter))  # type: ignore[arg-type]
    for line in (command.epilog or "").splitlines()[1:]:
        formatter.write(Text(f" {line}", style="bold" if line == "Example:" else ""))
    return formatter.getvalue()
