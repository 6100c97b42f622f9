"""`flowtime state`: what a run looked like in one bin or over a range of bins (operations §4.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flowtime_entrypoints.cli.commands import PlainCommand, as_json, example, global_flags, session_of
from flowtime_entrypoints.cli.runs_root import container_of, runs_dir

if TYPE_CHECKING:
    from flowtime_domain.state.state_slice import StateSlice
    from flowtime_entrypoints.bodies.state import StateBodies
    from flowtime_entrypoints.container import Container

EXAMPLES = ("flowtime state RUN --bin 12", "flowtime state RUN --start-bin 0 --end-bin 47 --metric queue")


@click.command("state", cls=PlainCommand, epilog=example(*EXAMPLES))
@click.argument("run_id", metavar="RUN")
@click.option("--bin", "bin_index", metavar="N", type=int, help="One bin, counted from 0.")
@click.option("--start-bin", metavar="A", type=int, help="First bin of a range.")
@click.option("--end-bin", metavar="B", type=int, help="Last bin of the range.")
@click.option("--node", "node_ids", metavar="ID", multiple=True, help="Only this node; repeatable.")
@click.option("--metric", "metrics", metavar="NAME", multiple=True, help="Only this metric; repeatable.")
@runs_dir
@as_json
@global_flags
@click.pass_context
def state(
    ctx: click.Context,
    run_id: str,
    bin_index: int | None,
    start_bin: int | None,
    end_bin: int | None,
    node_ids: tuple[str, ...],
    metrics: tuple[str, ...],
    runs_dir: str | None,
    as_json: bool,
) -> None:
    """Show a run in one bin, or over a range of bins."""
    session = session_of(ctx)
    if bin_index is not None and start_bin is None and end_bin is None:
        if as_json and metrics:
            raise click.UsageError("'--metric' chooses what is shown; the answer for '--bin' has all.", ctx)
        container = container_of(session, runs_dir)
        found = _snapshot(container, run_id, bin_index, node_ids, metrics)
    elif bin_index is None and start_bin is not None and end_bin is not None:
        container = container_of(session, runs_dir)
        found = _window(container, run_id, start_bin, end_bin, node_ids, metrics)
    else:
        raise click.UsageError("Give either '--bin', or both '--start-bin' and '--end-bin'.", ctx)
    if as_json:
        from flowtime_entrypoints.cli.output import write_bytes

        bodies = _bodies(container)
        write_bytes((bodies.window(found) if bin_index is None else bodies.snapshot(found)) + b"\n")
    else:
        from flowtime_entrypoints.cli.state_report import report_snapshot, report_window

        report = report_window if bin_index is None else report_snapshot
        report(session.console(), found)


def _snapshot(
    container: Container, run_id: str, bin_index: int, node_ids: tuple[str, ...], metrics: tuple[str, ...]
) -> StateSlice:
    from flowtime_domain.runs.identity import RunId
    from flowtime_domain.state.state_query import SnapshotQuery

    fetch_state = container.fetch_state()
    found = fetch_state.find(RunId(run_id), SnapshotQuery(bin_index, _named(node_ids), _named(metrics)))
    fetch_state.tell(found)
    return found


def _window(
    container: Container,
    run_id: str,
    start_bin: int,
    end_bin: int,
    node_ids: tuple[str, ...],
    metrics: tuple[str, ...],
) -> StateSlice:
    from flowtime_domain.runs.identity import RunId
    from flowtime_domain.state.state_query import WindowQuery

    fetch_window = container.fetch_window()
    query = WindowQuery(start_bin, end_bin, _named(node_ids), _named(metrics))
    found = fetch_window.find(RunId(run_id), query)
    fetch_window.tell(found)
    return found


def _named(names: tuple[str, ...]) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(names)) or None


def _bodies(container: Container) -> StateBodies:
    from flowtime_entrypoints.bodies.state import StateBodies

    return StateBodies(container.run_views(), container.runs_root().name)
