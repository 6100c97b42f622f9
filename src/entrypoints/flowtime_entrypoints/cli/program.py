"""The commands of `flowtime` under one name (operations §4)."""

from __future__ import annotations

import click

from flowtime_entrypoints.cli.commands import LazyGroup, example, global_flags

PACKAGE = "flowtime_entrypoints.cli"


@click.group(
    cls=LazyGroup,
    lazy={
        "run": f"{PACKAGE}.run:run",
        "templates": f"{PACKAGE}.templates:templates",
        "runs": f"{PACKAGE}.runs:runs",
        "state": f"{PACKAGE}.state:state",
        "telemetry": f"{PACKAGE}.telemetry:telemetry",
        "catalog": f"{PACKAGE}.catalog:catalog",
        "serve": f"{PACKAGE}.serve:serve",
        "version": f"{PACKAGE}.version:version",
    },
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=example("flowtime run --template-id order-system"),
)
@click.version_option(package_name="flowtime", message="%(prog)s %(version)s")
@global_flags
def flowtime() -> None:
    """Describe a system as services and queues on a time grid; see where work piles up, and why."""
