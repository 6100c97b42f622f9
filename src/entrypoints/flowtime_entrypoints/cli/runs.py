"""`flowtime runs`: what was made before (operations §4.7)."""

from __future__ import annotations

import sys

import click

from flowtime_entrypoints.cli.commands import (
    CommandGroup,
    as_json,
    example,
    global_flags,
    session_of,
)
from flowtime_entrypoints.cli.run_comparison import compare
from flowtime_entrypoints.cli.run_graph import graph
from flowtime_entrypoints.cli.run_list import listing_flags, print_page
from flowtime_entrypoints.cli.runs_root import container_of, runs_dir


@click.group(cls=CommandGroup, epilog=example("flowtime runs list"))
@global_flags
def runs() -> None:
    """Look at runs that were made before."""


@runs.command("list", epilog=example("flowtime runs list --mode simulation --q order --limit 10"))
@listing_flags
@runs_dir
@as_json
@global_flags
@click.pass_context
def list_(ctx: click.Context, /, runs_dir: str | None, as_json: bool, **given: str | None) -> None:
    """List runs, newest first."""
    from flowtime_domain.use_cases.run_listing import read_run_listing
    from flowtime_entrypoints import bodies
    from flowtime_entrypoints.cli.output import write_body

    listing = read_run_listing([(name, text) for name, text in given.items() if text is not None])
    session = session_of(ctx)
    page = container_of(session, runs_dir).list_runs()(listing)
    if as_json:
        write_body(bodies.run_list(page))
    else:
        print_page(session, page)


@runs.command("show", epilog=example("flowtime runs show RUN"))
@click.argument("run_id", metavar="RUN")
@runs_dir
@as_json
@global_flags
@click.pass_context
def show(ctx: click.Context, run_id: str, runs_dir: str | None, as_json: bool) -> None:
    """Show one run."""
    from flowtime_entrypoints import bodies
    from flowtime_entrypoints.cli.output import write_body

    session = session_of(ctx)
    container = container_of(session, runs_dir)
    run = container.fetch_run()(run_id)
    if as_json:
        write_body(bodies.run_detail(run, container.runs_root().name))
    elif session.quiet:
        click.echo(str(run.run_id))
    else:
        from flowtime_entrypoints.cli.run_report import report_run

        report_run(session.console(), container, run, "Run")


@runs.command("series", epilog=example("flowtime runs series RUN order_queue_depth"))
@click.argument("run_id", metavar="RUN")
@click.argument("series", metavar="SERIES")
@runs_dir
@global_flags
@click.pass_context
def series(ctx: click.Context, run_id: str, series: str, runs_dir: str | None) -> None:
    """Print one series of a run as CSV; SERIES is its name or id."""
    from flowtime_entrypoints.cli.output import write_bytes

    run = container_of(session_of(ctx), runs_dir).fetch_run()(run_id)
    write_bytes(run.series_csv(run.index.entry(series).row))


runs.add_command(graph)
runs.add_command(compare)


@runs.command("verify", epilog=example("flowtime runs verify --all"))
@click.argument("run_ids", metavar="[RUN]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every run.")
@runs_dir
@as_json
@global_flags
@click.pass_context
def verify(
    ctx: click.Context, run_ids: tuple[str, ...], every: bool, runs_dir: str | None, as_json: bool
) -> int:
    """Read every file of runs and tell which runs are intact; exit code 1 if any is corrupt."""
    from flowtime_entrypoints.cli.progress import progress
    from flowtime_entrypoints.cli.verification_report import print_verification, verification_body

    if bool(run_ids) == every:
        raise click.UsageError("Name the runs to verify, or give '--all'.", ctx)
    session = session_of(ctx)
    use_case = container_of(session, runs_dir).verify_runs()
    with progress(session, "Verifying"):
        verified = list(use_case.all() if every else use_case(run_ids))
    if as_json:
        from flowtime_entrypoints.cli.output import write_body

        write_body(verification_body(verified))
    else:
        print_verification(session, verified)
    return int(any(run.findings for run in verified))


@runs.command("delete", epilog=example("flowtime runs delete RUN --yes"))
@click.argument("run_ids", metavar="RUN...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@runs_dir
@as_json
@global_flags
@click.pass_context
def delete(
    ctx: click.Context, run_ids: tuple[str, ...], yes: bool, runs_dir: str | None, as_json: bool
) -> int:
    """Delete runs, intact or corrupt; there is no way back."""
    from flowtime_entrypoints.cli.output import write_body
    from flowtime_entrypoints.cli.session import is_terminal

    named = tuple(dict.fromkeys(run_ids))
    if not yes and not is_terminal(sys.stdin):
        raise click.UsageError("Deleting needs '--yes' where nobody can be asked.", ctx)
    session = session_of(ctx)
    delete_run = container_of(session, runs_dir).delete_run()
    delete_run.check(named)
    if not yes and not click.confirm(f"Delete {', '.join(named)}?", err=True):
        click.echo("Nothing was deleted.", err=True)
        return 1
    for run_id in named:
        delete_run(run_id)
    if as_json:
        write_body({"deleted": list(named)})
    else:
        click.echo(
            "".join(f"{run_id}\n" if session.quiet else f"Run deleted: {run_id}\n" for run_id in named),
            nl=False,
        )
    return 0
