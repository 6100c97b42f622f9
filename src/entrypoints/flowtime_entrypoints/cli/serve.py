"""`flowtime serve`: the HTTP API (operations §4.11)."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

from flowtime_entrypoints.cli.commands import (
    PlainCommand,
    example,
    global_flags,
    replaces,
    session_of,
    templates_dirs,
)

SERVER: Final = "flowtime_entrypoints.http.server"


@click.command(cls=PlainCommand, epilog=example("flowtime serve --port 9000"))
@replaces("FLOWTIME_HOST", "--host", metavar="HOST", help="Address to listen on; else 127.0.0.1.")
@replaces("FLOWTIME_PORT", "--port", metavar="PORT", help="Port; 0 takes any free one; else 8080.")
@click.option(
    "--insecure", is_flag=True, help="Listen where other machines can call, though nobody is asked for a key."
)
@templates_dirs
@global_flags
@click.pass_context
def serve(ctx: click.Context, insecure: bool) -> None:
    """Serve the HTTP API until the process is stopped."""
    from flowtime_domain.errors import UsageError

    session = session_of(ctx)
    settings = session.settings(default_log_level="info")
    if not insecure and not is_loopback(settings.host):
        raise UsageError(
            f"'{settings.host}' is no loopback address, so everybody who reaches it could make runs; "
            "use 127.0.0.1, or say '--insecure'."
        )
    container = session.container(settings, with_metrics=True)
    ctx.exit(import_module(SERVER).serve(container, settings.host, settings.port))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address.

    Examples
    --------
    >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    from ipaddress import ip_address

    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
