"""`flowtime catalog`: the list of runs that is derived from them (operations §4.10)."""

from __future__ import annotations

import click

from flowtime_entrypoints.cli.commands import CommandGroup, as_json, example, global_flags, session_of


@click.group(cls=CommandGroup, epilog=example("flowtime catalog rebuild"))
@global_flags
def catalog() -> None:
    """Look after the catalog, from which runs are listed."""


@catalog.command("rebuild", epilog=example("flowtime catalog rebuild"))
@as_json
@global_flags
@click.pass_context
def rebuild(ctx: click.Context, as_json: bool) -> None:
    """Make the catalog anew from the runs; nothing is ever lost with it."""
    from flowtime_entrypoints.cli.output import write_body
    from flowtime_entrypoints.cli.progress import counted_progress

    session = session_of(ctx)
    container = session.container(session.settings())
    with counted_progress(session, "Reading runs") as advance:
        rebuilt = container.rebuild_catalog()(advance)
    if as_json:
        write_body({"runs": rebuilt.runs, "corrupt": len(rebuilt.corrupt), "elapsedMs": rebuilt.elapsed_ms})
        return
    for run_id in rebuilt.corrupt:
        click.echo(run_id if session.quiet else f"{run_id}: corrupt")
    if not session.quiet:
        click.echo(
            f"Catalog rebuilt: {rebuilt.runs} runs, {len(rebuilt.corrupt)} corrupt,"
            f" in {rebuilt.elapsed_ms:.0f} ms."
        )
