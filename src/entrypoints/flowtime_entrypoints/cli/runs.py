"""`flowtime runs`: what was made before (operations §4.7)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowtime_entrypoints.cli.commands import (
    CommandGroup,
    as_json,
    example,
    global_flags,
    session_of,
)

if TYPE_CHECKING:
    from flowtime_domain.runs.stored_run import RunSummary
    from flowtime_domain.use_cases.list_runs import RunPage
    from flowtime_entrypoints.cli.session import Session
    from flowtime_entrypoints.container import Container

runs_dir = click.option("--runs-dir", metavar="DIR", help="Directory of runs other than <data>/runs.")


@click.group(cls=CommandGroup, epilog=example("flowtime runs list"))
@global_flags
def runs() -> None:
    """Look at runs that were made before."""


@runs.command("list", epilog=example("flowtime runs list --limit 10"))
@click.option("--limit", metavar="N", help="At most so many runs; 50 if not given, 200 at most.")
@click.option("--cursor", metavar="TEXT", help="Where the last page ended.")
@runs_dir
@as_json
@global_flags
@click.pass_context
def list_(
    ctx: click.Context, limit: str | None, cursor: str | None, runs_dir: str | None, as_json: bool
) -> None:
    """List runs, newest first."""
    from flowtime_domain.use_cases.run_listing import read_run_listing
    from flowtime_entrypoints import bodies
    from flowtime_entrypoints.cli.output import write_body

    given = {"limit": limit, "cursor": cursor}
    listing = read_run_listing({name: text for name, text in given.items() if text is not None})
    session = session_of(ctx)
    page = _container(session, runs_dir).list_runs()(listing)
    if as_json:
        write_body(bodies.run_list(page))
    else:
        _print_page(session, page)


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
    container = _container(session, runs_dir)
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

    run = _container(session_of(ctx), runs_dir).fetch_run()(run_id)
    write_bytes(run.series_csv(run.index.entry(series).row))


def _container(session: Session, runs_dir: str | None) -> Container:
    return session.container(session.settings(), Path(runs_dir) if runs_dir else None)


def _print_page(session: Session, page: RunPage) -> None:
    from flowtime_entrypoints.cli.tables import print_table

    if session.quiet:
        click.echo("".join(f"{summary.run_id}\n" for summary in page.items), nl=False)
        return
    if not page.total_count:
        click.echo("There are no runs.")
        return
    titles = ("run", "created", "template", "mode", "grid", ">warnings")
    console = session.console()
    print_table(console, titles, [_row(summary) for summary in page.items], "template", ["mode", "grid"])
    if page.next_cursor is not None:
        next_page = f"--limit {page.listing.limit} --cursor {page.next_cursor}"
        console.print(
            f"{len(page.items)} of {page.total_count} runs; '{next_page}' shows the next.", soft_wrap=True
        )
    elif page.next_page is not None:
        console.print(f"{len(page.items)} of {page.total_count} runs; '--limit' shows more.")


def _row(summary: RunSummary) -> tuple[str, ...]:
    from flowtime_entrypoints.cli.run_report import grid_text

    run = summary.run
    assert run is not None, "complete runs are known"
    created = f"{summary.created:%Y-%m-%d %H:%M}"
    template = f"{run.template_id} {run.template_version}"
    grid = grid_text(run.grid.model_copy(update={"start": None}))
    return run.run_id, created, template, run.mode, grid, str(len(run.warnings))
