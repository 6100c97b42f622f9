"""`flowtime version`: what is installed (operations §4.12)."""

from __future__ import annotations

from typing import Any

import click

from flowtime_entrypoints.cli.commands import PlainCommand, example, global_flags


@click.command(cls=PlainCommand, epilog=example("flowtime version --json"))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@global_flags
def version(as_json: bool) -> None:
    """Show what is installed."""
    import platform
    from importlib.metadata import version as version_of

    from flowtime_domain.kernels.compiled import compiler
    from flowtime_domain.runs.identity import ENGINE_SEMANTICS
    from flowtime_entrypoints.cli.output import write_body

    body: dict[str, Any] = {
        "version": version_of("flowtime"),
        "engineSemantics": ENGINE_SEMANTICS,
        "python": platform.python_version(),
        "numpy": version_of("numpy"),
    }
    if as_json:
        write_body({**body, "fastPath": compiler() is not None})
    else:
        click.echo(
            f"flowtime {body['version']} (engine semantics {body['engineSemantics']}, "
            f"Python {body['python']}, numpy {body['numpy']})"
        )
