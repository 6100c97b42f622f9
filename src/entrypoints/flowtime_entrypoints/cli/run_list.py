"""Which runs `flowtime runs list` shows, and how (operations §4.7).

Rule 1: flags are the query parameters of the API under other names; their values are read by one reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from flowtime_entrypoints.cli.commands import Decorated

if TYPE_CHECKING:
    from flowtime_domain.runs.run_summary import RunSummary
    from flowtime_domain.use_cases.list_runs import RunPage
    from flowtime_entrypoints.cli.session import Session


def _truth_word(_ctx: click.Context, _parameter: click.Parameter, value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


_FLAGS = (
    click.option("--mode", metavar="MODE", help="Only runs of this mode."),
    click.option("--template-id", "templateId", metavar="ID", help="Only runs of this template."),
    click.option("--status", metavar="STATUS", help="complete (default), corrupt or all."),
    click.option(
        "--has-warnings/--no-warnings",
        "hasWarnings",
        default=None,
        callback=_truth_word,
        help="Only runs with, or without, warnings.",
    ),
    click.option("--created-after", "createdAfter", metavar="TIME", help="Only runs made then or later."),
    click.option("--created-before", "createdBefore", metavar="TIME", help="Only runs made before."),
    click.option("--q", metavar="TEXT", help="Part of the id, the template or its title, in any case."),
    click.option("--limit", metavar="N", help="At most so many runs; 50 if not given, 200 at most."),
    click.option("--cursor", metavar="TEXT", help="Where the last page ended."),
)


def listing_flags(command: Decorated) -> Decorated:
    """The flags that say which runs are listed."""
    for flag in reversed(_FLAGS):
        command = flag(command)
    return command


def print_page(session: Session, page: RunPage) -> None:
    """Print a page for people, or the ids alone."""
    from flowtime_domain.ports.run_catalog import RunFilter
    from flowtime_entrypoints.cli.tables import print_table

    if session.quiet:
        click.echo("".join(f"{run.run_id}\n" for run in page.items), nl=False)
        return
    if not page.total_count:
        is_filtered = page.listing.filter != RunFilter()
        click.echo("No run is as the flags say." if is_filtered else "There are no runs.")
        return
    console = session.console()
    titles = ["run", "created", "template", "mode", "grid", ">warnings"]
    # The id goes last, since it is what other commands take.
    optional = ["mode", "grid", "warnings", "created"]
    rows = [_row(run) for run in page.items]
    if page.listing.filter.status != "complete":
        titles.append("status")
        rows = [(*row, run.status) for row, run in zip(rows, page.items, strict=True)]
    print_table(console, titles, rows, "template", optional)
    if page.next_cursor is not None:
        next_page = f"--limit {page.listing.limit} --cursor {page.next_cursor}"
        console.print(
            f"{len(page.items)} of {page.total_count} runs; '{next_page}' shows the next.", soft_wrap=True
        )
    elif page.next_page is not None:
        console.print(f"{len(page.items)} of {page.total_count} runs; '--limit' shows more.")


def _row(run: RunSummary) -> tuple[str, ...]:
    from flowtime_entrypoints.cli.run_report import grid_text

    template = _words(run.template_id, run.template_version)
    grid = "-" if run.grid is None else grid_text(run.grid.model_copy(update={"start": None}))
    warnings = str(run.warning_count) if run.status == "complete" else "-"
    return str(run.run_id), f"{run.created:%Y-%m-%d %H:%M}", template, _words(run.mode), grid, warnings


def _words(*texts: Any) -> str:
    return " ".join(text for text in texts if text is not None) or "-"
