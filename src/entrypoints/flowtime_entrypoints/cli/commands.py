"""How our commands look: lazy groups, help pages, the flags that every command takes.

Rule 1: a module of commands imports click and nothing heavy; what a command needs is imported when it runs.
Rule 2: help is text with bold headings on a terminal; drawing frames would cost more than all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final, TypeVar, final

import click

from flowtime_entrypoints.cli.session import Session

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
_HEADINGS: Final = re.compile(r"^ *(?:Usage|Options|Commands|Example):", re.MULTILINE)
_LONGEST_SENTENCE: Final = 1000


class HelpPages(click.Command):
    """A command whose help has bold headings on a terminal."""

    def get_help(self, ctx: click.Context) -> str:
        """The help page."""
        page = super().get_help(ctx)
        if not session_of(ctx).is_styled:
            return page
        return _HEADINGS.sub(lambda heading: click.style(heading.group(), bold=True), page)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the help as a whole: in little room it takes several lines."""
        return super().get_short_help_str(_LONGEST_SENTENCE)


@final
class PlainCommand(HelpPages):
    """A command without commands below it."""


class CommandGroup(HelpPages, click.Group):
    """Commands under one name."""

    command_class = PlainCommand

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of their definition."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names.

        Raises
        ------
        UsageError
            There is none; the nearest name is given.
        """
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from flowtime_entrypoints.cli.usage_errors import unknown_command

            raise unknown_command(ctx, args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


@final
class LazyGroup(CommandGroup):
    """Commands that are imported when they are asked for.

    Parameters
    ----------
    lazy
        Name of a command -> ``module:attribute``.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in self._lazy:
            return None
        module, _, attribute = self._lazy[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


def session_of(ctx: click.Context) -> Session:
    """The session of a call, made where a test or a shell asks for help without one."""
    return ctx.ensure_object(Session)


def replaces(variable: str, name: str, **attributes: Any) -> Callable[[Decorated], Decorated]:
    """A flag that stands for an environment variable (operations §1.1)."""

    def keep(ctx: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value is not None and value != ():
            session_of(ctx).take_flag(variable, name, value)

    return click.option(name, callback=keep, expose_value=False, **attributes)


def _switch(attribute: str, *names: str, about: str) -> Callable[[Decorated], Decorated]:
    def keep(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
        if value:
            setattr(session_of(ctx), attribute, True)

    return click.option(*names, is_flag=True, is_eager=True, callback=keep, expose_value=False, help=about)


_GLOBAL_FLAGS = (
    replaces(
        "FLOWTIME_DATA_DIR",
        "--data-dir",
        metavar="DIR",
        help="Data root; else FLOWTIME_DATA_DIR, else ./data.",
    ),
    replaces("FLOWTIME_LOG_LEVEL", "--log-level", metavar="LEVEL", help="debug, info, warning or error."),
    _switch("quiet", "--quiet", about="Results only, no progress."),
    _switch("no_color", "--no-color", about="No colour; so does NO_COLOR."),
)

templates_dirs = replaces(
    "FLOWTIME_TEMPLATES_DIR",
    "--templates-dir",
    metavar="DIR",
    multiple=True,
    help="Directory of your own templates; repeatable.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print the body of the API's answer.")

_PARAMETER_FLAGS = (
    click.option(
        "--param", "given", metavar="NAME=VALUE", multiple=True, help="Value of a parameter; repeatable."
    ),
    click.option("--param-file", metavar="FILE", help="YAML or JSON mapping of values; --param wins."),
)


def parameter_flags(command: Decorated) -> Decorated:
    """The flags that give a template its values (operations §4.5)."""
    for flag in reversed(_PARAMETER_FLAGS):
        command = flag(command)
    return command


def global_flags(command: Decorated) -> Decorated:
    """The flags that every command takes, before or after its name (operations §4.1)."""
    for flag in reversed(_GLOBAL_FLAGS):
        command = flag(command)
    return command


def example(*lines: str) -> str:
    """The end of a help page: commands that work as they stand."""
    return "\n".join(["\b", "Example:", *(f"  {line}" for line in lines)])
