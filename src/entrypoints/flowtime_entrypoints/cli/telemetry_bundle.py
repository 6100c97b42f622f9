"""`flowtime telemetry bundle`: a run on a capture (operations §4.9)."""

from __future__ import annotations

from typing import Any

import click

from flowtime_entrypoints.cli.commands import PlainCommand, example
from flowtime_entrypoints.cli.run import RunFlags, make_run, run_flags


@click.command(
    "bundle",
    cls=PlainCommand,
    epilog=example("flowtime telemetry bundle --capture-dir monday --template-id order-system"),
)
@run_flags
@click.pass_context
def bundle(ctx: click.Context, /, **flags: Any) -> None:
    """Make a run on a capture: the same as flowtime run --mode telemetry."""
    make_run(ctx, RunFlags(mode="telemetry", **flags))
