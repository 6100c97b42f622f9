"""`flowtime telemetry`: what was measured, and what is measured on runs (operations §4.9)."""

from __future__ import annotations

import click

from flowtime_entrypoints.cli.commands import CommandGroup, example, global_flags
from flowtime_entrypoints.cli.telemetry_bundle import bundle
from flowtime_entrypoints.cli.telemetry_capture import capture
from flowtime_entrypoints.cli.telemetry_import import import_telemetry


@click.group(cls=CommandGroup, epilog=example("flowtime telemetry capture RUN"))
@global_flags
def telemetry() -> None:
    """Take in telemetry, or capture it from runs."""


telemetry.add_command(import_telemetry)
telemetry.add_command(capture)
telemetry.add_command(bundle)
