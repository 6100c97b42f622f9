"""What one call of the command line knows: its global flags, its settings and its parts.

Rule 1: settings are read and parts are built when a command first asks for them; help loads nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from flowtime_entrypoints.cli.source_text import SourceText
    from flowtime_entrypoints.container import Container
    from flowtime_entrypoints.settings import Settings

PIPE_WIDTH = 400
"""Columns of a table that goes into a pipe or a file, where nothing is to be cut."""


def _built(settings: Settings, runs_root: Path | None, *, with_metrics: bool) -> Container:
    from flowtime_entrypoints.container import build_container

    return build_container(settings, runs_root=runs_root, with_metrics=with_metrics)


@final
class Session:
    """One call of the command line.

    Parameters
    ----------
    build
        Builds the parts of the process; tests replace some of them.

    Attributes
    ----------
    flags, flag_names
        What flags say, and how they are called, by the environment variable that each replaces.
    quiet, no_color
        Results only; no colour.
    find_source
        Finds the text in which errors of the current command have their places.
    """

    def __init__(self, build: Callable[..., Container] = _built) -> None:
        self.flags: dict[str, str | tuple[str, ...]] = {}
        self.flag_names: dict[str, str] = {}
        self.quiet = False
        self.no_color = False
        self.find_source: Callable[[], SourceText | None] = lambda: None
        self._build = build

    def take_flag(self, variable: str, name: str, value: str | tuple[str, ...]) -> None:
        """Let a flag of this name replace an environment variable."""
        self.flags[variable] = value
        self.flag_names[variable] = name

    def settings(self, default_log_level: str = "warning") -> Settings:
        """The settings of this call.

        Raises
        ------
        SettingInvalidError
            A flag or a variable is wrong.
        """
        from flowtime_entrypoints.log_setup import warn_of_unknown_variables
        from flowtime_entrypoints.settings import read_settings

        settings = read_settings(
            os.environ, self.flags, flag_names=self.flag_names, default_log_level=default_log_level
        )
        warn_of_unknown_variables(settings)
        return settings

    def container(
        self, settings: Settings, runs_root: Path | None = None, *, with_metrics: bool = False
    ) -> Container:
        """The parts of this call."""
        return self._build(settings, runs_root, with_metrics=with_metrics)

    @property
    def is_styled(self) -> bool:
        """Whether output may be coloured."""
        return not self.no_color and not os.environ.get("NO_COLOR") and is_terminal(sys.stdout)

    def console(self) -> Console:
        """Standard output for people."""
        from rich.console import Console

        if isinstance(sys.stdout, TextIOWrapper):
            # A title that the encoding of the terminal lacks is no reason to fail.
            sys.stdout.reconfigure(errors="backslashreplace")
        on_terminal = is_terminal(sys.stdout)
        return Console(
            file=sys.stdout,
            force_terminal=on_terminal,
            color_system="auto" if self.is_styled else None,
            width=None if on_terminal or "COLUMNS" in os.environ else PIPE_WIDTH,
            highlight=False,
            markup=False,
            emoji=False,
        )


def is_terminal(stream: object) -> bool:
    """Whether a person sees this stream, on a terminal that understands more than plain lines."""
    isatty = getattr(stream, "isatty", None)
    return isatty is not None and isatty() and os.environ.get("TERM") != "dumb"
