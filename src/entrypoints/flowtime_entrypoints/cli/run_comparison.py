"""`flowtime runs compare`: how two runs differ, and whether by more than they may (operations §4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flowtime_entrypoints.cli.commands import PlainCommand, as_json, example, global_flags, session_of
from flowtime_entrypoints.cli.runs_root import container_of, runs_dir

if TYPE_CHECKING:
    from flowtime_domain.state.comparison import RunComparison
    from flowtime_domain.state.tolerance import Tolerance
    from flowtime_entrypoints.cli.session import Session
    from flowtime_entrypoints.container import Container

EXAMPLES = ("flowtime runs compare RUN OTHER", "flowtime runs compare RUN OTHER --tolerance tolerance.yaml")


@click.command("compare", cls=PlainCommand, epilog=example(*EXAMPLES))
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option("--tolerance", "file", metavar="FILE", help="YAML file of what may differ; else nothing may.")
@runs_dir
@as_json
@global_flags
@click.pass_context
def compare(
    ctx: click.Context, left: str, right: str, file: str | None, runs_dir: str | None, as_json: bool
) -> int:
    """Compare two runs, metric by metric; exit code 1 if they differ by more than the tolerance."""
    from flowtime_domain.runs.identity import RunId

    session = session_of(ctx)
    container = container_of(session, runs_dir)
    run_ids = RunId(left), RunId(right)
    tolerance = _tolerance(session, container, file)
    found = container.compare_runs()(*run_ids, tolerance)
    _tell_idle_rules(tolerance, found)
    if as_json:
        from flowtime_entrypoints.bodies.comparison import comparison_answer
        from flowtime_entrypoints.cli.output import write_body

        write_body(comparison_answer(found, container.runs_root().name, container.runs_root().name))
    else:
        from flowtime_entrypoints.cli.comparison_report import report_comparison

        report_comparison(session.console(), found)
    return 0 if found.is_passed else 1


def _tell_idle_rules(tolerance: Tolerance, found: RunComparison) -> None:
    """A rule about nothing may be a slip of the pen, or one for other runs: no error, but said."""
    from flowtime_entrypoints.cli.output import write_error_text
    from flowtime_entrypoints.cli.printable import printable

    for number, rule in enumerate(tolerance.rules, 1):
        if not any(rule.is_about(row.node_id, row.metric) for row in found.metrics):
            about = " of ".join(f"'{name}'" for name in (rule.metric, rule.node_id) if name is not None)
            text = f"warning: rule {number} of the tolerance is about no row that both runs have: {about}."
            write_error_text(printable(text) + "\n")


def _tolerance(session: Session, container: Container, file: str | None) -> Tolerance:
    """What a file allows; errors point into it."""
    from flowtime_domain.state.tolerance import Tolerance, read_tolerance
    from flowtime_entrypoints.cli.documents import read_source

    if file is None:
        return Tolerance()
    source = read_source(file)
    session.find_source = lambda: source
    reader = container.document_reader()
    return read_tolerance(lambda: reader.read(source.content), f"The tolerance file '{file}'")
