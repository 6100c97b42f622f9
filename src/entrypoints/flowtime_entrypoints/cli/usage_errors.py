"""Words that no command understands, in our own form.

Rule 1: what click finds wrong becomes a `UsageError` that names the nearest word and the page of help.
"""

from collections.abc import Sequence

import click

from flowtime_domain.errors import UsageError, did_you_mean


def unknown_command(ctx: click.Context, word: str, known: Sequence[str]) -> UsageError:
    """There is no such command."""
    hint = did_you_mean(word, known) or f"; there are {', '.join(known)}."
    return UsageError(f"'{ctx.command_path}' has no command '{word[:64]}'{hint}")


def usage_error(error: click.UsageError) -> UsageError:
    """What click finds wrong, as an error of ours."""
    if isinstance(error, click.NoSuchOption):
        return _unknown_flag(error)
    return UsageError(f"{error.format_message().removesuffix('.')}.{_help_hint(error.ctx)}")


def _unknown_flag(error: click.NoSuchOption) -> UsageError:
    if error.ctx is None:
        return UsageError(f"There is no flag '{error.option_name}'.")
    flags = [name for each in error.ctx.command.get_params(error.ctx) for name in each.opts]
    hint = did_you_mean(error.option_name, flags)
    ending = hint or f".{_help_hint(error.ctx)}"
    return UsageError(f"'{error.ctx.command_path}' has no flag '{error.option_name[:64]}'{ending}")


def _help_hint(ctx: click.Context | None) -> str:
    return "" if ctx is None else f" See '{ctx.command_path} --help'."
